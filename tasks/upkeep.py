"""Keeping house in the background."""

from __future__ import annotations

import socket
from datetime import timedelta

from celery import shared_task
from django.conf import settings

from monitor.backup.make import backup_make
from monitor.lib.clock import utc_now
from monitor.models import process_beat
from monitor.searches.fill import search_fill, search_fill_new
from monitor.team.sessions import sessions_prune
from monitor.tokens.reads import reads_audit
from monitor.upkeep.clocks import times_heal
from monitor.upkeep.fold import sums_fold
from monitor.upkeep.lag import lag_watch
from monitor.upkeep.retention import partitions_make, retention_apply


@shared_task
def make_partitions() -> None:
    """Partitions of this month and the next two."""
    partitions_make(now=utc_now())


@shared_task
def empty_old_texts() -> None:
    """Empty texts and titles past the retention, drop what is older still."""
    retention_apply(now=utc_now())


@shared_task(time_limit=6 * 3600, soft_time_limit=6 * 3600 - 60)
def back_up() -> None:
    """The nightly backup, proven by restoring it, where TINGCHAO_BACKUP_DIR is set."""
    if settings.BACKUP_DIR is not None:
        keep = timedelta(days=settings.BACKUP_DAYS)
        backup_make(folder=settings.BACKUP_DIR, now=utc_now(), recipient=settings.BACKUP_KEY, keep=keep)


@shared_task
def watch_lag() -> None:
    """Tell admins of a stage that lags, or has caught up."""
    lag_watch(now=utc_now())


@shared_task
def heal_times() -> None:
    """Set right what a clock that ran ahead has put off."""
    times_heal()


@shared_task(ignore_result=True)
def index_new() -> None:
    """Search entries of what was stored in the last seconds."""
    search_fill_new()


@shared_task
def index_for_search() -> None:
    """Search entries for items that lack them: those from before an update that changed their shape."""
    search_fill(seconds=600)


@shared_task(ignore_result=True)
def fold_sums() -> None:
    """Hourly sums: one row a key again."""
    sums_fold()


@shared_task
def audit_reads() -> None:
    """One audit entry for each token and hour that is over."""
    reads_audit(now=utc_now())


@shared_task
def forget_sessions() -> None:
    """Delete sessions that have ended."""
    sessions_prune(utc_now())


@shared_task(ignore_result=True)
def beat_alive() -> None:
    """Beat sent this and a worker ran it: both are alive. Waiting calls expire, so an old one cannot say so."""
    process_beat("beat")
    process_beat(f"worker:{socket.gethostname()}")
