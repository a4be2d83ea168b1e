"""The wall: a page for a screen across the room, its state, and the same for a screen that nobody signs in at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dashboards.access import Sight, may, member, needs, public, sight_of
from dashboards.wall_guard import HEADER, TooManyError, screen_of
from dashboards.wall_state import build, state_at, state_now
from dashboards.wall_view import WallView, replay_span
from monitor.lib.clock import parse_time, utc_now
from monitor.models import Role, audit_record


@require_GET
@needs(Role.VIEWER)
def wall(request: HttpRequest) -> HttpResponse:
    """`/wall/` for members; `?replay=2026-W47` for leads."""
    user = member(request)
    view = WallView.of(request.GET, sight_of(user))
    if request.GET.get("replay"):
        if not may(user, Role.LEAD):
            raise PermissionDenied
        return _replay(request, view)
    audit_record(actor=user, action="wall_open", target="wall", detail=view.filters.pairs())
    return _page(request, view, {"state": reverse("wall_state") + view.query})


@require_GET
@never_cache
@public
def wall_open(request: HttpRequest) -> HttpResponse:
    """The empty page for a screen: what it shows comes with the secret behind `#` of its address, or not at all."""
    view = WallView.of(request.GET, Sight(Role.VIEWER))
    query = request.GET.copy()
    query["language"] = view.language
    response = _page(request, view, {"state": f"{reverse('wall_state')}?{query.urlencode()}", "screen": True})
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@public
def wall_state(request: HttpRequest) -> HttpResponse:
    """JSON for a member or a screen; 304 while nothing has changed, 401 for anybody else, 429 for who guesses."""
    now = utc_now().replace(microsecond=0)
    if HEADER in request.headers:
        try:
            screen = screen_of(request, now=now)
        except TooManyError:
            return _plain(429, {"Retry-After": "900"})
        if screen is None:
            return _plain(401)
        view = WallView.of(request.GET, Sight(Role.VIEWER)).narrowed(screen)
    elif may(request.user, Role.VIEWER):
        user = member(request)
        view = WallView.of(request.GET, sight_of(user))
        if view.replay and not may(user, Role.LEAD):
            raise PermissionDenied
    else:
        return _plain(401)
    return _replayed(request, view, now) if view.replay else _present(request, view, now)


def _present(request: HttpRequest, view: WallView, now: datetime) -> HttpResponse:
    tag, body = state_now(view, now=now, ahead=isinstance(request, ASGIRequest))
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponseNotModified() if same else HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    return _private(response)


def _replayed(request: HttpRequest, view: WallView, now: datetime) -> HttpResponse:
    """The state at the whole hour `at`, which must lie in the week."""
    span = replay_span(view.replay, now)
    try:
        at = parse_time(request.GET.get("at", ""))
    except ValueError:
        return _plain(400)
    if span is None or not span[0] <= at <= span[1] or at != at.replace(minute=0, second=0, microsecond=0):
        return _plain(400)
    _tag, body = state_at(view, now=at)
    return _private(HttpResponse(body, content_type="application/json"))


def _replay(request: HttpRequest, view: WallView) -> HttpResponse:
    """A week that was: every simulated hour takes its share of the ten minutes."""
    span = replay_span(view.replay, utc_now())
    if span is None:
        return render(request, "wall/no_week.html", {"week": request.GET["replay"]}, status=404)
    audit_record(actor=member(request), action="wall_replay", target=f"week:{view.replay}", detail=view.filters.pairs())
    tick_ms = round(view.minutes * 60_000 / (7 * 24))
    replay = {"from": span[0].isoformat(), "to": span[1].isoformat(), "tick_ms": tick_ms}
    return _page(request, view, {"state": reverse("wall_state") + view.query, "replay": replay})


def _page(request: HttpRequest, view: WallView, more: dict[str, Any]) -> HttpResponse:
    with translation.override(view.language):
        context = {"view": view, "theme": view.theme, "build": build(), "may_lead": may(request.user, Role.LEAD)}
        context["may_admin"] = may(request.user, Role.ADMIN)
        return render(request, "wall/wall.html", context | more)


def _plain(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return _private(HttpResponse(status=status, headers=headers))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, [HEADER])
    return response
