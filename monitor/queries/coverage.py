"""What else the quality page measures: alerts that people called false, sources that answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from monitor.lib.shares import Share, share
from monitor.models import ANSWERING_STATES, TOPIC_ALERTS, Alert, AlertKind, AlertStatus, Outage, Source, SourceFormat
from monitor.queries.together import Reading, read_alone
from monitor.queries.weeks import Window

COUNTED = (*TOPIC_ALERTS, AlertKind.AREA_VOLUME)


def alert_precision(window: Window) -> Share:
    """As `alert_precision_reading`. One query."""
    return read_alone(alert_precision_reading(window))


def alert_precision_reading(window: Window) -> Reading[Share]:
    """Of the alerts on topics and areas raised in the window (up to now) and closed by a person: those not called false alarms."""
    raised = Alert.objects.filter(kind__in=COUNTED, raised_at__gte=window.start, raised_at__lt=window.now)
    closed = raised.filter(status__in=(AlertStatus.RESOLVED, AlertStatus.FALSE_ALARM)).order_by()
    (rows,) = yield [closed.values_list("status").annotate(n=Count("pk"))]
    counts = dict(rows)
    return share(counts.get(AlertStatus.RESOLVED, 0), sum(counts.values()))


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sources that are read: how many answer now, and the share of the window's source hours in an outage."""

    read: int
    answering: int
    outages: int
    lost: float | None


def coverage(window: Window) -> Coverage:
    """As `coverage_reading`. One query."""
    return read_alone(coverage_reading(window))


def coverage_reading(window: Window) -> Reading[Coverage]:
    """Paused sources and what is brought by hand are not counted; a source's hours begin when it was added. One round."""
    start, end = window.start, window.now
    counted = Source.objects.filter(enabled=True).exclude(format=SourceFormat.BY_HAND)
    found = Outage.objects.filter(source__in=counted, started_at__lt=end).exclude(ended_at__lte=start)
    rows, outages = yield [
        counted.values_list("pk", "state", "created_at"),
        found.values_list("source_id", "started_at", "ended_at"),
    ]
    sources: dict[int, tuple[str, datetime]] = {pk: (state, created) for pk, state, created in rows}
    total = sum(((end - max(created, start)) for _, created in sources.values()), timedelta())
    lost, n = timedelta(), 0
    for pk, began, ended in outages:
        span = min(ended or end, end) - max(began, start, sources[pk][1])
        if span > timedelta():
            lost, n = lost + span, n + 1
    answering = sum(state in ANSWERING_STATES for state, _ in sources.values())
    return Coverage(len(sources), answering, n, lost / total if total else None)
