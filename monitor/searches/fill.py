"""Entries for stored items that have none, or have them in an older shape (after an update, a restore, a new dictionary).

Newest months first, in small transactions: it can be stopped at any time and goes on where it was, and several may run at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from monitor.models.searching import search_put
from monitor.text.search_words import search_version, search_words

BATCH = 500
LACKING = """
SELECT i.month, i.id, i.title, i.text FROM monitor_item i
WHERE i.month = %s AND i.id < %s AND (i.title <> '' OR i.text <> '')
  AND NOT EXISTS (SELECT 1 FROM monitor_itemsearch s WHERE s.id = i.id AND s.month = i.month AND s.made = %s)
ORDER BY i.id DESC LIMIT %s FOR UPDATE OF i SKIP LOCKED
"""
MONTHS = "SELECT DISTINCT month FROM monitor_item ORDER BY month DESC"
LAST = 2**62


def search_fill(*, seconds: float | None = None, told: Callable[[date, int], None] | None = None) -> int:
    """Write what is missing, for `seconds` at most; returns how many items. `told`: called with (month, items so far)."""
    until = time.monotonic() + seconds if seconds is not None else None
    written = 0
    for month in _months():
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
        search_put(
            [(month, item_id, search_words(title, text)) for month, item_id, title, text in rows], version=version
        )
    return len(rows), rows[-1][1] if len(rows) == BATCH else 0


def _months() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(MONTHS)
        return [month for (month,) in cursor.fetchall()]
