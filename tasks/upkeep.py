"""Keeping house in the background."""

from __future__ import annotations

import socket

from celery import shared_task

from monitor.lib.clock import utc_now
from monitor.models import process_beat
from monitor.upkeep.retention import partitions_make, retention_apply


@shared_task
def make_partitions() -> None:
    """Partitions of this month and the next two."""
    partitions_make(now=utc_now())


@shared_task
def empty_old_texts() -> None:
    """Empty texts and titles past the retention, drop what is older still."""
    retention_apply(now=utc_now())


@shared_task(ignore_result=True)
def beat_alive() -> None:
    """Beat sent this and a worker ran it: both are alive. Waiting calls expire, so an old one cannot say so."""
    process_beat("beat")
    process_beat(f"worker:{socket.gethostname()}")
