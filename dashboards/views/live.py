"""`/live/`: the event stream of a page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import translation

from dashboards.access import Sight, may, member, needs, sight_of
from dashboards.filters import Filters
from dashboards.fragments import View
from dashboards.live import Hub, event, hub
from monitor.lib.clock import parse_time, utc_now
from monitor.models import Role

BEAT_S = 15.0


@needs()
async def live(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events for the filters of the address: `mode`, `fragments`, a `beat` every 15 s, `end`."""
    found = hub()
    if found.stopping:
        return HttpResponse(status=503)
    sight = await sync_to_async(sight_of)(member(request))
    view = View(Filters.of(request.GET), sight, translation.get_language() or "zh-hans")
    response = StreamingHttpResponse(
        _events(request, found, view, _time(request.GET.get("since", ""))), content_type="text/event-stream"
    )
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _events(request: HttpRequest, found: Hub, view: View, since: datetime | None) -> AsyncIterator[str]:
    stream = await found.join(view, since)
    try:
        yield "retry: 3000\n\n"
        while not stream.closed:
            try:
                await asyncio.wait_for(stream.wake.wait(), BEAT_S)
            except TimeoutError:
                if not await sync_to_async(_still_welcome)(request, view.sight):
                    yield event("end", "session")
                    return
                yield event("beat", utc_now().isoformat())
                continue
            for text in stream.take():
                yield text
        yield event("end", "server")
    finally:
        found.leave(stream)


def _still_welcome(request: HttpRequest, sight: Sight) -> bool:
    """The session still stands, and its member still may see what this stream shows."""
    session = type(request.session)(request.session.session_key)
    if not session.session_key or not session.exists(session.session_key):
        return False
    fresh = HttpRequest()
    fresh.session = session
    user = get_user(fresh)
    return may(user, Role.VIEWER) and sight_of(user) == sight  # type: ignore[arg-type]


def _time(raw: str) -> datetime | None:
    try:
        return parse_time(raw.replace(" ", "+")) if raw else None
    except ValueError:
        return None
