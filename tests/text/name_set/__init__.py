"""The set for names of persons: authored before the detector was changed. ⟦⟧ = a name."""

from __future__ import annotations

import re

from tests.text.name_set import others, persons

NAME = re.compile("⟦(.+?)⟧")
SHAPES = {
    "two characters": persons.TWO,
    "three characters": persons.THREE,
    "before glued words": persons.GLUED,
    "two-character surname": persons.COMPOUND,
    "with a title or 某": persons.TITLED,
    "minority and foreign": persons.FOREIGN,
    "rare surname": persons.RARE,
    "also a word": persons.COMMON_WORDS,
    "in many places": persons.MORE,
}
NONE = {"places": others.PLACES, "brands": others.BRANDS, "words": others.WORDS}

Case = tuple[str, list[str]]


def cases(block: str) -> list[Case]:
    """(sentence, the names in it)."""
    return [(NAME.sub(r"\1", line), NAME.findall(line)) for line in block.strip().split("\n")]
