"""The benchmarks of scale: what they publish is what they say, and growth is told from figures alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bench import counted_site
from bench.clock import run_by_clock
from bench.event_texts import event_texts, everyday
from bench.network import Bridge
from bench.replay_site import days_of, document, told_by
from bench.samples import compared, judged, missed
from monitor.feeds.parse import parse

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def sampled(items: int, *, memory: float, size: int, dead: int = 0, waiting: int = 0) -> dict[str, Any]:
    waits = {"tasks_waiting": waiting, "items_waiting": 0, "mails_waiting": 0}
    tables = {"bytes": {"item": size}, "live": {"item": items}, "dead": {"item": dead}}
    held = {
        "memory_mib": {"topics": memory},
        "processes_mib": {"topics": [memory]},
        "data_mib": {"topics": [memory]},
        "valkey_mib": 1.0,
        "valkey_keys": 9,
    }
    return {"items": items, **held, **waits, **tables}


def rounds_of(
    memory: tuple[float, float], *, size: tuple[int, int] = (1000, 1000), waiting: int = 0
) -> tuple[dict[str, Any], list[list[dict[str, Any]]]]:
    """Two rounds of three days and a rest; 10 items a day. `memory`: of the last days, the first lie 30 below; `size`: bytes of an item."""
    before = sampled(0, memory=100.0, size=0)
    first = [sampled(10 * n, memory=memory[0] - 30 * (n < 3), size=10 * n * size[0]) for n in (1, 2, 3, 3)]
    second = [
        sampled(30 + 10 * n, memory=memory[1], size=30 * size[0] + 10 * n * size[1], waiting=waiting)
        for n in (1, 2, 3, 3)
    ]
    return before, [first, second]


def test_a_day_of_the_replay_holds_what_the_exercise_has_in_it_and_none_is_shown_twice() -> None:
    days = days_of(3, (1, 2), NOW)
    numbers = [entry[0] for day in days for entry in day]
    assert len(numbers) == len(set(numbers)) > 600
    for n, day in enumerate(days):
        assert all(timedelta() <= NOW - at - timedelta(days=2 - n) <= timedelta(days=1) for _, at, _, _ in day)
    assert len(parse(document(days[0])).entries) == len(days[0])


def test_the_days_of_the_second_round_follow_those_of_the_first_with_numbers_of_their_own() -> None:
    told = told_by(2, [(1,), (2,)], NOW)
    for n, day in enumerate(told):
        assert all(timedelta() <= at - NOW - timedelta(days=n) <= timedelta(days=1) for _, at, _, _ in day)
    assert [entry[0] for day in told for entry in day] == list(range(sum(map(len, told))))
    assert [entry[1:] for day in told[2:] for entry in day] == [
        entry[1:] for day in days_of(2, (2,), NOW + timedelta(days=4)) for entry in day
    ]


def test_memory_and_tables_that_only_follow_the_data_show_no_growth() -> None:
    flat = judged([sampled(n, memory=200.0, size=n * 2_000_000) for n in range(1, 25)])
    assert flat["memory"]["topics"]["kib_per_item_of_the_rest"] == 0
    assert flat["bytes_per_item_of_the_rest"] == flat["bytes_per_item_all"] == 2_000_000


def test_what_grows_beyond_the_data_is_seen() -> None:
    grows = judged(
        [sampled(n * 100, memory=200.0 + n, size=n * n * 10**7, dead=n * 50, waiting=n) for n in range(1, 25)]
    )
    assert grows["memory"]["topics"]["kib_per_item_of_the_rest"] > 10
    assert grows["bytes_per_item_of_the_rest"] > 1.3 * grows["bytes_per_item_all"]
    assert (grows["dead_share_at_the_end"]["item"], grows["most_waiting"]["tasks_waiting"]) == (0.333, 24)


def test_a_process_that_warms_up_in_the_first_round_has_missed_nothing_and_one_that_goes_on_in_the_second_has() -> None:
    flat = compared(*rounds_of((300.0, 303.0)))
    assert (missed(flat, lost=0), flat["same_day_mib"]) == ([], {"topics": 3.0})
    grows = compared(*rounds_of((300.0, 307.0)))
    assert missed(grows, lost=0) == ["topics: 300.0 MiB at the end of the round before, 307.0 at the end of the last"]


def test_lost_items_waiting_ones_and_tables_beyond_the_data_are_missed_too() -> None:
    found = compared(*rounds_of((300.0, 300.0), size=(1000, 1200), waiting=3))
    waits = [f"{what}: 3 at the end" for what in ("tasks_waiting",)]
    tables = "tables: 1200 bytes an item of the last round, 1000 of the one before"
    assert missed(found, lost=2) == [*waits, tables, "2 items lost"]
    assert missed(compared(*rounds_of((300.0, 300.0), size=(1000, 1100))), lost=0) == []


def test_what_a_moved_clock_says_is_what_every_process_reads_and_sleeping_takes_as_long_as_ever() -> None:
    found = run_by_clock("tests.bench.late", at=NOW)
    assert timedelta() <= datetime.fromisoformat(found["begun"]) - NOW < timedelta(minutes=5)
    assert timedelta() <= datetime.fromisoformat(found["child"]) - NOW - timedelta(days=24) < timedelta(minutes=5)
    assert 0.2 <= found["slept"] < 60


def test_an_event_is_one_matter_told_in_many_ways_among_other_news() -> None:
    texts, others = event_texts(200), set(everyday())
    told = [text for text in texts if text not in others]
    assert (len(texts), 160 < len(told) < 200, len(set(told)) > 80) == (200, True, True)


def test_each_entry_of_the_workers_feeds_is_there_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted_site, "told", lambda most: [(f"第{n}条", "正文") for n in range(most)])
    guids = [entry.guid for body in counted_site.bodies(5) for entry in parse(body).entries]
    assert len(guids) == len(set(guids)) == 5 * counted_site.ENTRIES


def test_a_command_on_a_machine_runs_in_its_network_and_under_its_name() -> None:
    line = Bridge("10.231.1.1", "10.231.1.0/24", ("tcw-1",)).inside("tcw-1", ["celery", "worker"])
    assert line[:4] == ["ip", "netns", "exec", "tcw-1"]
    assert ["--uts" in line, line[-3:]] == [True, ["tcw-1", "celery", "worker"]]
