"""Tasks of the alerts stage: each calls one service and starts the next step. A sweep per task is the safety net."""

from __future__ import annotations

from celery import shared_task

from monitor.alerts.again import notifications_expire
from monitor.alerts.areas import alert_decide_areas
from monitor.alerts.backtest_job import backtest_due
from monitor.alerts.deliver import delivery_send_due, delivery_send_groups
from monitor.alerts.fold import delivery_fold_due
from monitor.alerts.heartbeat import alert_heartbeat
from monitor.alerts.hooks import hooks_post_due
from monitor.alerts.prepare import alerts_prepare_missing
from monitor.alerts.raise_ import alert_calm_quiet, alert_decide_changed
from monitor.alerts.read_again import Reader
from monitor.alerts.remind import alert_remind_due
from monitor.lib.clock import utc_now
from monitor.topics.split import topic_part, topic_parts

BATCHES = 50
READER = Reader(topic_parts, topic_part)


@shared_task(name="tasks.alerts.decide_changed", expires=60)
def decide_changed() -> None:
    """Decide what changed; when that wrote messages, send them."""
    if alert_decide_changed(now=utc_now(), reader=READER):
        send()


@shared_task(name="tasks.alerts.send_due", expires=60)
def send_due() -> None:
    """Send mails that are due, batch after batch while the mail server takes them."""
    delivery_fold_due(now=utc_now())
    for _ in range(BATCHES):
        if not delivery_send_due(now=utc_now()).accepted:
            break


@shared_task(name="tasks.alerts.send_groups", expires=60)
def send_groups() -> None:
    """Send to group channels what is due: apart from mails, which never wait for a slow robot."""
    delivery_fold_due(now=utc_now())
    hooks_post_due(now=utc_now())
    delivery_send_groups(now=utc_now())


@shared_task(name="tasks.alerts.remind", expires=60)
def remind() -> None:
    """Speak again of alerts that nobody has taken up; write off notifications that no page fetched."""
    notifications_expire(now=utc_now())
    if alert_remind_due(now=utc_now()):
        send()


@shared_task(name="tasks.alerts.calm_quiet", expires=60)
def calm_quiet() -> None:
    """All-clear where growth stopped; due times and response plans where they are missing."""
    alerts_prepare_missing(now=utc_now())
    if alert_calm_quiet(now=utc_now()):
        send()


@shared_task(name="tasks.alerts.decide_areas", expires=240)
def decide_areas() -> None:
    """Decide the concern areas."""
    if alert_decide_areas(now=utc_now()):
        send()


@shared_task(name="tasks.alerts.heartbeat", expires=55)
def heartbeat() -> None:
    """Say that the system listens, when it is time."""
    if alert_heartbeat(now=utc_now()):
        send()


@shared_task(name="tasks.alerts.backtest", expires=9, ignore_result=True)
def backtest() -> None:
    """Work on the back-test that waits. Two at once never share one."""
    backtest_due(now=utc_now())


def send() -> None:
    """Start both kinds of sending."""
    send_due.delay()
    send_groups.delay()
