"""Rules in the background."""

from __future__ import annotations

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.rules.retag import retag_due


@shared_task(name="tasks.rules.retag", ignore_result=True)
def retag() -> None:
    """Tag history by the rules in force, for some seconds; the next beat goes on. Two at once never share a job."""
    retag_due(now=utc_now())
