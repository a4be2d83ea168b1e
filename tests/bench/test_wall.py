"""The replay of a week on the wall: growth is told from figures alone, and a moment's jump is none."""

from __future__ import annotations

from typing import Any

from bench.wall import HELD, grown, judged

STATE_BYTES = 12_000


def sampled(n: int, **held: float) -> dict[str, Any]:
    return {**dict.fromkeys(HELD, 0.0), "states": 17 * n, "hour": f"{n}", **held}


def test_a_page_that_lets_go_of_what_it_replaced_has_not_grown() -> None:
    apart = (246, 4, 4, 266, 4, 4, 4, 4, 4, 4, 242)  # one state's nodes, replaced this moment
    found = judged([sampled(n, nodes_apart=apart[n], heap_mib=1.6, listeners=19) for n in range(11)], STATE_BYTES)
    assert found["early_and_late"]["nodes_apart"] == [4, 4]
    assert found["at_the_start"]["nodes_apart"] == 246
    assert found["states_between"] == 102
    assert grown(found) == []


def test_whoever_keeps_what_was_replaced_has_grown() -> None:
    kept = [sampled(n, nodes_apart=150 * n, heap_mib=1.5 + n * 0.25, listeners=19 + n) for n in range(11)]
    assert grown(judged(kept, STATE_BYTES)) == [
        "heap_mib: 2.0 early, 3.5 late",
        "nodes_apart: 300 early, 1200 late",
        "listeners: 21 early, 27 late",
    ]


def test_a_page_that_opens_ever_more_streams_has_grown() -> None:
    assert grown(judged([sampled(n, streams=n) for n in range(11)], STATE_BYTES)) == ["streams: 2 early, 8 late"]
