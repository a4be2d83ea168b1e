"""Tasks of the feeds stage. The topics writer wakes by the notice that ingest publishes on commit."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from monitor.feeds.articles import articles_read_due
from monitor.feeds.hand_files import files_import_due
from monitor.feeds.ingest import source_fetch_due
from monitor.feeds.push_jobs import push_subscribe_due
from monitor.feeds.slot import fetch_slot
from monitor.feeds.watch import source_sweep
from monitor.lib.clock import utc_now

SECONDS = 20.0


@shared_task(name="tasks.feeds.fetch_due")
def fetch_due() -> int:
    """Poll what is due until nothing is, at most for some twenty seconds; the next beat goes on. Counts polls.

    When all places of this machine are taken, others are at it already.
    """
    with fetch_slot(settings.FETCH_PROCESSES) as free:
        return source_fetch_due(seconds=SECONDS).sources if free else 0


@shared_task(name="tasks.feeds.sweep_states")
def sweep_states() -> int:
    """Sources that fell silent, and notes that had their day."""
    return source_sweep(now=utc_now())


@shared_task(name="tasks.feeds.push_subscribe")
def push_subscribe() -> int:
    """Ask hubs for subscriptions that are wanted or run out."""
    return push_subscribe_due(now=utc_now())


@shared_task(name="tasks.feeds.read_articles")
def read_articles() -> int:
    """Read linked pages where that is switched on; one process of a machine at a time."""
    with fetch_slot(1, "articles") as free:
        return articles_read_due(now=utc_now()) if free else 0


@shared_task(name="tasks.feeds.import_files")
def import_files() -> int:
    """Import files of items that were confirmed; two calls at once take different files."""
    return files_import_due(now=utc_now())
