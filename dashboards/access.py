"""Who may what, in one place: roles include those before them; every view says what it needs.

`needs(Role.LEAD)` guards a view (sync or async); `public` marks the few that need no login. A test walks every URL and
fails on a view that says neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from monitor.models import ApiScope, ApiToken, Role, User

View = TypeVar("View", bound=Callable[..., Any])
ORDER = (Role.VIEWER, Role.REPORTER, Role.MONITOR, Role.LEAD, Role.ADMIN)


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
    units = tuple(user.units.order_by("id").values_list("id", flat=True))
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


def needs(role: Role = Role.VIEWER) -> Callable[[View], View]:
    """Guard a view: anonymous users go to the login page, members without the role get 403."""

    def decorate(view: View) -> View:
        if iscoroutinefunction(view):

            @wraps(view)
            async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
                request.user = await request.auser()
                return _refusal(request, role) or await view(request, *args, **kwargs)

            guarded: Any = guarded_async
        else:

            @wraps(view)
            def guarded_sync(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
                return _refusal(request, role) or view(request, *args, **kwargs)

            guarded = guarded_sync
        guarded.required_role = role
        return cast(View, guarded)

    return decorate


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


def _refusal(request: HttpRequest, role: Role) -> HttpResponse | None:
    if may(request.user, role):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    if request.headers.get("HX-Request"):  # a fragment must not be replaced by the login form
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("login")})
    if "text/event-stream" in request.headers.get("Accept", ""):
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())
