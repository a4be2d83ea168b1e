"""What WebSub hubs say to us: whether we meant it, that they refuse, and pushes. push_jobs.py is the other way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from monitor.feeds.push import again_after, challenge_ok, lease_of, pushed_due, renew_at, signature_fits
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import PushEnding, PushState, PushSubscription, Source

ANSWERS_WITHIN = timedelta(days=1)  # a hub verifies at once or within minutes; later it is not what we asked for


@transaction.atomic
def push_verify(*, key: str, mode: str, topic: str, challenge: str, lease: str, now: datetime) -> str | None:
    """The hub asks whether we meant it: what to answer, None to refuse. `denied` is noted and answered with ''."""
    if mode == "denied":
        return "" if _denied(key, topic, now) else None
    if not challenge_ok(challenge):
        return None
    if mode == "unsubscribe":
        meant = PushEnding.objects.filter(key=key, topic=topic, tries__gt=0).update(next_at=F("until"))
    else:
        meant = mode == "subscribe" and _verified(key, topic, lease, now)
    return challenge if meant else None


def _verified(key: str, topic: str, lease: str, now: datetime) -> bool:
    row = PushSubscription.objects.select_for_update().filter(key=key, topic=topic).first()
    if row is None or row.asked_at is None or now - row.asked_at > ANSWERS_WITHIN or row.state == PushState.REFUSED:
        return False
    granted = lease_of(lease)
    row.state, row.error, row.tries = PushState.ACTIVE, "", 0
    row.verified_at, row.lease_until, row.next_at = now, now + granted, renew_at(now, granted)
    row.save(update_fields=["state", "error", "tries", "verified_at", "lease_until", "next_at"])
    notice_publish_on_commit({"sources": [row.source_id]})
    return True


def _denied(key: str, topic: str, now: datetime) -> bool:
    """A hub may refuse at any time, be it after it had agreed (section 5.2). What it gives as its reason is not kept."""
    row = PushSubscription.objects.select_for_update().filter(key=key, topic=topic).exclude(asked_at=None).first()
    if row is None:
        return False
    row.state, row.error, row.lease_until, row.next_at = PushState.REFUSED, "denied", None, now + again_after(99)
    row.save(update_fields=["state", "error", "lease_until", "next_at"])
    notice_publish_on_commit({"sources": [row.source_id]})
    return True


def push_receive(*, key: str, body: Iterable[bytes], signature: str, now: datetime) -> bool | None:
    """A push: True when it made its source due at once, False when not, None when nobody knows the key (one query).

    The body is read for its signature only.
    """
    row = PushSubscription.objects.filter(key=key).only("secret", "source_id").first()
    if row is None:
        return None
    if not signature_fits(row.secret, body, signature):
        PushSubscription.objects.filter(pk=row.pk).update(ignored=F("ignored") + 1)
        return False
    return _pushed(row, now)


@transaction.atomic
def _pushed(row: PushSubscription, now: datetime) -> bool:
    """No second time for a source that is due already: twenty pushes wake the fetcher once."""
    PushSubscription.objects.filter(pk=row.pk).update(last_push_at=now, pushes=F("pushes") + 1)
    source = Source.objects.select_for_update(of=("self",)).filter(pk=row.source_id, enabled=True).first()
    if source is None or source.next_check_at is None:
        return False
    due = pushed_due(
        now=now,
        planned=source.next_check_at,
        checked=source.last_checked_at,
        polling=source.claimed_until is not None and source.claimed_until > now,
        failures=source.failures,
        label=source.error_label,
    )
    if due == source.next_check_at:
        return False
    Source.objects.filter(pk=source.pk).update(next_check_at=due)
    return due <= now
