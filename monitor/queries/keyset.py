"""Pages by the last row seen: (time, number), newest first. What comes in meanwhile neither repeats nor hides a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from monitor.queries.together import Reading, read_alone

Row = TypeVar("Row", bound=Model)
Key = tuple[datetime, int]


def keyset_page(found: QuerySet[Row], *, time: str, after: Key | None, limit: int) -> tuple[list[Row], Key | None]:
    """(at most `limit` rows after this key, the key of the next page or None). `time` names the column; one query."""
    return read_alone(keyset_reading(found, time=time, after=after, limit=limit))


def keyset_reading(
    found: QuerySet[Row], *, time: str, after: Key | None, limit: int, ids_first: Q | None = None
) -> Reading[tuple[list[Row], Key | None]]:
    """The same; one round. `ids_first`: as `keyset_rows`."""
    (rows,) = yield [keyset_rows(found, time=time, after=after, limit=limit, ids_first=ids_first)]
    return keyset_end(rows, time=time, limit=limit)


def keyset_rows(
    found: QuerySet[Row], *, time: str, after: Key | None, limit: int, ids_first: Q | None = None
) -> QuerySet[Row]:
    """A page and one row more, which says that there is another. `ids_first`: find which rows in an index that holds all that
    decides, then read these rows alone, of which this is known."""
    if after is not None:
        at, number = after
        found = found.filter(
            Q(**{f"{time}__lt": at}) | Q(id__lt=number), **{f"{time}__lte": at}
        )  # an index uses the latter
    wanted = found.order_by(f"-{time}", "-id")[: limit + 1]
    if ids_first is not None:
        every = found.model._default_manager.filter(ids_first, id__in=wanted.values("id"))
        wanted = every.defer(*found.query.deferred_loading[0]).order_by(f"-{time}", "-id")
    return wanted


def keyset_end(rows: list[Row], *, time: str, limit: int) -> tuple[list[Row], Key | None]:
    """(the page, the key of the next one or None), of `keyset_rows`."""
    if len(rows) <= limit:
        return rows, None
    last: Any = rows[limit - 1]
    return rows[:limit], (getattr(last, time), last.id)
