"""The upkeep sweep over states that change by time alone: a source falls silent between two polls, a note has its day."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from monitor.feeds.health import answering_state
from monitor.feeds.moved import SHOWN
from monitor.feeds.signs import ALL_NEW, REMEMBERED
from monitor.feeds.track import source_changed, source_signs
from monitor.lib.notice import notice_publish_on_commit
from monitor.models import ANSWERING_STATES, Source, SourceChange, SourceState

BATCH = 500


@transaction.atomic
def source_sweep(*, now: datetime, limit: int = BATCH) -> int:
    """Judge anew the sources whose state has run out; how many changed. Raises no alerts and opens no outage."""
    old = Q(concern__startswith=ALL_NEW, concern_at__lte=now - REMEMBERED)
    quiet = Q(quiet_at__lte=now, state__in=(SourceState.HEALTHY, SourceState.SLOW, SourceState.MOVED))
    settled = Q(state=SourceState.MOVED, moved_at__lte=now - SHOWN, moved_why_not="")
    rows = Source.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.filter(old | quiet | settled, enabled=True, failures=0, state__in=ANSWERING_STATES)
    changes: list[SourceChange] = []
    for source in rows.order_by("id")[:limit]:
        before = source.state
        if source.concern.startswith(ALL_NEW) and source.concern_at and source.concern_at <= now - REMEMBERED:
            source.concern, source.concern_at = "", None
        source.state = answering_state(source.partial, source_signs(source, now))
        if change := source_changed(source, before, now):
            changes.append(change)
        source.save(update_fields=["state", "state_since", "concern", "concern_at"])
    SourceChange.objects.bulk_create(changes)
    if changes:
        notice_publish_on_commit({"sources": [change.source_id for change in changes]})
    return len(changes)
