"""Asking for history to be tagged anew: a row before any work, in the transaction of the change."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from monitor.errors import TingchaoError
from monitor.models import RetagJob, RetagState, User, audit_record
from monitor.queries import site


class RetagError(TingchaoError):
    """Label: retag_state, the last run has not failed."""

    label = "retag_state"
    permanent = True


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
        since=now - timedelta(days=site.retention_days()),
        until=now,
        tail=max(0, int(row[0]) - MARGIN),
    )


@transaction.atomic
def retag_again(*, by: User, now: datetime) -> RetagJob:
    """A new run in place of the last one, which failed. Raises RetagError when it did not, or another one has begun."""
    last = RetagJob.objects.select_for_update().order_by("-id").first()
    if last is None or last.state != RetagState.FAILED:
        raise RetagError
    job = retag_queue(reason=last.reason, by=by, now=now)
    audit_record(actor=by, action="retag_again", target=f"retag:{job.pk}", detail={"failed": last.pk})
    return job
