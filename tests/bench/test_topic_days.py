"""Days of hot lists labelled without their headlines: joined again with them, and nothing that could be read."""

from __future__ import annotations

import gzip
import re
from collections import Counter

from bench.topic_days import FRESH, HELD, LABELS, TAUGHT, joined, labels
from monitor.text.readlabels import digest


def test_every_day_is_taught_held_or_fresh_and_no_line_holds_more_than_a_hash() -> None:
    lines = gzip.decompress(LABELS.read_bytes()).decode("ascii").splitlines()
    assert all(re.fullmatch(r"2025-\d\d-\d\d\t[0-9a-f]{12}\t[AT]\d{3,4}", line) for line in lines)
    assert {line[:10] for line in lines} == {*HELD, *TAUGHT, *FRESH}
    assert len(HELD) + len(TAUGHT) + len(FRESH) == len({*HELD, *TAUGHT, *FRESH})


def test_a_day_has_hundreds_of_topics_and_some_are_large() -> None:
    by_day = Counter(day for day, _ in labels())
    assert min(by_day.values()) > 600
    sizes = Counter((day, topic) for (day, _), topic in labels().items())
    assert sum(n >= 3 for n in sizes.values()) > 30 * len(by_day)


def test_rows_are_joined_by_day_and_headline_in_order_of_time() -> None:
    rows = [
        {"platform": "b", "title": " 两条公交线路改道 ", "first": "2025-09-23T09:00:00+08:00"},
        {"platform": "a", "title": "两条公交线路改道", "first": "2025-09-23T08:00:00+08:00"},
        {"platform": "a", "title": "没人读过的一条", "first": "2025-09-23T08:00:00+08:00"},
        {"platform": "a", "title": "两条公交线路改道", "first": "2025-09-24T08:00:00+08:00"},
    ]
    days = joined(rows, {("2025-09-23", digest("两条公交线路改道")): "T001"})
    assert [(row["id"], row["source"], row["topic"]) for row in days.pop("2025-09-23")] == [
        ("2025-09-23-0001", "a", "T001"),
        ("2025-09-23-0002", "b", "T001"),
    ]
    assert days == {}
