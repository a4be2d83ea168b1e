"""Which items the tagging exercise asks about: up to ten, half in focus, from as many sources as possible. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WANTED = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item of the run that could be asked about."""

    item_id: int
    source_id: int
    in_focus: bool


def pick(candidates: Sequence[Candidate], chosen: Iterable[Candidate] = (), *, wanted: int = WANTED) -> list[Candidate]:
    """What to add to `chosen`; candidates oldest first. Neither side of the focus gets more than half of `wanted`.

    Each pick takes the side with fewer so far, there the source with fewest so far, there the oldest: items that are
    chosen stay chosen, whenever this is asked again.
    """
    taken = list(chosen)
    have = {candidate.item_id for candidate in taken}
    left = [candidate for candidate in candidates if candidate.item_id not in have]
    added: list[Candidate] = []
    while left and len(taken) < wanted:
        sides = Counter(candidate.in_focus for candidate in taken)
        open_sides = [candidate for candidate in left if sides[candidate.in_focus] < wanted // 2]
        if not open_sides:
            break
        sources = Counter(candidate.source_id for candidate in taken)
        found = min(open_sides, key=lambda c: (sides[c.in_focus], sources[c.source_id]))
        left.remove(found)
        taken.append(found)
        added.append(found)
    return added
