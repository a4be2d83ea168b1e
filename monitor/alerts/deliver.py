"""Send what is due. Rows are claimed (a lease); each is taken once more, with its try counted, before its first byte goes out.

Whoever dies in between leaves a row that is tried again later under the same Message-ID: accepted at least once. So does a server
that hangs up after it got the whole message. Each try after one whose outcome is unknown counts as a repeat. A row in whose sending
workers keep dying is put aside as dead: it cannot hold the queue.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from monitor.alerts.allowance import turn_block, turn_take
from monitor.alerts.backoff import LONGEST_UNANSWERED_S, MAX_TRIES, MAX_UNANSWERED, pause
from monitor.alerts.channels import UNANSWERED, ChannelDownError, group_sender
from monitor.alerts.channels.email.send import Sender as Mailer
from monitor.alerts.fold import ready_to_send
from monitor.errors import DeliveryError
from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import Channel, Delivery, Recipient, ReportReader
from monitor.queries import site

LEASE = timedelta(seconds=90)
WITHOUT_SERVER = timedelta(minutes=1)
NO_MAIL_SERVER, UNKNOWN, PACED, OFF, POISON = "no_mail_server", "outcome_unknown", "paced", "channel_off", "poison"
UNLISTED = "unlisted"  # an admin, or the member's leaving, ended it while the message waited
MAX_DEATHS = 5
UNTRIED = {
    "mail_unanswered": "mail_unreachable",
    "http_unanswered": "http_unreachable",
}  # of those behind one without an answer
CLAIM = """
UPDATE monitor_delivery d SET claimed_until = %s, next_try_at = v.next_try_at
FROM unnest(%s::bigint[], %s::timestamptz[]) AS v(id, next_try_at) WHERE d.id = v.id
"""
OPEN_ENDS = UNANSWERED | {UNKNOWN}  # what a row says whose last try may have arrived
log = structlog.get_logger(__name__)
_jitter = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Summary:
    """What one run did: messages accepted, put off, given up; `waiting` for a mail server to be set."""

    accepted: int = 0
    put_off: int = 0
    dead: int = 0
    waiting: int = 0


class Sender(Protocol):
    """What a channel's send.py offers."""

    def deliver(self, delivery: Delivery, now: datetime) -> None:
        """Returns when the other side has taken responsibility for the message."""


def delivery_send_due(*, now: datetime, limit: int = 20) -> Summary:
    """Send up to `limit` due mails over one connection. Expected failures become labels on their rows."""
    mails = _due(now).filter(channel=Recipient.Channel.EMAIL)
    if not site.mail_server().host:
        later, perhaps_there = now + WITHOUT_SERVER, Q(error_label__in=OPEN_ENDS)
        waiting = mails.filter(perhaps_there).update(next_try_at=later)
        waiting += mails.exclude(perhaps_there).update(error_label=NO_MAIL_SERVER, next_try_at=later)
        return Summary(waiting=waiting)
    claimed = _claim(mails, now, limit)
    rows = _listed(claimed)
    total = Summary(dead=len(claimed) - len(rows))
    if not rows:
        return total
    with Mailer() as mailer:
        return _together(total, _send(rows, mailer, now))


def delivery_send_groups(*, now: datetime, limit: int = 20) -> Summary:
    """Send up to `limit` due messages of each group channel; those of a channel that is switched off are dead."""
    due = _due(now).filter(group__isnull=False)
    total = Summary()
    for channel in Channel.objects.filter(pk__in=due.order_by().values("group")):
        mine = due.filter(group=channel)
        if not channel.enabled or channel.retired_at:
            dead = mine.update(status=Delivery.Status.DEAD, error_label=OFF, error_detail="", next_try_at=None)
            total = replace(total, dead=total.dead + dead)
        elif rows := _claim(mine, now, limit):
            with group_sender(channel) as sender:
                total = _together(total, _send(rows, sender, now))
    return total


def _due(now: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    return Delivery.objects.filter(free, ready_to_send(), status=Delivery.Status.PENDING, next_try_at__lte=now)


def _listed(rows: list[Delivery]) -> list[Delivery]:
    """Those to whom something may be written still (SCOPE 5): on a list with this address now, and may sign in. The others are dead."""
    if not rows:
        return []
    same = {"user": OuterRef("user"), "address": OuterRef("address"), "enabled": True, "user__is_active": True}
    listed = Exists(Recipient.objects.filter(channel=OuterRef("channel"), **same))
    reader = Q(letter__isnull=False) & Exists(ReportReader.objects.filter(**same))
    mine = Delivery.objects.filter(pk__in=[row.pk for row in rows])
    able = set(mine.filter(listed | reader).values_list("pk", flat=True))
    gone = [row.pk for row in rows if row.pk not in able]
    if gone:
        dead = {"status": Delivery.Status.DEAD, "error_label": UNLISTED, "error_detail": ""}
        Delivery.objects.filter(pk__in=gone).update(next_try_at=None, claimed_until=None, **dead)
    return [row for row in rows if row.pk in able]


@transaction.atomic
def _claim(due: QuerySet[Delivery], now: datetime, limit: int) -> list[Delivery]:
    """Lease due rows. Their next try is put off first, so that a message that kills its worker cannot hold the queue."""
    # ids alone are sorted and locked: what belongs to a row is read for the few that are claimed, not for all that wait
    locked = due.select_for_update(skip_locked=True).order_by("next_try_at", "id")
    tries = dict(locked.values_list("pk", "attempts")[:limit])
    if not tries:
        return []
    later = [now + pause(attempts + 1, _jitter) for attempts in tries.values()]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, list(tries), later])
    found = Delivery.objects.select_related("user", "group", "event__alert__topic", "event__alert__source")
    rows = found.in_bulk(list(tries))
    return [rows[pk] for pk in tries]


def _send(rows: Sequence[Delivery], sender: Sender, now: datetime) -> Summary:
    begun = time.monotonic()
    summary = Summary()
    for index, row in enumerate(rows):
        at = now + timedelta(seconds=time.monotonic() - begun)
        wait = turn_take(channel_id=row.group_id, now=at) if row.group_id else timedelta()
        if wait:
            _release(rows[index:], PACED, "", at + wait)
            return replace(summary, put_off=summary.put_off + len(rows) - index)
        if row.deaths >= MAX_DEATHS and row.error_label == UNKNOWN:
            error = DeliveryError(f"{row.deaths} ×", label=POISON, permanent=True)
            summary = _failed(row, error, at, summary)
            continue
        if not _take(row, at):
            continue
        try:
            sender.deliver(row, utc_now())
        except ChannelDownError as error:
            summary = _failed(row, error, at, summary)
            rest = rows[index + 1 :]
            _release(rest, UNTRIED.get(error.label, error.label), error.detail, at + (error.pause or pause(1, _jitter)))
            return replace(summary, put_off=summary.put_off + len(rest))
        except DeliveryError as error:
            summary = _failed(row, error, at, summary)
        except Exception:
            # nobody expected it: this one waits and is put aside in the end, the others do not wait for it
            _release(rows[index + 1 :], "", "", at)
            raise
        else:
            summary = _accepted(row, summary)
    return summary


def _take(row: Delivery, at: datetime) -> bool:
    """Still ours? Then the lease begins anew and the try counts; until its end is known its outcome is not."""
    again, died = row.error_label in OPEN_ENDS, row.error_label == UNKNOWN
    mine = Delivery.objects.filter(pk=row.pk, status=Delivery.Status.PENDING, claimed_until=row.claimed_until)
    row.attempts, row.repeats, row.claimed_until = row.attempts + 1, row.repeats + again, at + LEASE
    return bool(
        mine.update(
            claimed_until=row.claimed_until,
            attempts=F("attempts") + 1,
            repeats=F("repeats") + int(again),
            deaths=F("deaths") + int(died),
            error_label=UNKNOWN,
            error_detail="",
        )
    )


def _release(rows: Sequence[Delivery], label: str, detail: str, at: datetime) -> None:
    """Rows that were not tried wait until `at` without losing a try."""
    for row in rows:
        kept = row.error_label in OPEN_ENDS  # it may have arrived, that stays known
        Delivery.objects.filter(pk=row.pk, claimed_until=row.claimed_until).update(
            claimed_until=None,
            next_try_at=at,
            error_label=row.error_label if kept else label,
            error_detail=row.error_detail if kept else detail[:300],
        )


def _accepted(row: Delivery, summary: Summary) -> Summary:
    done = {"status": Delivery.Status.ACCEPTED, "accepted_at": utc_now()}
    Delivery.objects.filter(pk=row.pk).update(
        claimed_until=None, next_try_at=None, error_label="", error_detail="", **done
    )
    if row.event_id is None:
        Delivery.objects.filter(folded_into=row).update(error_label="", error_detail="", **done)
    if row.group_id:
        Channel.objects.filter(pk=row.group_id).update(ok_at=done["accepted_at"], error_label="", error_detail="")
    _changed(row)
    return replace(summary, accepted=summary.accepted + 1)


def _failed(row: Delivery, error: DeliveryError, now: datetime, summary: Summary) -> Summary:
    unanswered = error.label in UNANSWERED
    dead = error.permanent or row.attempts >= MAX_TRIES or (unanswered and row.repeats >= MAX_UNANSWERED)
    asked = error.pause if isinstance(error, ChannelDownError) else None
    # a worker that stood still past its lease has no say: another has tried since, and may have got it through
    mine = Delivery.objects.filter(pk=row.pk, status=Delivery.Status.PENDING, claimed_until=row.claimed_until)
    mine.update(
        status=Delivery.Status.DEAD if dead else Delivery.Status.PENDING,
        claimed_until=None,
        next_try_at=None if dead else now + max(asked or timedelta(), _pause(row, unanswered=unanswered)),
        error_label=error.label,
        error_detail=error.detail[:300],
    )
    if row.group_id:
        Channel.objects.filter(pk=row.group_id).update(
            error_label=error.label, error_detail=error.detail[:300], error_at=now
        )
        if asked:
            turn_block(channel_id=row.group_id, pause=asked, now=now)
    _changed(row)
    log.warning("delivery_failed", delivery=row.pk, label=error.label, permanent=error.permanent, attempts=row.attempts)
    if dead:
        return replace(summary, dead=summary.dead + 1)
    return replace(summary, put_off=summary.put_off + 1)


def _pause(row: Delivery, *, unanswered: bool) -> timedelta:
    if unanswered:
        return pause(row.repeats + 1, _jitter, longest_s=LONGEST_UNANSWERED_S)
    return pause(max(row.attempts, 1), _jitter)


def _changed(row: Delivery) -> None:
    if row.event is not None:
        notice_publish_on_commit({"alerts": [row.event.alert_id]})


def _together(one: Summary, other: Summary) -> Summary:
    return Summary(
        one.accepted + other.accepted,
        one.put_off + other.put_off,
        one.dead + other.dead,
        one.waiting + other.waiting,
    )
