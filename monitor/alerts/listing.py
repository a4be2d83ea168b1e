"""Channels and recipients as an admin lists them: checked, audited by the names of the fields, never by their values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from django.db import IntegrityError, transaction

from monitor.alerts.hook_events import hook_start
from monitor.alerts.route import LISTABLE
from monitor.errors import TingchaoError
from monitor.lib.clock import utc_now
from monitor.models import Channel, ChannelKind, Delivery, Recipient, User, audit_record

KEY = re.compile(r"[A-Za-z0-9_-]{8,200}")
PASTED = {ChannelKind.WECOM: "key", ChannelKind.DINGTALK: "access_token"}
ROBOTS = (ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU)


class ListingError(TingchaoError):
    """Labels: name_known, token_missing, token_shape, base_url, address, recipient_known, recipient_role."""

    label = "listing"
    permanent = True


@dataclass(frozen=True, slots=True)
class ChannelValues:
    """What an admin entered. An empty `token` or `secret` keeps the stored one; `drop_secret` removes it."""

    name: str
    token: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    drop_secret: bool = False
    base_url: str = ""
    keyword: str = ""
    language: str = "zh-hans"
    min_level: int = 2
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    enabled: bool = True


@transaction.atomic
def channel_save(*, channel: Channel | None, kind: str, values: ChannelValues, by: User) -> Channel:
    """Add or change a channel. Raises ListingError."""
    row = channel or Channel(kind=kind, listed_by=by)
    token = token_of(row.kind, values.token) if values.token.strip() else row.token
    if not token:
        raise ListingError(label="token_missing")
    wanted: dict[str, object] = {
        "name": values.name.strip(),
        "token": token,
        "secret": "" if values.drop_secret else values.secret.strip() or row.secret,
        "base_url": _base(values.base_url),
        "keyword": values.keyword.strip(),
        "language": values.language,
        "min_level": values.min_level,
        "areas": list(values.areas),
        "kinds": list(values.kinds),
        "events": list(values.events) if row.kind == ChannelKind.WEBHOOK else [],
        "enabled": values.enabled,
    }
    changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    if not (row.events and row.enabled):
        row.hooked_at = hook_start(utc_now())
    for name, value in wanted.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ListingError(label="name_known") from error
    detail = {"kind": row.kind, "changed": changed}
    audit_record(
        actor=by, action="channel_edit" if channel else "channel_add", target=f"channel:{row.pk}", detail=detail
    )
    return row


@transaction.atomic
def channel_retire(*, channel: Channel, by: User, now: datetime) -> None:
    """Off for good, its secrets forgotten; what was sent through it stays in the records."""
    name = f"{channel.name[:40]} #{channel.pk}"  # the name is free again
    Channel.objects.filter(pk=channel.pk).update(enabled=False, retired_at=now, token="", secret="", name=name)
    waiting = Delivery.objects.filter(group=channel, status=Delivery.Status.PENDING)
    waiting.update(status=Delivery.Status.DEAD, error_label="channel_off", next_try_at=None)
    audit_record(actor=by, action="channel_retire", target=f"channel:{channel.pk}", detail={"kind": channel.kind})


def token_of(kind: str, pasted: str) -> str:
    """The robot's key out of the address that was pasted, or as it is; a webhook's or Apprise's whole address."""
    pasted = pasted.strip()
    if kind == ChannelKind.APPRISE:
        return pasted
    if kind == ChannelKind.WEBHOOK:
        if not _http(pasted):
            raise ListingError(label="address")
        return pasted
    if "://" in pasted:
        parts = urlsplit(pasted)
        name = PASTED.get(ChannelKind(kind))
        pasted = parse_qs(parts.query).get(name, [""])[0] if name else parts.path.rstrip("/").rpartition("/")[2]
    if not KEY.fullmatch(pasted):
        raise ListingError(label="token_shape")
    return pasted


@transaction.atomic
def recipient_add(*, user: User, channel: str, address: str, min_level: int, by: User) -> Recipient:
    """List a member. Raises ListingError."""
    if user.role not in LISTABLE:
        raise ListingError(label="recipient_role")
    try:
        with transaction.atomic():
            row = Recipient.objects.create(
                user=user, channel=channel, address=address, min_level=min_level, listed_by=by
            )
    except IntegrityError as error:
        raise ListingError(label="recipient_known") from error
    detail = {"member": user.username, "channel": channel, "min_level": min_level}
    audit_record(actor=by, action="recipient_add", target=f"recipient:{row.pk}", detail=detail)
    return row


@transaction.atomic
def recipient_change(*, recipient: Recipient, min_level: int, enabled: bool, by: User) -> None:
    """From which level on, and whether at all."""
    recipient.min_level, recipient.enabled = min_level, enabled
    recipient.save(update_fields=["min_level", "enabled"])
    detail = {"member": recipient.user.username, "min_level": min_level, "enabled": enabled}
    audit_record(actor=by, action="recipient_edit", target=f"recipient:{recipient.pk}", detail=detail)


def _base(raw: str) -> str:
    raw = raw.strip().rstrip("/")
    if raw and (not _http(raw) or urlsplit(raw).query or urlsplit(raw).fragment):
        raise ListingError(label="base_url")
    return raw


def _http(raw: str) -> bool:
    try:
        parts = urlsplit(raw)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        return False
