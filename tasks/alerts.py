"""Tasks of the alerts stage: each calls one service and starts the next step. A sweep per task is the safety net."""

from __future__ import annotations

from celery import shared_task

from monitor.alerts.areas import alert_decide_areas
from monitor.alerts.backtest_job import backtest_due
from monitor.alerts.deliver import delivery_send_due
from monitor.alerts.heartbeat import alert_heartbeat
from monitor.alerts.prepare import alerts_prepare_missing
from monitor.alerts.raise_ import alert_calm_quiet, alert_decide_changed
from monitor.lib.clock import utc_now

BATCHES = 50


@shared_task(name="tasks.alerts.decide_changed", expires=60)
def decide_changed() -> None:
    """Decide what changed; when that wrote messages, send them."""
    if alert_decide_changed(now=utc_now()):
        send_due.delay()


@shared_task(name="tasks.alerts.send_due", expires=60)
def send_due() -> None:
    """Send what is due, batch after batch while the mail server takes them."""
    for _ in range(BATCHES):
        if not delivery_send_due(now=utc_now()).accepted:
            break


@shared_task(name="tasks.alerts.calm_quiet", expires=60)
def calm_quiet() -> None:
    """All-clear where growth stopped; due times and response plans where they are missing."""
    alerts_prepare_missing(now=utc_now())
    if alert_calm_quiet(now=utc_now()):
        send_due.delay()


@shared_task(name="tasks.alerts.decide_areas", expires=240)
def decide_areas() -> None:
    """Decide the concern areas."""
    if alert_decide_areas(now=utc_now()):
        send_due.delay()


@shared_task(name="tasks.alerts.heartbeat", expires=55)
def heartbeat() -> None:
    """Say that the system listens, when it is time."""
    if alert_heartbeat(now=utc_now()):
        send_due.delay()


@shared_task(name="tasks.alerts.backtest", expires=9, ignore_result=True)
def backtest() -> None:
    """Work on the back-test that waits. Two at once never share one."""
    backtest_due(now=utc_now())
