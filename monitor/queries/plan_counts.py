"""Counts of all standing plans at once, exact to the second: the last 24 hours, the 24 before, and 7 days by the hour.

Whole hours come from the rollup, the three broken ones from items; PostgreSQL adds both up. A reader whose sight is limited to units gets counts from
items, as in counts.py. Measured with 1 million items: docs/plans.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.lib.clock import DAY, HOUR, WEEK, hour_of, month_after, month_of
from monitor.lib.replica import reading
from monitor.queries.counts import Tally

NOW, BEFORE, OLDER = 0, 1, 2
COUNTS = """
WITH counted AS ({parts})
SELECT plan, hour, span, sentiment, original, sum(n)::bigint FROM (
    SELECT *, CASE WHEN at >= %(day)s THEN 0 WHEN at >= %(two)s THEN 1 ELSE 2 END AS span FROM counted) AS c
GROUP BY GROUPING SETS ((plan, hour), (plan, span, sentiment, original))
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
Row = tuple[int, datetime | None, int | None, str | None, bool | None, int]  # plan, hour, span, sentiment, original, n
Span = tuple[datetime, datetime]


@dataclass(slots=True)
class PlanCounts:
    """Of one plan: `now` the last 24 hours, `before` the 24 before; `hours` items by hour over 7 days."""

    now: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)
    hours: dict[datetime, int] = field(default_factory=dict)


def plan_counts(*, now: datetime, sight: tuple[int, ...] | None) -> dict[int, PlanCounts]:
    """By plan; one that has none is not in it. One query, which adds up: as many rows come from it whatever comes in."""
    since = _up(now - WEEK)
    found: dict[int, PlanCounts] = {}
    tones: dict[tuple[int, int], list[tuple[str, bool, int]]] = defaultdict(list)
    for plan, hour, span, sentiment, original, n in _rows(now, sight):
        counts = found.setdefault(plan, PlanCounts())
        if hour is None:
            tones[plan, span or NOW].append((sentiment or "", bool(original), n))
        elif since <= hour:
            counts.hours[hour] = n
    for plan, counts in found.items():
        counts.now, counts.before = _tally(tones[plan, NOW]), _tally(tones[plan, BEFORE])
    return found


def _rows(now: datetime, sight: tuple[int, ...] | None) -> list[Row]:
    """Sums by (plan, hour), the rest None, and by (plan, span, sentiment, original), the hour None."""
    day, two = now - DAY, now - 2 * DAY
    broken = sorted({hour_of(at) for at in (two, day, now) if hour_of(at) != at})
    spans = [(hour, min(hour + HOUR, now)) for hour in broken] if sight is None else [(now - WEEK, now)]
    parts = [ROLLUP] if sight is None else []
    values: dict[str, Any] = {"day": day, "two": two, "now": now, "since": _up(now - WEEK), "broken": broken}
    if spans:
        values |= {"months": _months(spans), "sight": list(sight or ())}
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
    months, last = [month_of(min(start for start, _ in spans))], month_of(max(end for _, end in spans))
    while months[-1] < last:
        months.append(month_after(months[-1]))
    return months
