"""The benchmarks of scale: what they publish is what they say, and growth is told from figures alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bench import counted_site
from bench.event_texts import event_texts, everyday
from bench.network import Bridge
from bench.replay_site import days_of, document, told_by
from bench.samples import judged, missed
from monitor.feeds.parse import parse

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def sampled(items: int, *, memory: float, size: int, dead: int = 0, waiting: int = 0) -> dict[str, Any]:
    waits = {"tasks_waiting": waiting, "items_waiting": 0, "mails_waiting": 0}
    tables = {"bytes": {"item": size}, "live": {"item": items}, "dead": {"item": dead}}
    return {"items": items, "memory_mib": {"topics": memory}, "valkey_mib": 1.0, **waits, **tables}


def test_a_day_of_the_replay_holds_what_the_exercise_has_in_it_and_none_is_shown_twice() -> None:
    days = days_of(3, (1, 2), NOW)
    numbers = [entry[0] for day in days for entry in day]
    assert len(numbers) == len(set(numbers)) > 600
    for n, day in enumerate(days):
        assert all(timedelta() <= NOW - at - timedelta(days=2 - n) <= timedelta(days=1) for _, at, _, _ in day)
    assert len(parse(document(days[0])).entries) == len(days[0])


def test_a_day_that_is_now_comes_before_all_with_numbers_of_its_own() -> None:
    first, *days = told_by(2, (1,), NOW)
    assert all(timedelta() <= NOW - at <= timedelta(days=1) for _, at, _, _ in first)
    assert [entry[0] for day in (first, *days) for entry in day] == list(range(len(first) + sum(map(len, days))))
    assert [entry[1:] for day in days for entry in day] == [entry[1:] for day in days_of(2, (1,), NOW) for entry in day]


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


def test_a_process_that_only_warms_up_has_missed_nothing_and_one_that_grows_to_the_end_has() -> None:
    warms = [sampled(n, memory=min(300.0, 200.0 + 20 * n), size=n * 2_000_000) for n in range(1, 25)]
    assert missed(judged(warms), lost=0) == []
    grows = [sampled(n, memory=200.0 + n, size=n * 2_000_000) for n in range(1, 25)]
    assert missed(judged(grows), lost=0) == ["topics: 217.0 MiB at two thirds, 224.0 at the end"]
    late = [sampled(n, memory=200.0 + 30 * (n == 24), size=n * 2_000_000) for n in range(1, 25)]
    assert missed(judged(late), lost=0) == ["topics: 200.0 MiB at two thirds, 230.0 at the end"]


def test_lost_items_waiting_ones_and_tables_beyond_the_data_are_missed_too() -> None:
    found = judged([sampled(n, memory=200.0, size=n * n * 2_000_000, waiting=n) for n in range(1, 25)])
    gone, waiting, tables = missed(found, lost=2)[::-1][0], *missed(found, lost=2)[:2]
    assert (gone, waiting) == ("2 items lost", "tasks_waiting: 24 at the end")
    assert tables.startswith("tables: ")


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
