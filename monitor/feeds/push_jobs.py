"""WebSub subscriptions as rows: made for sources that name a hub, asked for, verified, renewed, and pushes taken.

A hub that stays silent costs nothing: sources are polled in their own rhythm with or without it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from monitor.errors import FetchError
from monitor.feeds.hosts import host_of
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.push import LEASE, again_after, challenge_ok, key_new, lease_of, renew_at, secret_new, signature_fits
from monitor.feeds.wire import Answer, Wire
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Asked, Fetch, PushState, PushSubscription, Source

CLAIM_LEASE = timedelta(minutes=2)
ANSWERS_WITHIN = timedelta(days=1)  # a hub verifies at once or within minutes; later it is not what we asked for
GAP = timedelta(seconds=10)  # a flood of pushes polls a source no more often than this
MAX_ANSWER = 20_000
CLAIM = """
UPDATE monitor_pushsubscription SET claimed_until = %s, asked_at = %s, tries = tries + 1, next_at = %s,
    state = CASE WHEN state = 'active' AND lease_until > %s THEN 'active' ELSE 'asked' END
WHERE id IN (
    SELECT id FROM monitor_pushsubscription WHERE next_at <= %s AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT %s
) RETURNING id
"""


def push_subscribe_due(*, now: datetime, limit: int = 20) -> int:
    """Make the rows fit the sources, ask hubs where it is time; how many were asked. Does nothing without PUSH_URL."""
    push_sync(now=now)
    if not settings.PUSH_URL:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + CLAIM_LEASE, now, now + again_after(1), now, now, now, limit])
        ids = [row[0] for row in cursor.fetchall()]
    if ids:
        push_ask(list(PushSubscription.objects.select_related("source").filter(pk__in=ids)), now=now)
    return len(ids)


@transaction.atomic
def push_sync(*, now: datetime) -> None:
    """A row for each enabled source that names a hub, begun anew when the hub or the feed's address changed; no other."""
    wanted = Source.objects.filter(enabled=True).exclude(hub_url="")
    if not settings.PUSH_URL:
        wanted = wanted.none()
    PushSubscription.objects.exclude(source__in=wanted).delete()
    changed = ~Q(source__hub_url=F("hub")) | ~Q(source__hub_topic=F("topic"))
    PushSubscription.objects.filter(changed).delete()
    PushSubscription.objects.bulk_create(
        [
            PushSubscription(
                source=source,
                hub=source.hub_url,
                topic=source.hub_topic,
                key=key_new(),
                secret=secret_new(),
                next_at=now,
            )
            for source in wanted.filter(push=None)
        ],
        ignore_conflicts=True,
    )


def push_ask(rows: Sequence[PushSubscription], *, now: datetime) -> None:
    """Send the requests and note what came of them; a subscription becomes active by the hub's question, not by its answer."""
    for row, (answer, error, took) in zip(rows, asyncio.run(_asked(rows)), strict=True):
        status = answer.status if answer else None
        accepted = status is not None and 200 <= status < 300
        label = error or ("ok" if accepted else f"http_{status // 100}xx" if status else "bad_response")
        with transaction.atomic():
            wait = {} if accepted else {"next_at": now + again_after(row.tries)}
            PushSubscription.objects.filter(pk=row.pk).update(
                claimed_until=None, error="" if accepted else f"HTTP {status}" if status else label, **wait
            )
            Fetch.objects.create(
                source=row.source,
                at=now,
                what=Asked.PUSH,
                host=host_of(row.hub),
                url=row.hub,
                status=status,
                outcome=label,
                duration_ms=took,
            )
            notice_publish_on_commit({"sources": [row.source_id]})


async def _asked(rows: Sequence[PushSubscription]) -> list[tuple[Answer | None, str, int]]:
    wire = Wire(policy_from_settings())
    await wire.open()
    try:
        return list(await asyncio.gather(*(_ask(wire, row) for row in rows)))
    finally:
        await wire.close()


async def _ask(wire: Wire, row: PushSubscription) -> tuple[Answer | None, str, int]:
    form = {
        "hub.mode": "subscribe",
        "hub.topic": row.topic,
        "hub.callback": callback_url(row),
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
        "hub.secret": row.secret,
    }
    begun = time.monotonic()
    try:
        answer, label = await wire.post(row.hub, form, limit=MAX_ANSWER), ""
    except FetchError as error:
        answer, label = None, error.label
    return answer, label, int((time.monotonic() - begun) * 1000)


def callback_url(row: PushSubscription) -> str:
    """Where the hub reaches us."""
    return f"{settings.PUSH_URL}/push/{quote(row.key)}/"


@transaction.atomic
def push_verify(*, key: str, mode: str, topic: str, challenge: str, lease: str, now: datetime) -> str | None:
    """The hub asks whether we meant it: what to answer, None to refuse. `denied` is noted and answered with ''."""
    row = PushSubscription.objects.select_for_update().filter(key=key, topic=topic).first()
    if row is None or row.asked_at is None or now - row.asked_at > ANSWERS_WITHIN:
        return None
    if mode == "denied":
        row.state, row.error, row.next_at = PushState.REFUSED, "denied", now + again_after(99)
        row.save(update_fields=["state", "error", "next_at"])
        return ""
    if mode != "subscribe" or row.state == PushState.REFUSED or not challenge_ok(challenge):
        return None
    granted = lease_of(lease)
    row.state, row.error, row.tries = PushState.ACTIVE, "", 0
    row.verified_at, row.lease_until, row.next_at = now, now + granted, renew_at(now, granted)
    row.save(update_fields=["state", "error", "tries", "verified_at", "lease_until", "next_at"])
    notice_publish_on_commit({"sources": [row.source_id]})
    return challenge


@transaction.atomic
def push_receive(*, key: str, body: bytes, signature: str, now: datetime) -> bool | None:
    """A push: True when its source is due at once, False when it changes nothing, None when nobody knows the key.

    The body is read for its signature only.
    """
    row = PushSubscription.objects.filter(key=key).first()
    if row is None:
        return None
    if not signature_fits(row.secret, body, signature):
        return False
    PushSubscription.objects.filter(pk=row.pk).update(last_push_at=now, pushes=F("pushes") + 1)
    source = Source.objects.select_for_update(of=("self",)).get(pk=row.source_id)
    if not source.enabled or source.next_check_at is None:
        return False
    due = max(now, source.last_checked_at + GAP) if source.last_checked_at else now
    if source.next_check_at > due:
        Source.objects.filter(pk=source.pk).update(next_check_at=due)
    return due <= now
