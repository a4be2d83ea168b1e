"""Tasks of the feeds stage. The topics writer wakes by the notice that ingest publishes on commit."""

from __future__ import annotations

from celery import shared_task

from monitor.feeds.ingest import source_claim_due, source_fetch_many
from monitor.feeds.watch import source_sweep
from monitor.lib.clock import utc_now

BATCH = 20
MAX_BATCHES = 50


@shared_task(name="tasks.feeds.claim_due")
def claim_due() -> int:
    """Lease sources that are due and hand them to workers, twenty at a time; the rest waits for the next beat."""
    claimed = 0
    for _ in range(MAX_BATCHES):
        ids = source_claim_due(now=utc_now(), limit=BATCH)
        if not ids:
            break
        fetch_sources.delay(ids)
        claimed += len(ids)
    return claimed


@shared_task(name="tasks.feeds.fetch_sources", expires=110)
def fetch_sources(ids: list[int]) -> None:
    """Poll these sources; expires with their lease, after which they are claimed again."""
    source_fetch_many(ids=ids, now=utc_now())


@shared_task(name="tasks.feeds.sweep_states")
def sweep_states() -> int:
    """Sources that fell silent, and notes that had their day."""
    return source_sweep(now=utc_now())
