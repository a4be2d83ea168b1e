"""`manage.py topics`: the topics writer as a process; a second one stands by."""

import signal
import threading
from types import FrameType
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from kombu.exceptions import OperationalError as BrokerError

from monitor.topics.writer import TopicsWriter
from tasks.celery import app

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Cluster new items into topics until told to stop (SIGTERM, SIGINT). One writes, a second waits as standby."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()

        def told(_signum: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        TopicsWriter(stop=stop, on_decide=start_decision).run()


def start_decision() -> None:
    """Queue the alert decision; when the broker is away the 10 s sweep does it."""
    try:
        app.send_task("tasks.alerts.decide_changed", retry=False)
    except BrokerError as error:
        log.warning("alert_decision_not_queued", error=type(error).__name__)
