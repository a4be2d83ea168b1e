"""Pages by the last row seen: what comes in meanwhile shifts nothing. A cursor is the row's time in microseconds and its number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def cursor_make(at: datetime, row: int) -> str:
    """`1764133200123456.987`."""
    return f"{(at - EPOCH) // MICROSECOND}.{row}"


def cursor_read(cursor: str | None) -> tuple[datetime, int] | None:
    """(time, number) of the last row seen; the pattern of the parameter has been checked."""
    if not cursor:
        return None
    at, _dot, row = cursor.partition(".")
    return EPOCH + int(at) * MICROSECOND, int(row)


def link_next(request: HttpRequest, response: HttpResponse, cursor: str | None) -> str | None:
    """Also say where the next page is in the header (RFC 8288); returns the cursor as it was."""
    if cursor:
        query = request.GET.copy()
        query["after"] = cursor
        response["Link"] = f'<{settings.BASE_URL}{request.path}?{query.urlencode()}>; rel="next"'
    return cursor
