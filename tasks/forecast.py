"""Forecasts in the background."""

from __future__ import annotations

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.topics.forecast_refresh import forecast_refresh


@shared_task(name="tasks.forecast.refresh", ignore_result=True)
def refresh() -> None:
    """Forecast what is watched, for some minutes at most; what is left waits for the next hour, hottest first."""
    forecast_refresh(now=utc_now())
