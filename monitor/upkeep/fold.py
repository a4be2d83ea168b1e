"""Folds what was appended to the hourly sums (HourSum) into one row for each key, so that reading them stays short."""

from __future__ import annotations

from django.db import connection

FOLD = """
WITH loose AS (
    DELETE FROM monitor_hoursum WHERE NOT folded RETURNING hour, area, unit, sentiment, in_focus, original, n
)
INSERT INTO monitor_hoursum (hour, area, unit, sentiment, in_focus, original, n, folded)
SELECT hour, area, unit, sentiment, in_focus, original, sum(n), true FROM loose
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0 ORDER BY area, unit, in_focus, hour, sentiment, original
ON CONFLICT (area, unit, in_focus, hour, sentiment, original) WHERE folded
DO UPDATE SET n = monitor_hoursum.n + excluded.n
"""


def sums_fold() -> int:
    """One statement, so that no reader sees anything missing or twice; what is appended meanwhile is left for the next time.

    Two at once do not harm each other: the later finds nothing left. How many rows were written.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLD)
        return int(cursor.rowcount)
