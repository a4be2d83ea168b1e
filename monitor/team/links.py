"""One-time links by which a member sets a password. An admin makes one and hands it over; no mail server is needed.

The row holds a digest only. A new link takes the place of the old one; a link ends after LINK_HOURS, when it was used, when the
member is disabled.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from monitor.models import User, audit_record
from monitor.team.sessions import sessions_end

LINK_HOURS = 24


@transaction.atomic
def link_make(*, user: User, by: User, now: datetime) -> str:
    """The token of a fresh link; it is shown once and cannot be read again."""
    token = secrets.token_urlsafe(32)
    user.link_digest, user.link_until = _digest(token), now + timedelta(hours=LINK_HOURS)
    user.save(update_fields=["link_digest", "link_until"])
    audit_record(actor=by, action="password_link", target=f"user:{user.pk}", detail={"hours": LINK_HOURS})
    return token


def link_member(token: str, *, now: datetime) -> User | None:
    """Whose link this is; None when it is used, replaced, too old, or its member is disabled."""
    return User.objects.filter(link_digest=_digest(token), link_until__gt=now, is_active=True).first()


@transaction.atomic
def link_use(*, token: str, password: str, now: datetime) -> User | None:
    """Set the password and end the link and all sessions of the member; None as in `link_member`."""
    user = (
        User.objects.select_for_update().filter(link_digest=_digest(token), link_until__gt=now, is_active=True).first()
    )
    if user is None:
        return None
    user.set_password(password)
    user.link_digest, user.link_until = "", None
    user.save(update_fields=["password", "link_digest", "link_until"])
    audit_record(actor=user, action="password_set", target=f"user:{user.pk}", detail={"way": "link"})
    sessions_end(user=user)
    return user


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
