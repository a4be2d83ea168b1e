"""Pages by the last row seen: (time, number), newest first. What comes in meanwhile neither repeats nor hides a row."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
Key = tuple[datetime, int]


def keyset_page(found: QuerySet[Row], *, time: str, after: Key | None, limit: int) -> tuple[list[Row], Key | None]:
    """(at most `limit` rows after this key, the key of the next page or None). `time` names the column; one query."""
    if after is not None:
        found = found.filter(Q(**{f"{time}__lt": after[0]}) | Q(**{time: after[0], "pk__lt": after[1]}))
    rows = list(found.order_by(f"-{time}", "-pk")[: limit + 1])
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    return rows[:limit], (getattr(last, time), last.pk)
