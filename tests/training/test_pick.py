"""Items to tag: up to ten, half in focus, spread over sources, and what is chosen stays."""

from __future__ import annotations

from monitor.training.pick import WANTED, Candidate, pick


def candidates(n: int, *, sources: int = 5, focus: bool = True, first: int = 0) -> list[Candidate]:
    return [Candidate(first + i, i % sources, focus) for i in range(n)]


def test_ten_are_chosen_half_of_them_in_focus() -> None:
    found = pick(candidates(30) + candidates(30, focus=False, first=100))
    assert len(found) == WANTED
    assert sum(candidate.in_focus for candidate in found) == WANTED // 2


def test_they_are_spread_over_the_sources() -> None:
    busy = [Candidate(i, 0, True) for i in range(20)]
    found = pick([*busy, *candidates(4, sources=4, first=100)])
    assert {candidate.source_id for candidate in found} == {0, 1, 2, 3}


def test_one_side_alone_fills_only_its_half() -> None:
    assert len(pick(candidates(30))) == WANTED // 2


def test_what_is_chosen_stays_and_counts() -> None:
    early = pick(candidates(3))
    later = pick(candidates(30) + candidates(30, focus=False, first=100), early)
    assert not {c.item_id for c in early} & {c.item_id for c in later}
    assert len(early) + len(later) == WANTED


def test_nothing_is_chosen_from_nothing() -> None:
    assert pick([]) == []
