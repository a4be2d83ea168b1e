"""Where in a text it is worth looking. Pure, linear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Stretch = tuple[int, int]


def near_signs(
    sign: re.Pattern[str], s: str, before: int, after: int, found: Iterable[re.Match[str]] | None = None
) -> list[Stretch]:
    """Stretches of `s` around what a pattern cannot do without, joined where they touch.

    `before` and `after` are no less than the pattern can reach from there, its look-ahead included: looking for it in the
    stretches alone finds what looking through the whole text would. `found`: all matches of `sign`, where they are known.
    """
    return near((match.span() for match in (sign.finditer(s) if found is None else found)), s, before, after)


def near(spans: Iterable[Stretch], s: str, before: int, after: int) -> list[Stretch]:
    """Stretches of `s` around these, which are in order, joined where they touch."""
    stretches: list[Stretch] = []
    for begin, stop in spans:
        start, end = max(0, begin - before), min(len(s), stop + after)
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def signs_at(sign: re.Pattern[str], s: str, places: Iterable[int] | None) -> Iterator[re.Match[str]]:
    """All matches of `sign`, which begin nowhere but at these places (in order; None: anywhere)."""
    if places is None:
        yield from sign.finditer(s)
        return
    last = 0
    for place in places:
        if place >= last and (match := sign.match(s, place)):
            last = match.end()
            yield match


def signs_within(sign: re.Pattern[str], s: str, chains: Iterable[Stretch] | None) -> Iterator[re.Match[str]]:
    """All matches of `sign`, none of which reaches out of these stretches (None: anywhere)."""
    for chain in ((0, len(s)),) if chains is None else chains:
        yield from sign.finditer(s, *chain)
