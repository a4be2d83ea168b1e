"""A member makes a token for themself; the member, or an admin, revokes it. Each is an audit entry without the secret."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from monitor.errors import TingchaoError
from monitor.models import ApiFeed, ApiScope, ApiToken, User, audit_record
from monitor.text.mask import mask

LONGEST = timedelta(days=366)
MOST = 20  # good ones of one member
BEARER, FEED = "tct_", "tcf_"  # so that a secret scanner, and a person, knows one when it lies about
SHOWN = 12  # of the secret, prefix included; the rest has more than 190 bits


class TokenError(TingchaoError):
    """The token cannot be made. Labels: token_name, token_scopes, token_expiry, token_many."""

    label = "token_scopes"
    permanent = True


@transaction.atomic
def token_make(
    *, user: User, name: str, scopes: Iterable[str] = (), feed: str = "", expires_at: datetime, now: datetime
) -> tuple[ApiToken, str]:
    """(the token, its secret: shown now or never). Either `scopes` or a `feed`; whoever calls has checked the member's role."""
    wanted = sorted(set(scopes))
    known = set(ApiScope.values)
    if bool(wanted) == bool(feed) or not known.issuperset(wanted) or (feed and not feed_known(feed)):
        raise TokenError
    name = mask(name.strip()[:60])[0]
    if not name:
        raise TokenError(label="token_name")
    if not now < expires_at <= now + LONGEST:
        raise TokenError(label="token_expiry")
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.filter(user=user, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise TokenError(label="token_many")
    secret = (FEED if feed else BEARER) + secrets.token_urlsafe(30)
    token = ApiToken.objects.create(
        user=user,
        name=name[:60],
        feed=feed,
        scopes=wanted,
        prefix=secret[:SHOWN],
        digest=token_digest(secret),
        created_at=now,
        expires_at=expires_at,
    )
    detail = {"name": token.name, "prefix": token.prefix, "expires_at": expires_at.isoformat()}
    detail |= {"feed": feed} if feed else {"scopes": wanted}  # type: ignore[dict-item]
    audit_record(actor=user, action="token_create", target=f"token:{token.pk}", detail=detail)
    return token, secret


@transaction.atomic
def token_revoke(*, token: ApiToken, by: User, now: datetime) -> bool:
    """It opens nothing from now on; False when it was revoked before."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        return False
    detail = {"prefix": token.prefix, "of": token.user.username}
    audit_record(actor=by, action="token_revoke", target=f"token:{token.pk}", detail=detail)
    return True


def token_digest(secret: str) -> str:
    """SHA-256: enough for a secret of 240 random bits, and one indexed look-up finds it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_known(feed: str) -> bool:
    """One of the feeds, or the feed of a saved search (`search-12`)."""
    return feed in ApiFeed.values or (feed.startswith("search-") and feed[7:].isascii() and feed[7:].isdigit())
