"""Reports in the background."""

from __future__ import annotations

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.reports.build import report_draft_last_week, report_draft_missing


@shared_task
def draft_last_week() -> None:
    """Draft last week's report if it is time and there is something to report on."""
    report_draft_last_week(now=utc_now())


@shared_task
def draft_missing() -> None:
    """Draft last week's report if there is none yet."""
    report_draft_missing(now=utc_now())
