"""Whose a browser is: the row of its session, the member and the member's units, in one statement. Every page begins with it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from monitor.models import MemberSession, Unit, User
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading


def session_reading(key: str, *, now: datetime) -> Reading[MemberSession | None]:
    """The session of this key that has not ended, with its `user`, whose `units` are read too; None when there is none."""
    rows, units = yield [shaped(_session, key=key, now=now), shaped(_units, key=key)]
    found: MemberSession | None = rows[0] if rows else None
    if found is not None and found.user is not None:
        _give(found.user, units)
    return found


def _session(*, key: str, now: datetime) -> QuerySet[MemberSession]:
    return MemberSession.objects.filter(session_key=key, expire_date__gt=now).select_related("user")


def _units(*, key: str) -> QuerySet[Unit]:
    return Unit.objects.filter(members__sessions__session_key=key)


def _give(user: User, units: list[Unit]) -> None:
    """As `prefetch_related` would."""
    own = user.units.get_queryset()
    own._result_cache, own._prefetch_done = units, True  # type: ignore[attr-defined]
    user._prefetched_objects_cache = {"units": own}  # type: ignore[attr-defined]
