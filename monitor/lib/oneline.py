"""What a person types as a name or title, on one line and without what cannot be seen. Pure.

Characters without width would hide a person's name from the look for names (张 and 伟 with one between them), make two names that
look alike two, or a link that nobody can click; those that turn the direction of writing make a line lie.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


def one_line(text: str) -> str:
    """Blanks and ends of lines are one blank each; characters that cannot be seen are gone."""
    return " ".join(UNSEEN.sub("", text).split())
