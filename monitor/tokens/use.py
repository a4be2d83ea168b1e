"""A secret comes in: whose is it, and is it good?"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from monitor.models import ApiToken
from monitor.tokens.make import BEARER, FEED, token_digest

TOUCH = timedelta(minutes=1)


def token_find(secret: str, *, feed: str = "", now: datetime) -> ApiToken | None:
    """The good token of an active member, or None. A feed's token opens that feed only, a bearer token no feed. One query."""
    if not secret.startswith(FEED if feed else BEARER) or len(secret) > 100:
        return None
    rows = ApiToken.objects.select_related("user").filter(digest=token_digest(secret), feed=feed)
    return rows.filter(revoked_at=None, expires_at__gt=now, user__is_active=True).first()


def token_touch(token: ApiToken, *, now: datetime) -> None:
    """Remember that it was used, at most once a minute."""
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - TOUCH)
    if token.last_used_at is None or token.last_used_at < now - TOUCH:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
