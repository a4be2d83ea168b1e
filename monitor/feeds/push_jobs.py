"""WebSub subscriptions as rows: made for sources that name a hub, asked for, renewed, ended. push_callback.py is the other way.

A hub that stays silent costs nothing: sources are polled in their own rhythm with or without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q

from monitor.feeds.hosts import host_of
from monitor.feeds.policy import policy_from_settings
from monitor.feeds.push import again_after, key_new, secret_new
from monitor.feeds.push_ask import Heard, hubs_ask, subscribing, unsubscribing
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Asked, Fetch, PushEnding, PushState, PushSubscription, Source

CLAIM_LEASE = timedelta(minutes=5)
FAREWELL = timedelta(days=1)  # a hub that has not let go by then is told so by 410, or its lease runs out
MOST_FAREWELLS = 3
CLAIM = """
UPDATE monitor_pushsubscription SET claimed_until = %s, asked_at = %s, tries = LEAST(tries + 1, 1000), next_at = %s,
    state = CASE WHEN state = 'active' AND lease_until > %s THEN 'active' ELSE 'asked' END
WHERE id = ANY(ARRAY(
    SELECT id FROM monitor_pushsubscription WHERE next_at <= %s AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT %s
)) RETURNING id
"""
CLAIM_ENDINGS = """
UPDATE monitor_pushending SET tries = tries + 1, next_at = %s WHERE id = ANY(ARRAY(
    SELECT id FROM monitor_pushending WHERE next_at <= %s AND tries < %s
    ORDER BY next_at FOR UPDATE SKIP LOCKED LIMIT %s
)) RETURNING id
"""


def push_subscribe_due(*, now: datetime, limit: int = 20) -> int:
    """Make the rows fit the sources, ask hubs where it is time; how many were asked. Without PUSH_URL only to end."""
    push_sync(now=now)
    later = now + again_after(1)
    ids = _claimed(CLAIM, [now + CLAIM_LEASE, now, later, now, now, now, limit])
    rows = list(PushSubscription.objects.select_related("source").filter(pk__in=ids))
    ids = _claimed(CLAIM_ENDINGS, [later, now, MOST_FAREWELLS, limit])
    endings = list(PushEnding.objects.select_related("source").filter(pk__in=ids))
    if rows or endings:
        push_ask(rows, endings, now=now)
    return len(rows) + len(endings)


def _claimed(query: str, values: Sequence[datetime | int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def push_sync(*, now: datetime) -> None:
    """A row for each enabled source that names a hub; those that no longer fit their source or PUSH_URL are ended."""
    wanted = Source.objects.filter(enabled=True).exclude(hub_url="")
    if not settings.PUSH_URL:
        wanted = wanted.none()
    fits = Q(source__in=wanted, hub=F("source__hub_url"), topic=F("source__hub_topic"))
    fits &= Q(callback__startswith=f"{settings.PUSH_URL}/push/")
    _end(list(PushSubscription.objects.select_for_update(of=("self",)).exclude(fits)), now)
    PushEnding.objects.filter(until__lte=now).delete()
    PushSubscription.objects.bulk_create(
        [_row(source, now) for source in wanted.filter(push=None)], ignore_conflicts=True
    )


def _row(source: Source, now: datetime) -> PushSubscription:
    key = key_new()
    return PushSubscription(
        source=source,
        hub=source.hub_url,
        topic=source.hub_topic,
        key=key,
        secret=secret_new(),
        callback=f"{settings.PUSH_URL}/push/{quote(key)}/",
        next_at=now,
    )


def _end(rows: list[PushSubscription], now: datetime) -> None:
    """Forget the rows; the hub is asked to forget those that it may know."""
    known = [row for row in rows if row.asked_at and row.state != PushState.REFUSED]
    PushEnding.objects.bulk_create(
        [
            PushEnding(
                source_id=row.source_id,
                hub=row.hub,
                topic=row.topic,
                key=row.key,
                callback=row.callback,
                next_at=now,
                until=min(row.lease_until or now + FAREWELL, now + FAREWELL),
            )
            for row in known
            if row.lease_until is None or row.lease_until > now
        ]
    )
    PushSubscription.objects.filter(pk__in=[row.pk for row in rows]).delete()


def push_ask(rows: list[PushSubscription], endings: list[PushEnding], *, now: datetime) -> None:
    """Send the requests and note what came of them; what is active, or has ended, the hub's own question decides."""
    wishes = [subscribing(hub=row.hub, topic=row.topic, callback=row.callback, secret=row.secret) for row in rows]
    wishes += [unsubscribing(hub=row.hub, topic=row.topic, callback=row.callback) for row in endings]
    heard = hubs_ask(wishes, policy_from_settings())
    for row, answer in zip(rows, heard, strict=False):
        _note(row, answer, now)
    for ending, answer in zip(endings, heard[len(rows) :], strict=True):
        PushEnding.objects.filter(pk=ending.pk).update(next_at=now + again_after(ending.tries))
        _ledger(ending, answer, now)


@transaction.atomic
def _note(row: PushSubscription, heard: Heard, now: datetime) -> None:
    """When nothing follows, ask again later and later: the hub is down, says no, or cannot reach us to verify."""
    wait = max(again_after(row.tries), timedelta(seconds=heard.retry_after_s))
    error = "" if heard.accepted else f"HTTP {heard.status}" if heard.status else heard.label
    PushSubscription.objects.filter(pk=row.pk).update(claimed_until=None)
    # while it was being asked the hub may have verified (no tries any more) or refused: that stands
    open_ = PushSubscription.objects.filter(pk=row.pk, tries=row.tries).exclude(state=PushState.REFUSED)
    open_.update(error=error, next_at=now + wait)
    _ledger(row, heard, now)


def _ledger(row: PushSubscription | PushEnding, heard: Heard, now: datetime) -> None:
    Fetch.objects.create(
        source_id=row.source_id,
        at=now,
        what=Asked.PUSH,
        host=host_of(row.hub),
        url=row.hub,
        status=heard.status,
        outcome=heard.label,
        detail=heard.detail,
        duration_ms=heard.took_ms,
    )
    notice_publish_on_commit({"sources": [row.source_id]})
