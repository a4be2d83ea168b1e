"""Where in a text it is worth looking. Pure, linear."""

from __future__ import annotations

import re

Stretch = tuple[int, int]


def near_signs(sign: re.Pattern[str], s: str, before: int, after: int) -> list[Stretch]:
    """Stretches of `s` around what a pattern cannot do without, joined where they touch.

    `before` and `after` are no less than the pattern can reach from there, its look-ahead included: looking for it in the
    stretches alone finds what looking through the whole text would.
    """
    stretches: list[Stretch] = []
    for match in sign.finditer(s):
        start, end = max(0, match.start() - before), min(len(s), match.end() + after)
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches
