"""Asking for history to be tagged anew: a row before any work, in the transaction of the change."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from monitor.models import RetagJob, RetagState, User

OPEN = (RetagState.QUEUED, RetagState.RUNNING)
SETTLE = timedelta(seconds=15)
"""Every process looks for changed rules each five seconds; after three times that, all store by the new ones."""
MARGIN = 10_000  # ids that transactions may hold which began before the change and end after it


def retag_queue(*, reason: str, by: User | None, now: datetime) -> RetagJob:
    """One job for all rules: jobs that are not done end here, since this one looks at everything again.

    Call before the change's audit entry: a batch locks its job first and the audit log last, so must whoever changes rules.
    """
    RetagJob.objects.filter(state__in=OPEN).update(state=RetagState.SUPERSEDED, finished_at=now, claimed_until=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM monitor_item_id_seq")
        row = cursor.fetchone()
    return RetagJob.objects.create(
        reason=reason,
        by=by,
        created_at=now,
        starts_at=now + SETTLE,
        since=now - timedelta(days=settings.RETENTION_DAYS),
        until=now,
        tail=max(0, int(row[0]) - MARGIN),
    )
