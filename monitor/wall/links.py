"""Links for screens: made, revoked, looked up. The secret is 256 random bits and is kept as its SHA-256 digest only."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from monitor.errors import TingchaoError
from monitor.models import SCENES, Unit, User, WallSettings, WallToken, audit_record

LONGEST = timedelta(days=366)
SEEN_EVERY = timedelta(minutes=1)
INTERVALS = range(5, 301)


class WallError(TingchaoError):
    """What was asked for makes no sense. Labels: wall_scenes, wall_expiry, wall_interval."""

    label = "wall_scenes"
    permanent = True


def digest_of(secret: str) -> str:
    """As it is stored: the secret is random and long, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def wall_link_add(
    *, name: str, scenes: Sequence[str], area: str, unit: Unit | None, expires_at: datetime, by: User, now: datetime
) -> tuple[WallToken, str]:
    """(the row, its secret, which nobody can read again). Raises WallError."""
    if not now < expires_at <= now + LONGEST:
        raise WallError(label="wall_expiry")
    secret = secrets.token_urlsafe(32)
    row = WallToken.objects.create(
        name=name.strip(),
        digest=digest_of(secret),
        scenes=scenes_checked(scenes),
        area=area,
        unit=unit,
        expires_at=expires_at,
        made_at=now,
        made_by=by,
    )
    detail = {"scenes": row.scenes, "area": area, "unit": row.unit_id, "expires_at": expires_at.isoformat()}
    audit_record(actor=by, action="wall_link_add", target=f"wall_link:{row.pk}", detail=detail)
    return row, secret


@transaction.atomic
def wall_link_revoke(*, pk: int, by: User, now: datetime) -> bool:
    """End a link at once; False when there is none, or it was ended before."""
    changed = WallToken.objects.filter(pk=pk, revoked_at=None).update(revoked_at=now)
    if changed:
        audit_record(actor=by, action="wall_link_revoke", target=f"wall_link:{pk}")
    return bool(changed)


def wall_link_find(*, secret: str) -> WallToken | None:
    """The link of this secret, whether or not it still opens anything."""
    return WallToken.objects.filter(digest=digest_of(secret)).first()


def wall_link_seen(*, row: WallToken, now: datetime) -> None:
    """A screen asked with this link: noted at most once a minute."""
    late = Q(last_seen_at=None) | Q(last_seen_at__lt=now - SEEN_EVERY)
    if row.last_seen_at is None or row.last_seen_at < now - SEEN_EVERY:
        WallToken.objects.filter(late, pk=row.pk).update(last_seen_at=now)


@transaction.atomic
def wall_settings_save(*, scenes: Sequence[str], interval_s: int, compare_h: int, theme: str, by: User) -> WallSettings:
    """How the wall is shown when its address does not say otherwise. Raises WallError."""
    if interval_s not in INTERVALS:
        raise WallError(label="wall_interval")
    wanted = {
        "scenes": scenes_checked(scenes),
        "interval_s": interval_s,
        "compare_h": 24 if compare_h == 24 else 1,
        "theme": "light" if theme == "light" else "dark",
    }
    row, _made = WallSettings.objects.update_or_create(id=1, defaults=wanted)
    audit_record(actor=by, action="wall_settings", target="wall", detail=wanted)
    return row


def scenes_checked(scenes: Sequence[str]) -> list[str]:
    """Those that exist, each once, in the order given. Raises WallError when none is left."""
    found = [name for name in dict.fromkeys(scenes) if name in SCENES]
    if not found:
        raise WallError(label="wall_scenes")
    return found
