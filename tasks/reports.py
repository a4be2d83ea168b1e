"""Reports in the background."""

from __future__ import annotations

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.reports.build import report_draft_last_week


@shared_task
def draft_last_week() -> None:
    """Draft last week's report if it is time and there is something to report on."""
    report_draft_last_week(now=utc_now())
