"""Reports in the background."""

from __future__ import annotations

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.reports.build import report_draft_due, report_draft_missing
from monitor.reports.jobs import jobs_work
from monitor.reports.periods import DAILY, MONTHLY, WEEKLY
from monitor.reports.remind import report_remind_due
from tasks.alerts import send_due


@shared_task
def draft_weekly() -> None:
    """Draft last week's report."""
    report_draft_due(now=utc_now(), only=WEEKLY)


@shared_task
def draft_monthly() -> None:
    """Draft last month's report."""
    report_draft_due(now=utc_now(), only=MONTHLY)


@shared_task
def draft_daily() -> None:
    """Draft the brief of a working day."""
    report_draft_due(now=utc_now(), only=DAILY)


@shared_task
def draft_due() -> None:
    """Draft what is due if there is something to report on; unsigned drafts follow the data."""
    report_draft_due(now=utc_now())


@shared_task
def draft_missing() -> None:
    """Draft what is due and not there yet."""
    report_draft_missing(now=utc_now())


@shared_task
def work() -> None:
    """Count or render what waits; then send what was posted."""
    if jobs_work(now=utc_now()):
        send_due.delay()


@shared_task
def remind() -> None:
    """Remind leads of unsigned reports."""
    if report_remind_due(now=utc_now()):
        send_due.delay()
