"""Counts of all standing plans at once, exact to the second: the last 24 hours, the 24 before, and 7 days by the hour.

Whole hours come from the rollup, the three broken ones from items. A reader whose sight is limited to units gets counts from
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
from monitor.models import PlanHour
from monitor.queries.counts import Tally

NOW, BEFORE, OLDER = 0, 1, 2
ITEMS = """
SELECT plan, date_trunc('hour', at, 'UTC'), CASE WHEN at >= %(day)s THEN 0 WHEN at >= %(two)s THEN 1 ELSE 2 END,
       sentiment, duplicate_of IS NULL, count(*)
FROM monitor_item, unnest(plans) AS plan
WHERE month = ANY(%(months)s) AND plans <> '{}' AND NOT own AND ({spans}) {sight}
GROUP BY 1, 2, 3, 4, 5
"""
SIGHT = "AND (units && %(sight)s::int[] OR units = '{}')"
Row = tuple[int, datetime, int, str, bool, int]  # plan, hour, span, sentiment, original, n
Span = tuple[datetime, datetime]


@dataclass(slots=True)
class PlanCounts:
    """Of one plan: `now` the last 24 hours, `before` the 24 before; `hours` items by hour over 7 days."""

    now: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)
    hours: dict[datetime, int] = field(default_factory=dict)


def plan_counts(*, now: datetime, sight: tuple[int, ...] | None) -> dict[int, PlanCounts]:
    """By plan; one that has none is not in it. Two queries at most."""
    rows, since = _all(now) if sight is None else _from_items([(now - WEEK, now)], now, sight), _up(now - WEEK)
    spans: dict[int, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
    hours: dict[int, dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        plan, hour, span, *_tags, n = row
        spans[plan][span].append(row)
        if since <= hour:
            hours[plan][hour] += n
    return {plan: PlanCounts(_tally(found[NOW]), _tally(found[BEFORE]), hours[plan]) for plan, found in spans.items()}


def _all(now: datetime) -> list[Row]:
    day, two = now - DAY, now - 2 * DAY
    broken = sorted({hour_of(at) for at in (two, day, now) if hour_of(at) != at})
    rows = PlanHour.objects.filter(hour__gte=_up(now - WEEK), hour__lt=now).exclude(hour__in=broken)
    whole = [
        (plan, hour, NOW if hour >= day else BEFORE if hour >= two else OLDER, sentiment, original, n)
        for plan, hour, sentiment, original, n in rows.values_list("plan_id", "hour", "sentiment", "original", "n")
    ]
    return whole + _from_items([(hour, min(hour + HOUR, now)) for hour in broken], now, None)


def _from_items(spans: Sequence[Span], now: datetime, sight: tuple[int, ...] | None) -> list[Row]:
    if not spans:
        return []
    values: dict[str, Any] = {
        "day": now - DAY,
        "two": now - 2 * DAY,
        "months": _months(spans),
        "sight": list(sight or ()),
    }
    for n, (start, end) in enumerate(spans):
        values |= {f"start{n}": start, f"end{n}": end}
    span = " OR ".join(f"at >= %(start{n})s AND at < %(end{n})s" for n in range(len(spans)))
    query = ITEMS.replace("{spans}", span).replace("{sight}", "" if sight is None else SIGHT)
    with reading().cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _tally(rows: Iterable[Row]) -> Tally:
    items, tone = 0, {"neg": 0, "neu": 0, "pos": 0}
    for *_span, sentiment, original, n in rows:
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
