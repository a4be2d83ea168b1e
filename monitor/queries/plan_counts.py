"""Counts of all standing plans at once, exact to the second: the last 24 hours, the 24 before, and 7 days in steps.

Whole hours come from the rollup, the three broken ones from items; PostgreSQL adds both up. For a reader whose sight is limited to units, what it
hides is taken away, item by item. Measured with 1 million items: docs/plans.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.lib.clock import DAY, HOUR, WEEK, hour_of, months_between
from monitor.lib.replica import reading
from monitor.queries.counts import Tally
from monitor.queries.topics import SPARK_POINTS

NOW, BEFORE, OLDER = 0, 1, 2
COUNTS = """
WITH counted AS ({parts})
SELECT plan, step, span, sentiment, original, sum(n)::bigint FROM (
    SELECT *, CASE WHEN at >= %(day)s THEN 0 WHEN at >= %(two)s THEN 1 ELSE 2 END AS span,
        least(%(last)s, floor(date_part('epoch', hour - %(week_ago)s) / %(length)s))::int AS step FROM counted) AS c
GROUP BY GROUPING SETS ((plan, step), (plan, span, sentiment, original)) HAVING sum(n) <> 0
"""
ROLLUP = """
SELECT plan_id AS plan, hour, hour AS at, sentiment, original, n FROM monitor_planhour
WHERE hour >= %(since)s AND hour < %(now)s AND hour <> ALL(%(broken)s)
"""
ITEMS = """
SELECT plan, date_trunc('hour', at, 'UTC') AS hour, at, sentiment, duplicate_of IS NULL AS original, 1 AS n
FROM monitor_item, unnest(plans) AS plan
WHERE month = ANY(%(months)s) AND plans <> '{}' AND NOT own AND ({spans}) {sight}
"""
SIGHT = "AND (units && %(sight)s::int[] OR units = '{}')"
HIDDEN = """
SELECT plan, hour, hour AS at, sentiment, original, -1 AS n FROM (
    SELECT plans, date_trunc('hour', at, 'UTC') AS hour, sentiment, duplicate_of IS NULL AS original FROM monitor_item
    WHERE month = ANY(%(week)s) AND at >= %(since)s AND at < %(now)s AND NOT own
        AND plans <> '{}' AND units <> '{}' AND NOT units && %(sight)s::int[]) AS i, unnest(plans) AS plan
WHERE hour <> ALL(%(broken)s)
"""
Row = tuple[int, int | None, int | None, str | None, bool | None, int]  # plan, step, span, sentiment, original, n
Span = tuple[datetime, datetime]


@dataclass(slots=True)
class PlanCounts:
    """Of one plan: `now` the last 24 hours, `before` the 24 before; `spark` items over 7 days, SPARK_POINTS steps of as many hours, oldest first."""

    now: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)
    spark: list[int] = field(default_factory=lambda: [0] * SPARK_POINTS)


def plan_counts(*, now: datetime, sight: tuple[int, ...] | None) -> dict[int, PlanCounts]:
    """By plan; one that has none is not in it. One query, which adds up: as many rows come from it whatever comes in."""
    found: dict[int, PlanCounts] = {}
    tones: dict[tuple[int, int], list[tuple[str, bool, int]]] = defaultdict(list)
    for plan, step, span, sentiment, original, n in _rows(now, sight):
        counts = found.setdefault(plan, PlanCounts())
        if step is None:
            tones[plan, span or NOW].append((sentiment or "", bool(original), n))
        else:
            counts.spark[step] = n
    for plan, counts in found.items():
        counts.now, counts.before = _tally(tones[plan, NOW]), _tally(tones[plan, BEFORE])
    return found


def _rows(now: datetime, sight: tuple[int, ...] | None) -> list[Row]:
    """Sums by (plan, step), the rest None, and by (plan, span, sentiment, original), the step None."""
    day, two = now - DAY, now - 2 * DAY
    broken = sorted({hour_of(at) for at in (two, day, now) if hour_of(at) != at})
    spans, since = [(hour, min(hour + HOUR, now)) for hour in broken], _up(now - WEEK)
    values: dict[str, Any] = {"day": day, "two": two, "now": now, "since": since, "broken": broken}
    values |= {"sight": list(sight or ()), "week": _months([(since, now)]), "week_ago": now - WEEK}
    values |= {"last": SPARK_POINTS - 1, "length": int(WEEK.total_seconds()) // SPARK_POINTS}
    parts = [ROLLUP] if sight is None else [ROLLUP, HIDDEN]
    if spans:
        values["months"] = _months(spans)
        for n, (start, end) in enumerate(spans):
            values |= {f"start{n}": start, f"end{n}": end}
        span = " OR ".join(f"at >= %(start{n})s AND at < %(end{n})s" for n in range(len(spans)))
        parts.append(ITEMS.replace("{spans}", span).replace("{sight}", "" if sight is None else SIGHT))
    with reading().cursor() as cursor:
        cursor.execute(COUNTS.replace("{parts}", " UNION ALL ".join(parts)), values)
        return list(cursor.fetchall())


def _tally(rows: Iterable[tuple[str, bool, int]]) -> Tally:
    items, tone = 0, {"neg": 0, "neu": 0, "pos": 0}
    for sentiment, original, n in rows:
        items += n
        tone[sentiment] += n if original else 0
    return Tally(items, sum(tone.values()), **tone)


def _up(at: datetime) -> datetime:
    """The next whole hour, or this one."""
    hour = hour_of(at)
    return hour if hour == at else hour + HOUR


def _months(spans: Sequence[Span]) -> list[date]:
    return list(months_between(min(start for start, _ in spans), max(end for _, end in spans)))
