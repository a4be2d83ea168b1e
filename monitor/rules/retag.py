"""History tagged anew in the background: claimed with a lease, a batch a transaction, resumed after a kill.

    retag_queue (row) ─▶ retag_due: claim ─▶ batch and how far we are, in one transaction ─▶ … ─▶ last round ─▶ done

A kill at any moment repeats nothing and loses nothing. The same batch twice changes nothing the second time.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection, transaction

from monitor.feeds.polls import log_fault
from monitor.lib.clock import month_of, utc_now
from monitor.models import RetagJob, RetagState, audit_record
from monitor.models.partitions import partition_months
from monitor.queries.config import current_config
from monitor.rules.reading import sources_now
from monitor.rules.retag_batch import Batch, batch_read, batch_tag

LEASE = timedelta(minutes=2)
TRIES = 3
SLICE_S = 45.0
CLAIM = """
UPDATE monitor_retagjob SET claimed_until = %s, tries = tries + 1, state = 'running',
    started_at = coalesce(started_at, %s)
WHERE id = (
    SELECT id FROM monitor_retagjob
    WHERE state IN ('queued', 'running') AND starts_at <= %s AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1
) RETURNING id
"""


def retag_due(*, now: datetime, seconds: float = SLICE_S) -> int:
    """Work on the job that is due, at most for about `seconds`; the next call goes on. How many items were looked at."""
    pk = _claimed(now)
    if pk is None:
        return 0
    job = RetagJob.objects.get(pk=pk)
    if job.tries > TRIES:
        RetagJob.objects.filter(pk=pk).update(state=RetagState.FAILED, finished_at=now, claimed_until=None)
        return 0
    try:
        return _work(pk, time.monotonic() + seconds)
    except DatabaseError as error:
        log_fault("retag_failed", pk, error)
        RetagJob.objects.filter(pk=pk).update(error=type(error).__name__, claimed_until=None)
        return 0


def _claimed(now: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now, now, now])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _work(pk: int, end: float) -> int:
    if RetagJob.objects.filter(pk=pk, total=None).exists():
        _count(pk)
    done, sources = 0, sources_now()
    while True:
        looked = _step(pk, sources)
        if looked is None:
            return done
        done += looked
        if time.monotonic() >= end:
            break
    RetagJob.objects.filter(pk=pk, state=RetagState.RUNNING).update(claimed_until=None)
    return done


def _count(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE monitor_retagjob j SET total = (SELECT count(*) FROM monitor_item "
            "WHERE month >= %s AND at >= j.since) WHERE id = %s",
            [month_of(RetagJob.objects.get(pk=pk).since), pk],
        )


@transaction.atomic
def _step(pk: int, sources: dict[int, tuple[str, str]]) -> int | None:
    """One batch and how far we are; None when the job is over or no longer ours."""
    job = RetagJob.objects.select_for_update().filter(pk=pk, state=RetagState.RUNNING).first()
    if job is None:
        return None
    month = job.month or _month(None, job)
    rows = batch_read(Batch(month, job.below, job.tail if job.last_round else 0, job.since)) if month else []
    outcome = batch_tag(rows, config=current_config(), sources=sources)
    job.done += 0 if job.last_round else len(rows)
    job.added, job.removed = job.added + outcome.added, job.removed + outcome.removed
    job.month, job.below = (month, rows[-1].id) if rows else (_month(month, job) if month else None, None)
    if job.month is None:
        _round_over(job)
    job.claimed_until = utc_now() + LEASE if job.state == RetagState.RUNNING else None
    job.tries, job.error = 0, ""
    job.save()
    return len(rows) if job.state == RetagState.RUNNING else None


def _month(after: date | None, job: RetagJob) -> date | None:
    """The newest month with items; or the next older one."""
    first = month_of(job.since)
    left = [month for month in partition_months() if month >= first and (after is None or month < after)]
    return max(left, default=None)


def _round_over(job: RetagJob) -> None:
    if not job.last_round:
        job.last_round = True
        return
    job.state, job.finished_at = RetagState.DONE, utc_now()
    detail = {"reason": job.reason, "looked_at": job.done, "added": job.added, "removed": job.removed}
    audit_record(actor="retag", action="retag", target=f"retag:{job.pk}", detail=detail)
