"""Entries for stored items that have none: new ones every few seconds; others have them in an older shape (after an update, a
restore, a new dictionary).

Storing does not wait for them: they cost as much as the analysis. In small transactions: it can be stopped at any time and goes
on where it was, and several may run at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from monitor.models.partitions import partition_months
from monitor.models.searching import search_put
from monitor.text.search_words import search_version, search_words

BATCH = 500
LACKING = """
SELECT i.month, i.id, i.title, i.text FROM monitor_item i
WHERE i.month = %s AND i.id < %s AND (i.title <> '' OR i.text <> '')
  AND NOT EXISTS (SELECT 1 FROM monitor_itemsearch s WHERE s.id = i.id AND s.month = i.month AND s.made = %s)
ORDER BY i.id DESC LIMIT %s FOR UPDATE OF i SKIP LOCKED
"""
NEW = """
SELECT i.month, i.id, i.title, i.text FROM monitor_item i
WHERE i.id > %s AND (i.title <> '' OR i.text <> '')
  AND NOT EXISTS (SELECT 1 FROM monitor_itemsearch s WHERE s.id = i.id AND s.month = i.month)
ORDER BY i.id LIMIT %s FOR UPDATE OF i SKIP LOCKED
"""
LATE = 5_000  # ids below the newest entry that may have been given before and committed after
LAST = 2**62


def search_fill_new(*, seconds: float = 20.0) -> int:
    """Entries of what was stored since the last time, oldest first; returns how many items."""
    until, written = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT coalesce(max(id), 0) FROM monitor_itemsearch")
                newest = cursor.fetchone()[0]
                cursor.execute(NEW, [newest - LATE, BATCH])
                rows = cursor.fetchall()
            _put(rows)
        written += len(rows)
        if len(rows) < BATCH:
            break
    return written


def search_fill(*, seconds: float | None = None, told: Callable[[date, int], None] | None = None) -> int:
    """Write what is missing, for `seconds` at most; returns how many items. `told`: called with (month, items so far)."""
    until = time.monotonic() + seconds if seconds is not None else None
    written = 0
    for month in reversed(partition_months()):
        below = LAST
        while below:
            if until is not None and time.monotonic() > until:
                return written
            n, below = _batch(month, below)
            written += n
            if told is not None and n:
                told(month, written)
    return written


def _batch(month: date, below: int) -> tuple[int, int]:
    """(items written, id to go on below; 0 when the month is through)."""
    version = search_version()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LACKING, [month, below, version, BATCH])
            rows = cursor.fetchall()
        _put(rows)
    return len(rows), rows[-1][1] if len(rows) == BATCH else 0


def _put(rows: list[tuple[date, int, str, str]]) -> None:
    made = [(month, item_id, search_words(title, text)) for month, item_id, title, text in rows]
    search_put(made, version=search_version())
