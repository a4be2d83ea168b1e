"""Proof that the counts are right: hourly counts, topic hours and plan hours computed again from the items, the sums over sources
and places from the hourly counts, and put right if asked.

Only months whose items are still there can be counted again; older counts stand as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction

from monitor.models.partitions import partition_months

SHOWN = 100

HOURS = """
WITH counted AS (
    SELECT date_trunc('hour', at, 'UTC') AS hour, area, unit, source_id, sentiment, coalesce(place, '') AS place,
           in_focus, duplicate_of IS NULL AS original, count(*)::int AS n
    FROM monitor_item, unnest(array_prepend(''::text, areas)) AS area, unnest(array_prepend(0, units)) AS unit
    WHERE NOT own AND month = ANY(%(months)s)
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), stored AS (
    SELECT hour, area, unit, source_id, sentiment, place, in_focus, original, n FROM monitor_hourcount
    WHERE date_trunc('month', hour AT TIME ZONE 'UTC')::date = ANY(%(months)s)
), different AS (
    SELECT hour, area, unit, source_id, sentiment, place, in_focus, original,
           coalesce(stored.n, 0) AS stored, coalesce(counted.n, 0) AS counted
    FROM counted FULL JOIN stored USING (hour, area, unit, source_id, sentiment, place, in_focus, original)
    WHERE coalesce(stored.n, 0) <> coalesce(counted.n, 0)
)
"""

HOURS_FIX = """
INSERT INTO monitor_hourcount AS h (hour, area, unit, source_id, sentiment, place, in_focus, original, n)
SELECT hour, area, unit, source_id, sentiment, place, in_focus, original, counted FROM different
ON CONFLICT (hour, area, unit, source_id, sentiment, place, in_focus, original) DO UPDATE SET n = excluded.n
"""

TOPICS = """
WITH counted AS (
    SELECT topic_id, date_trunc('hour', at, 'UTC') AS hour, count(*)::int AS n_items,
           count(*) FILTER (WHERE duplicate_of IS NULL)::int AS n_originals,
           count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'neg')::int AS n_neg,
           count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'pos')::int AS n_pos
    FROM monitor_item WHERE topic_id IS NOT NULL AND NOT own AND month = ANY(%(months)s)
    GROUP BY 1, 2
), stored AS (
    SELECT topic_id, hour, n_items, n_originals, n_neg, n_pos FROM monitor_topichour
    WHERE date_trunc('month', hour AT TIME ZONE 'UTC')::date = ANY(%(months)s)
), both_sides AS (
    SELECT topic_id, hour,
           ARRAY[coalesce(s.n_items, 0), coalesce(s.n_originals, 0), coalesce(s.n_neg, 0), coalesce(s.n_pos, 0)]
               AS stored,
           ARRAY[coalesce(c.n_items, 0), coalesce(c.n_originals, 0), coalesce(c.n_neg, 0), coalesce(c.n_pos, 0)]
               AS counted
    FROM counted c FULL JOIN stored s USING (topic_id, hour)
), different AS (
    SELECT * FROM both_sides WHERE stored <> counted
)
"""

TOPICS_FIX = """
INSERT INTO monitor_topichour AS h (topic_id, hour, n_items, n_originals, n_neg, n_pos)
SELECT topic_id, hour, counted[1], counted[2], counted[3], counted[4] FROM different
WHERE topic_id IN (SELECT id FROM monitor_topic)
ON CONFLICT (topic_id, hour) DO UPDATE SET n_items = excluded.n_items, n_originals = excluded.n_originals,
    n_neg = excluded.n_neg, n_pos = excluded.n_pos
"""


PLANS = """
WITH counted AS (
    SELECT plan::bigint AS plan_id, date_trunc('hour', at, 'UTC') AS hour, sentiment, duplicate_of IS NULL AS original,
           count(*)::int AS n
    FROM monitor_item, unnest(plans) AS plan
    WHERE NOT own AND plans <> '{}' AND month = ANY(%(months)s)
    GROUP BY 1, 2, 3, 4
), stored AS (
    SELECT plan_id, hour, sentiment, original, n FROM monitor_planhour
    WHERE date_trunc('month', hour AT TIME ZONE 'UTC')::date = ANY(%(months)s)
), different AS (
    SELECT plan_id, hour, sentiment, original, coalesce(stored.n, 0) AS stored, coalesce(counted.n, 0) AS counted
    FROM counted FULL JOIN stored USING (plan_id, hour, sentiment, original)
    WHERE coalesce(stored.n, 0) <> coalesce(counted.n, 0)
)
"""

PLANS_FIX = """
INSERT INTO monitor_planhour AS h (plan_id, hour, sentiment, original, n)
SELECT plan_id, hour, sentiment, original, counted FROM different WHERE plan_id IN (SELECT id FROM monitor_plan)
ON CONFLICT (plan_id, hour, sentiment, original) DO UPDATE SET n = excluded.n
"""

SUMS = """
WITH counted AS (
    SELECT hour, area, unit, sentiment, in_focus, original, sum(n)::int AS n FROM (
        SELECT hour, area, unit, sentiment, in_focus, original, n FROM monitor_hourcount WHERE area = '' OR unit = 0
        UNION ALL
        SELECT hour, '', -1, sentiment, in_focus, original, n FROM monitor_hourcount WHERE area = '' AND unit > 0
    ) counts
    WHERE date_trunc('month', hour AT TIME ZONE 'UTC')::date = ANY(%(months)s) GROUP BY 1, 2, 3, 4, 5, 6
), stored AS (
    SELECT hour, area, unit, sentiment, in_focus, original, sum(n)::int AS n FROM monitor_hoursum
    WHERE date_trunc('month', hour AT TIME ZONE 'UTC')::date = ANY(%(months)s) GROUP BY 1, 2, 3, 4, 5, 6
), different AS (
    SELECT hour, area, unit, sentiment, in_focus, original,
           coalesce(stored.n, 0) AS stored, coalesce(counted.n, 0) AS counted
    FROM counted FULL JOIN stored USING (hour, area, unit, sentiment, in_focus, original)
    WHERE coalesce(stored.n, 0) <> coalesce(counted.n, 0)
)
"""

SUMS_FIX = """
INSERT INTO monitor_hoursum (hour, area, unit, sentiment, in_focus, original, n, folded)
SELECT hour, area, unit, sentiment, in_focus, original, counted - stored, false FROM different
"""

LIST = "SELECT *, count(*) OVER () AS differing FROM different ORDER BY 1, 2 LIMIT %(shown)s"


@dataclass(frozen=True, slots=True)
class Recount:
    """How many rows differ, the first hundred of each, and how many were put right."""

    hours: int
    sums: int
    topic_hours: int
    plan_hours: int
    fixed: int
    shown: tuple[dict[str, Any], ...] = field(default=())

    @property
    def equal(self) -> bool:
        return not (self.hours or self.sums or self.topic_hours or self.plan_hours)

    def as_json(self) -> dict[str, Any]:
        return {
            "equal": self.equal,
            "hour_count": self.hours,
            "hour_sum": self.sums,
            "topic_hour": self.topic_hours,
            "plan_hour": self.plan_hours,
            "fixed": self.fixed,
            "differences": list(self.shown),
        }


@transaction.atomic
def recount(*, fix: bool = False) -> Recount:
    """Compare in one snapshot. `fix` keeps writers of counts waiting while it puts the rows right."""
    with connection.cursor() as cursor:
        if fix:
            cursor.execute(
                "LOCK TABLE monitor_hourcount, monitor_topichour, monitor_planhour IN SHARE ROW EXCLUSIVE MODE"
            )
        elif not connection.savepoint_ids:  # ours is the outermost transaction
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    months = partition_months()
    hours, hour_rows = _differences(HOURS, months, "hour_count")
    sums, sum_rows = _differences(SUMS, months, "hour_sum")
    topics, topic_rows = _differences(TOPICS, months, "topic_hour")
    plans, plan_rows = _differences(PLANS, months, "plan_hour")
    hours_first = (HOURS + HOURS_FIX, SUMS + SUMS_FIX)  # hourly counts that are put right move their sums by themselves
    repairs = (*hours_first, TOPICS + TOPICS_FIX, PLANS + PLANS_FIX) if fix else ()
    fixed = sum(_fix(repair, months) for repair in repairs)
    return Recount(hours, sums, topics, plans, fixed, (*hour_rows, *sum_rows, *topic_rows, *plan_rows))


def _differences(query: str, months: list[date], table: str) -> tuple[int, list[dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute(query + LIST, {"months": months, "shown": SHOWN})
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    total = rows[0]["differing"] if rows else 0
    return total, [{"table": table, **{k: v for k, v in row.items() if k != "differing"}} for row in rows]


def _fix(query: str, months: list[date]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, {"months": months})
        return int(cursor.rowcount)
