"""Since when each source has been listened to, and what each told by hour: the rows behind cohorts.py."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import F, Min, Q, Sum

from monitor.alerts.cohorts import Listening
from monitor.lib.outages import FORGET
from monitor.models import HourCount, Outage, Source


def listening_of(*, since: datetime, now: datetime, past: bool = False) -> dict[int, Listening]:
    """By source, the union's own left out; `since`: how far back baselines look. `past`: earlier moments than `now` are asked too.

    Three queries at most; two where every source was entered before `now`, as in a running system.
    """
    created = dict(Source.objects.filter(own=False).values_list("pk", "created_at"))
    brought = [pk for pk, at in created.items() if at > (since if past else now)]
    first, away = _first_counts(brought, since), _away(since, now)
    return {pk: Listening(at, first.get(pk), tuple(away[pk])) for pk, at in created.items()}


def area_counts(area: str, since: datetime) -> dict[int, dict[datetime, int]]:
    """Originals in focus of the area by source and hour."""
    rows = HourCount.objects.filter(area=area, unit=0, original=True, in_focus=True, hour__gte=since).order_by()
    counts: dict[int, dict[datetime, int]] = defaultdict(dict)
    for source, hour, total in (
        rows.values("source_id", "hour").annotate(total=Sum("n")).values_list("source_id", "hour", "total")
    ):
        counts[source][hour] = total
    return counts


def first_hour(since: datetime) -> datetime | None:
    """Hour of the first count of any source: nothing is known of the time before."""
    rows = HourCount.objects.filter(hour__gte=since, area="", unit=0).order_by("hour")
    return rows.values_list("hour", flat=True).first()


def _first_counts(sources: list[int], since: datetime) -> dict[int, datetime]:
    """Hour of the first item of each that was brought with times before it was entered: files, a stream that is played again."""
    if not sources:
        return {}
    rows = HourCount.objects.filter(source_id__in=sources, hour__gte=since, area="", unit=0).order_by()
    return dict(rows.values("source_id").annotate(first=Min("hour")).values_list("source_id", "first"))


def _away(since: datetime, now: datetime) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """When sources were down or paused for so long that what they told before is no measure any more."""
    long = Q(ended_at=None, started_at__lt=now - FORGET) | Q(ended_at__gt=F("started_at") + FORGET)
    rows = Outage.objects.filter(long, Q(ended_at=None) | Q(ended_at__gt=since), started_at__lt=now)
    found: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for source, start, end in rows.order_by("started_at").values_list("source_id", "started_at", "ended_at"):
        found[source].append((start, end))
    return found
