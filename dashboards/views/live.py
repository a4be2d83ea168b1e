"""`/live/`: the event stream of a page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.utils import translation

from dashboards.access import Sight, may, member, needs, sight_of
from dashboards.filters import Filters, numbers
from dashboards.fragments import View
from dashboards.live import Stream, event, hub, stopping
from dashboards.who import member_of
from monitor.lib.clock import parse_time, utc_now
from monitor.models import Role

BEAT_S = 15.0
CHECK_S = 30.0  # and a beat, until a page is told that its session has ended
MOST_VIEWS = 20


@needs()
def live(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: `mode`, a `beat` when nothing else came for 15 s, `end`; and what changed on the page.

    Where a member, or this process, has as many streams as it may, there is an `end` that says so and nothing else.

    For the filters of the address (or of `topic`, the page of one), `fragments` ({name: HTML}). With `view`s in the address (each the query of a page; a browser's
    tabs share one connection), `view` ({"view": as given, "fragments": ...}) for each of them.
    """
    if stopping():
        return HttpResponse(status=503)
    sight = sight_of(member(request))
    language, raw = _language(request.GET.get("language", "")), request.GET.getlist("view")[:MOST_VIEWS]
    asked = {one: QueryDict(one) for one in raw} if raw else {"": request.GET}
    views = {name: _view(query, sight, language) for name, query in asked.items()}
    stream = Stream(views, named=bool(raw), member=member(request).pk)
    since = _time(request.GET.get("since", ""))
    response = StreamingHttpResponse(_events(request, stream, sight, since), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


def _view(query: QueryDict, sight: Sight, language: str) -> View:
    """Of a topic's page, which has no filters; else of the desk."""
    topic = next(iter(numbers([query.get("topic", "")])), 0)
    return View(Filters() if topic else Filters.of(query), sight, language, topic)


async def _events(
    request: HttpRequest, stream: Stream, sight: Sight, since: datetime | None
) -> AsyncIterator[str | bytes]:
    found, loop = hub(), asyncio.get_running_loop()
    checked = loop.time()
    if why := found.crowded(stream.member):  # here, where nothing comes between looking and joining
        yield event("end", why)
        return
    try:
        await found.join(
            stream, since
        )  # in here: whoever leaves while their first fragments are made has joined already
        yield "retry: 3000\n\n"
        while not stream.closed:
            quiet = await _quiet(stream)
            if loop.time() - checked >= CHECK_S:  # also while much happens: a session that ended must not go on reading
                if not await found.check(lambda: _asked(request, sight)):
                    yield event("end", "session")
                    return
                checked = loop.time()
            if quiet:
                yield event("beat", utc_now().isoformat())
            for piece in stream.take():
                yield piece
        yield event("end", "server")
    finally:
        found.leave(stream)


async def _quiet(stream: Stream) -> bool:
    """Wait for something to send; whether nothing came for the length of a beat."""
    try:
        await asyncio.wait_for(stream.wake.wait(), BEAT_S)
    except TimeoutError:
        return True
    return False


def _asked(request: HttpRequest, sight: Sight) -> bool:
    """The same; while the database does not answer, it cannot say no. The thread keeps its connection for the next one."""
    try:
        return _still_welcome(request, sight)
    except DatabaseError:
        connection.close()
        return True


def _still_welcome(request: HttpRequest, sight: Sight) -> bool:
    """The session still stands, and its member still may see what this stream shows."""
    fresh = HttpRequest()
    fresh.session = type(request.session)(request.session.session_key)
    user = member_of(fresh)
    return may(user, Role.VIEWER) and sight_of(user) == sight  # type: ignore[arg-type]


def _language(asked: str) -> str:
    """That of the page: a worker's request need not name the languages that the page's did."""
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language() or "zh-hans"


def _time(raw: str) -> datetime | None:
    try:
        return parse_time(raw.replace(" ", "+")) if raw else None
    except ValueError:
        return None
