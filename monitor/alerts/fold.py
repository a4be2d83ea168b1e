"""Messages that waited become one: quiet hours are over, a digest is due, a storm or a long failure has piled them up, sources failed
together.

A digest is a Delivery row like any other; the rows in it are `folded_into` it and are accepted with it. Nothing is dropped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from monitor.alerts.when import RED
from monitor.lib.locks import Lock
from monitor.models import Delivery
from monitor.queries import site
from monitor.queries.message_host import message_host

MOST = 2000
PENDING = Delivery.Status.PENDING
Address = tuple[int | None, int | None, str, str]  # (member, group channel, channel, address)


def ready_to_send() -> Q:
    """Rows that are a message by now: not waiting, or a digest themselves."""
    return Q(waits_for="") | Q(event__isnull=True)


@transaction.atomic
def delivery_fold_due(*, now: datetime) -> int:
    """Make the digests that are due; how many. A single message that waited goes as itself."""
    if not _mine():
        return 0
    rows = list(_waiting(now)[:MOST])
    rows += _piled_up(now)
    return _fold({row.pk: row for row in rows}.values(), now)


def _mine() -> bool:
    """One process at a time; the others have nothing to do here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [Lock.FOLDING])
        return bool(cursor.fetchone()[0])


def _free(now: datetime) -> QuerySet[Delivery]:
    """Due and in nobody's hands."""
    rows = Delivery.objects.filter(status=PENDING, next_try_at__lte=now, event__isnull=False)
    rows = rows.filter(Q(group=None) | Q(group__events=[]))  # a program wants each event as itself
    return rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))


def _waiting(now: datetime) -> QuerySet[Delivery]:
    rows = _free(now).exclude(waits_for="")
    return rows.select_for_update(skip_locked=True, of=("self",)).order_by("id")


def _piled_up(now: datetime) -> list[Delivery]:
    """Of targets for which more is due than may go one by one: their channel was away, say. Red ones go as themselves."""
    if not site.storm_messages():
        return []
    free = _free(now).filter(waits_for="", event__level__lt=RED, resent=0)
    crowd = free.order_by().values_list("user", "group", "channel").annotate(n=Count("pk"))
    found: list[Delivery] = []
    for user, group, channel, _n in crowd.filter(n__gt=site.storm_messages()):
        target = free.filter(user=user, group=group, channel=channel)
        locked = list(target.select_for_update(skip_locked=True, of=("self",)).order_by("id")[:MOST])
        for row in locked:
            row.waits_for = Delivery.Waits.STORM
        found += locked
    return found


def _fold(rows: Iterable[Delivery], now: datetime) -> int:
    targets: dict[Address, list[Delivery]] = defaultdict(list)
    for row in rows:
        targets[row.user_id, row.group_id, row.channel, row.address].append(row)
    made = 0
    for together in targets.values():
        if len(together) == 1:
            Delivery.objects.filter(pk=together[0].pk).update(waits_for="")
        else:
            _digest(together, now)
            made += 1
    return made


def _digest(rows: list[Delivery], now: datetime) -> None:
    first = rows[0]
    reasons = {row.waits_for for row in rows}
    order = (Delivery.Waits.STORM, Delivery.Waits.DIGEST, Delivery.Waits.QUIET, Delivery.Waits.SOURCES)
    digest = Delivery.objects.create(
        user_id=first.user_id,
        group_id=first.group_id,
        channel=first.channel,
        address=first.address,
        waits_for=next((reason for reason in order if reason in reasons), Delivery.Waits.DIGEST),
        message_id=f"<digest-{first.pk}-{rows[-1].pk}.{first.channel}@{message_host()}>",
        next_try_at=now,
        created_at=now,
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=Delivery.Status.FOLDED, folded_into=digest, next_try_at=None, claimed_until=None
    )
