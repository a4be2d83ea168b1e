"""Who may what, in one place: roles include those before them; every view says what it needs.

`needs(Role.LEAD)` guards a view; `public` marks the few that need no login. A test walks every URL and
fails on a view that says neither. The guard also keeps a session alive: what a person asked for counts as activity, what runs by
itself (`background=True`, the event stream, htmx polling with the header X-Background) does not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from dashboards.page_limits import limited
from dashboards.without_nul import form_without_nul
from monitor.lib.clock import utc_now
from monitor.models import ApiScope, ApiToken, Role, User
from monitor.team.factors import factor_set
from monitor.team.session_store import FACTOR, SEEN

View = TypeVar("View", bound=Callable[..., Any])
ORDER = (Role.VIEWER, Role.REPORTER, Role.MONITOR, Role.LEAD, Role.ADMIN)
SEEN_EVERY_S = 60  # a click writes the session at most so often


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the items a member sees: `units` None is everything, else what is tagged with one of them or none.

    As a condition on items or topics: `monitor.queries.scope.seen_by(sight.units)`.
    """

    role: str
    units: tuple[int, ...] | None = None


def may(user: Any, role: Role) -> bool:
    """Whether this user holds `role` or one that includes it; false for anonymous users."""
    return isinstance(user, User) and user.is_active and includes(user.role, role)


def includes(role: str, needed: Role) -> bool:
    """Whether this role is `needed` or one above it."""
    return ORDER.index(Role(role)) >= ORDER.index(needed)


def sight_of(user: User) -> Sight:
    """Viewers and reporters who belong to units see those units' items and untagged ones; everyone else sees all."""
    if may(user, Role.MONITOR):
        return Sight(user.role)
    prefetch_related_objects([user], "units")  # kept on the row of this request: asked once, dropped when they change
    units = tuple(sorted(unit.pk for unit in user.units.all()))
    return Sight(user.role, units or None)


def scopes_of(user: User) -> list[ApiScope]:
    """What this member may let a token do."""
    return [scope for scope in ApiScope if may(user, scope.role)]


def token_may(token: ApiToken, scope: ApiScope) -> bool:
    """Whether the token was made for this and its member still may: a role that was lowered counts at once."""
    return scope in token.scopes and may(token.user, scope.role)


def member(request: HttpRequest) -> User:
    """The signed-in member of a guarded view."""
    return cast(User, request.user)


def needs(role: Role = Role.VIEWER, *, background: bool = False, before_factor: bool = False) -> Callable[[View], View]:
    """Guard a view: anonymous users go to the login page, members without the role get 403.

    `background`: a page asks for it by itself, so it is no sign of a person. `before_factor`: open to a member who must
    set up a second factor first.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return _gate(request, role, background, before_factor) or view(request, *args, **kwargs)

        cast(Any, guarded).required_role = role
        return cast(View, guarded)

    return decorate


def factor_due(request: HttpRequest) -> bool:
    """Whether this member must set up a second factor before anything else."""
    if not factor_needed(member(request)) or request.session.get(FACTOR):
        return False
    if not factor_set(member(request)):
        return True
    request.session[FACTOR] = True
    return False


def factor_needed(user: User) -> bool:
    """Whether this member may not be without a second factor."""
    return settings.MFA_REQUIRED and may(user, Role.LEAD)


def public(view: View) -> View:
    """Mark a view that needs no login (login page, health of the process)."""
    cast(Any, view).required_role = None
    return view


def checks_itself(role: Role) -> Callable[[View], View]:
    """Mark a view that answers programs too and so refuses by itself: this role, by session or by token."""

    def mark(view: View) -> View:
        cast(Any, view).required_role = role
        return view

    return mark


def _gate(request: HttpRequest, role: Role, background: bool, before_factor: bool) -> HttpResponse | None:
    refused = _refusal(request, role)
    if refused is None and not before_factor and factor_due(request):
        refused = _elsewhere(request, HttpResponseRedirect(reverse("mfa_activate_totp")))
    if refused is None:
        refused = limited(request)
    if refused is None and not background and "X-Background" not in request.headers and not _is_stream(request):
        _seen(request)
    if refused is None:
        form_without_nul(request)
    return refused


def _refusal(request: HttpRequest, role: Role) -> HttpResponse | None:
    if may(request.user, role):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    return _elsewhere(request, redirect_to_login(request.get_full_path()))


def _elsewhere(request: HttpRequest, way: HttpResponseRedirect) -> HttpResponse:
    if request.headers.get("HX-Request"):  # a fragment must not be replaced by a form
        path = way.url.partition("?")[0]
        return HttpResponse(status=204, headers={"HX-Redirect": path})
    if _is_stream(request):
        return HttpResponse(status=401)
    return way


def _is_stream(request: HttpRequest) -> bool:
    return "text/event-stream" in request.headers.get("Accept", "")


def _seen(request: HttpRequest) -> None:
    now = int(utc_now().timestamp())
    if now - request.session.get(SEEN, 0) >= SEEN_EVERY_S:
        request.session[SEEN] = now
