"""Monthly partitions of items and of their search index, made ahead of time and on demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from monitor.lib.clock import month_after
from monitor.lib.locks import Lock

# entries out of line and room for changed tags: searches that count read the narrow rest
SEARCH = """
CREATE TABLE IF NOT EXISTS {name} PARTITION OF monitor_itemsearch FOR VALUES FROM (%s) TO (%s)
WITH (toast_tuple_target = 256, fillfactor = 85)
"""

# as it is: compressing the texts of articles to two thirds took more than half of what the database does for storing them
PLAIN = "ALTER TABLE {name} ALTER COLUMN text SET STORAGE EXTERNAL"


def partition_name(month: date) -> str:
    """Table that holds a month's items."""
    return f"monitor_item_{month:%Y_%m}"


def search_partition_name(month: date) -> str:
    """Table that holds a month's search index."""
    return f"monitor_itemsearch_{month:%Y_%m}"


def partition_month(name: str) -> date:
    """`monitor_item_2026_03` -> 2026-03-01."""
    year, month = name.split("_")[-2:]
    return date(int(year), int(month), 1)


def partition_months() -> list[date]:
    """First days of the months that have a partition, oldest first."""
    return sorted(partition_month(name) for name in partitions_existing())


def partitions_existing() -> set[str]:
    """Names of the partitions that the database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "WHERE i.inhparent = 'monitor_item'::regclass"
        )
        return {name for (name,) in cursor.fetchall()}


def partitions_ensure(months: Iterable[date]) -> list[str]:
    """Create what is missing for these months (first days); returns the names of new partitions. Safe to race.

    The search index comes first: a month that has items has it, even where this ended in between.
    """
    wanted = {partition_name(month): month.replace(day=1) for month in months}
    missing = sorted(set(wanted) - partitions_existing())
    if not missing:
        return []
    for name in missing:
        start = wanted[name]
        end = month_after(start)
        with _alone() as cursor:
            cursor.execute(SEARCH.format(name=search_partition_name(start)), [start, end])
        with _alone() as cursor:
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF monitor_item FOR VALUES FROM (%s) TO (%s)",
                [start, end],
            )
            cursor.execute(PLAIN.format(name=name))
    return missing


@contextmanager
def _alone() -> Iterator[CursorWrapper]:
    """A transaction of its own, one at a time in the installation: a new partition shuts everybody out of its whole table, and whoever
    held that one while waiting for the other table could wait for somebody who does the reverse."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.PARTITIONS])
        yield cursor
