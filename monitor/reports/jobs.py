"""Long work on reports as rows: claimed with a lease, how far it is written as it goes, tried again when a worker died."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q

from monitor.errors import TingchaoError
from monitor.lib.clock import utc_now
from monitor.lib.snapshot import aside
from monitor.models import Report, ReportJob, ReportTemplate, Topic, User, audit_record
from monitor.reports.build import report_draft, report_draft_topic
from monitor.reports.changes import changes_find
from monitor.reports.errors import ReportError
from monitor.reports.files import OPEN, file_make
from monitor.reports.freeze import Progress
from monitor.reports.freezing import iso
from monitor.reports.fresh import report_fresh
from monitor.reports.issue import report_issue
from monitor.reports.periods import DOSSIER, Period, days_of

LEASE = timedelta(minutes=10)
PATIENCE = timedelta(seconds=20)  # twice what the beat needs to begin a job that nobody was told of
MOST_TRIES = 3
MOST_CHANGES = 2_000  # kept of a check
log = structlog.get_logger(__name__)


def job_draft(
    *, period: Period, by: User, now: datetime, template: ReportTemplate | None = None, topic: Topic | None = None
) -> ReportJob:
    """Wish for a draft; one that waits for the same is given back."""
    wanted: dict[str, Any] = {
        "kind": period.kind,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "topic": topic.pk if topic else None,
        "template": template.pk if template else None,
    }
    same = ReportJob.objects.filter(kind=ReportJob.Kind.DRAFT, wanted=wanted, state__in=OPEN).first()
    return same or ReportJob.objects.create(kind=ReportJob.Kind.DRAFT, wanted=wanted, by=by, created_at=now)


def job_check(*, report: Report, by: User, now: datetime) -> ReportJob:
    """Wish for counting a report's period again beside its frozen numbers; one that waits is given back."""
    same = ReportJob.objects.filter(kind=ReportJob.Kind.CHECK, report=report, state__in=OPEN).defer("result").first()
    return same or ReportJob.objects.create(kind=ReportJob.Kind.CHECK, report=report, by=by, created_at=now)


@transaction.atomic
def job_issue_again(*, report: Report, by: User, now: datetime) -> ReportJob:
    """Make what is missing of a signed report's files and mails after the work failed. Raises ReportError (state)."""
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    last = ReportJob.objects.filter(report=fresh, kind=ReportJob.Kind.ISSUE).order_by("-id").first()
    if fresh.status != Report.Status.SIGNED or (last is not None and last.state != ReportJob.State.FAILED):
        raise ReportError("nothing failed")
    audit_record(actor=by, action="report_issue_again", target=f"report:{fresh.pk}")
    return ReportJob.objects.create(kind=ReportJob.Kind.ISSUE, report=fresh, by=by, created_at=now)


def job_stalled(job: ReportJob, *, now: datetime) -> bool:
    """Whether no worker seems to answer: it waits for long, or whoever worked on it has not been heard of within the lease."""
    if job.state == ReportJob.State.WAITING:
        return job.created_at < now - PATIENCE
    return job.state == ReportJob.State.RUNNING and job.claimed_until is not None and job.claimed_until < now


def jobs_work(*, now: datetime, limit: int = 5) -> int:
    """Work on what waits, one after the other; how many were taken up."""
    done = 0
    while done < limit and (job := _claim(now)) is not None:
        job_run(job)
        done += 1
    return done


def job_run(job: ReportJob) -> None:
    """Do it and write down how it ended. Expected failures become a label; anything else is tried again, and raised."""
    try:
        _do(job)
    except TingchaoError as error:
        _end(job, ReportJob.State.FAILED, error.label)
        log.warning("report_job_failed", job=job.pk, label=error.label)
    except Exception:
        last = job.tries >= MOST_TRIES
        _end(job, ReportJob.State.FAILED if last else ReportJob.State.WAITING, "unexpected")
        raise
    else:
        _end(job, ReportJob.State.DONE, "")


def _do(job: ReportJob) -> None:
    with aside() as write:  # counting is one read-only transaction: how far it is must stand before that ends

        def progress(step: str, done: int, of: int) -> None:
            rows, until = ReportJob.objects.filter(pk=job.pk), utc_now() + LEASE
            write(lambda: rows.update(step=step, done=done, of=of, claimed_until=until))

        WORK[ReportJob.Kind(job.kind)](job, progress)


def _issue(job: ReportJob, progress: Progress) -> None:
    if job.report is not None:
        report_issue(report=job.report, now=utc_now(), progress=progress)


def _file(job: ReportJob, progress: Progress) -> None:
    file_make(job=job, progress=progress)


def _check(job: ReportJob, progress: Progress) -> None:
    if job.report is None:
        raise ReportError("the report is gone")
    now = utc_now()
    found = changes_find(job.report.frozen, report_fresh(report=job.report, now=now, progress=progress))
    kept = [[change.path, change.before, change.after, change.name, change.whole] for change in found[:MOST_CHANGES]]
    ReportJob.objects.filter(pk=job.pk).update(result={"at": iso(now), "n": len(found), "changes": kept})


def _count(job: ReportJob, progress: Progress) -> None:
    job.report = _draft(job, progress)
    ReportJob.objects.filter(pk=job.pk).update(report=job.report)


WORK: dict[ReportJob.Kind, Callable[[ReportJob, Progress], None]] = {
    ReportJob.Kind.DRAFT: _count,
    ReportJob.Kind.ISSUE: _issue,
    ReportJob.Kind.FILE: _file,
    ReportJob.Kind.CHECK: _check,
}


def _draft(job: ReportJob, progress: Progress) -> Report:
    wanted, now = job.wanted, utc_now()
    if wanted["kind"] == DOSSIER:
        topic = Topic.objects.filter(pk=wanted["topic"]).first()
        if topic is None or job.by is None:
            raise ReportError("the topic is gone", label="report_topic")
        return report_draft_topic(topic=topic, now=now, by=job.by, progress=progress)
    period = days_of(wanted["kind"], date.fromisoformat(wanted["start"]), date.fromisoformat(wanted["end"]))
    template = ReportTemplate.objects.filter(pk=wanted["template"], kind=period.kind).first()
    return report_draft(period=period, now=now, by=job.by, template=template, progress=progress)


@transaction.atomic
def _claim(now: datetime) -> ReportJob | None:
    free = Q(state=ReportJob.State.WAITING) | Q(state=ReportJob.State.RUNNING, claimed_until__lt=now)
    rows = ReportJob.objects.select_for_update(skip_locked=True, of=("self",)).filter(free)
    job = rows.select_related("report", "by").defer("file", "result").order_by("id").first()
    if job is None:
        return None
    job.state, job.claimed_until, job.tries = ReportJob.State.RUNNING, now + LEASE, job.tries + 1
    if job.tries > MOST_TRIES:
        job.state, job.error_label, job.finished_at = ReportJob.State.FAILED, "unexpected", now
        job.save()
        return None
    job.save()
    return job


def _end(job: ReportJob, state: ReportJob.State, label: str) -> None:
    finished = utc_now() if state != ReportJob.State.WAITING else None
    # a withdrawal may have ended it; or this worker was slow, and another has taken it up since
    mine = ReportJob.objects.filter(pk=job.pk, state=ReportJob.State.RUNNING, tries=job.tries)
    mine.update(state=state, error_label=label, claimed_until=None, finished_at=finished)
