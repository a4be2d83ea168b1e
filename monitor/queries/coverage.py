"""What else the quality page measures: alerts that people called false, sources that answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from monitor.lib.shares import Share, share
from monitor.models import ANSWERING_STATES, TOPIC_ALERTS, Alert, AlertKind, AlertStatus, Outage, Source, SourceFormat
from monitor.queries.weeks import Window

COUNTED = (*TOPIC_ALERTS, AlertKind.AREA_VOLUME)


def alert_precision(window: Window) -> Share:
    """Of the alerts on topics and areas raised in the window (up to now) and closed by a person: those not called false alarms."""
    raised = Alert.objects.filter(kind__in=COUNTED, raised_at__gte=window.start, raised_at__lt=window.now)
    closed = raised.filter(status__in=(AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM))
    n = closed.aggregate(true=Count("pk", filter=Q(status=AlertStatus.RESOLVED)), all=Count("pk"))
    return share(n["true"], n["all"])


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sources that are read: how many answer now, and the share of the window's source hours in an outage."""

    read: int
    answering: int
    outages: int
    lost: float | None


def coverage(window: Window) -> Coverage:
    """Paused sources and what is brought by hand are not counted; a source's hours begin when it was added."""
    sources: dict[int, tuple[str, datetime]] = {
        pk: (state, created)
        for pk, state, created in Source.objects.filter(enabled=True)
        .exclude(format=SourceFormat.BY_HAND)
        .values_list("pk", "state", "created_at")
    }
    start, end = window.start, window.now
    total = sum(((end - max(created, start)) for _, created in sources.values()), timedelta())
    lost, n = timedelta(), 0
    for pk, began, ended in _outages(sources, start, end):
        span = min(ended or end, end) - max(began, start, sources[pk][1])
        if span > timedelta():
            lost, n = lost + span, n + 1
    answering = sum(state in ANSWERING_STATES for state, _ in sources.values())
    return Coverage(len(sources), answering, n, lost / total if total else None)


def _outages(
    sources: dict[int, Any], start: datetime, end: datetime
) -> Iterable[tuple[int, datetime, datetime | None]]:
    found = Outage.objects.filter(source__in=sources.keys(), started_at__lt=end).exclude(ended_at__lte=start)
    return found.values_list("source_id", "started_at", "ended_at")
