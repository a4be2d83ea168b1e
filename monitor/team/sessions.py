"""The browsers of a member that are signed in: listed, and ended one by one or all at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.db import transaction

from monitor.models import MemberSession, User, audit_record


@dataclass(frozen=True, slots=True)
class Signed:
    """One browser. `mark` names it on pages, since the key itself would open it."""

    mark: str
    client: str
    address: str | None
    started_at: datetime | None
    seen_at: datetime | None
    ends_at: datetime
    current: bool


def sessions_of(user: User, *, now: datetime, current: str | None = None) -> list[Signed]:
    """All that stand, this browser first, then the last used."""
    rows = MemberSession.objects.filter(user=user, expire_date__gt=now).order_by("-seen_at")
    found = [
        Signed(
            session_mark(row.session_key),
            row.client,
            row.address,
            row.started_at,
            row.seen_at,
            row.expire_date,
            row.session_key == current,
        )
        for row in rows
    ]
    return sorted(found, key=lambda signed: not signed.current)


def session_mark(key: str) -> str:
    """A name for a session that does not give its key away."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@transaction.atomic
def session_end(*, user: User, mark: str) -> bool:
    """End this one of the member's; False when it is gone already."""
    for row in MemberSession.objects.filter(user=user):
        if session_mark(row.session_key) == mark:
            row.delete()
            audit_record(actor=user, action="session_end", target=f"user:{user.pk}")
            return True
    return False


def sessions_end(*, user: User, keep: str | None = None) -> int:
    """End all of a member's, but the one with the key `keep`; how many. Their next request, and an open stream within
    45 seconds (dashboards.views.live), finds itself signed out."""
    found = MemberSession.objects.filter(user=user)
    if keep:
        found = found.exclude(session_key=keep)
    return found.delete()[0]


@transaction.atomic
def sessions_end_everywhere(*, user: User, by: User) -> int:
    """Sign out everywhere, this browser included; audited."""
    n = sessions_end(user=user)
    audit_record(actor=by, action="sessions_end", target=f"user:{user.pk}", detail={"sessions": n})
    return n


def sessions_prune(now: datetime) -> int:
    """Delete what has ended, and failed sign-ins of more than a day ago; how many sessions."""
    AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=1)).delete()
    return MemberSession.objects.filter(expire_date__lte=now).delete()[0]
