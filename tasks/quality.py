"""Blind checks in the background."""

from __future__ import annotations

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.quality.checks import checks_draw


@shared_task
def draw_checks() -> None:
    """Draw last week's items for blind checking, unless that was done."""
    checks_draw(now=utc_now())
