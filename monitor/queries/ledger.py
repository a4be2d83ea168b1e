"""The ledger by site: what was asked of each host, as it could be shown to its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from monitor.models import Asked, Fetch, Source

WINDOWS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30)}
MEASURED = 20_000  # latest requests whose distances are looked at
ANSWERED = ("ok", "unchanged", "no_more", "no_text", "empty")


@dataclass(frozen=True, slots=True)
class HostLine:
    """One host in a window: requests, those answered "nothing new", those that failed, bytes, sources, the last request."""

    host: str
    requests: int
    unchanged: int
    failed: int
    bytes: int
    sources: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class HostSheet:
    """One host for its owner. Distances are seconds between consecutive requests, None with fewer than two."""

    line: HostLine
    kinds: tuple[tuple[str, int], ...]  # what it was asked for, how often
    shortest_s: float | None
    median_s: float | None
    robots_at: datetime | None
    robots_status: int | None
    names: tuple[str, ...]


def hosts(*, since: datetime, contains: str = "") -> list[HostLine]:
    """All hosts that were asked since, most requests first."""
    rows = Fetch.objects.filter(at__gte=since).exclude(host="")
    if contains:
        rows = rows.filter(host__icontains=contains)
    return sorted((HostLine(**row) for row in _grouped(rows)), key=lambda line: (-line.requests, line.host))


def host_sheet(host: str, *, since: datetime) -> HostSheet | None:
    """None when it was not asked since."""
    rows = host_requests(host, since=since)
    found = next(iter(_grouped(rows)), None)
    if found is None:
        return None
    moments = list(rows.order_by("-at").values_list("at", flat=True)[:MEASURED])
    gaps = [(later - earlier).total_seconds() for later, earlier in pairwise(moments)]
    robots = rows.filter(what=Asked.ROBOTS).order_by("-at").values_list("at", "status").first()
    counts = rows.order_by().values_list("what").annotate(n=Count("id"))
    names = (
        Source.objects.filter(pk__in=rows.order_by().values("source_id"))
        .order_by("name")
        .values_list("name", flat=True)
    )
    return HostSheet(
        HostLine(**found),
        tuple((str(Asked(what).label), n) for what, n in sorted(counts)),
        min(gaps, default=None),
        median(gaps) if gaps else None,
        robots[0] if robots else None,
        robots[1] if robots else None,
        tuple(names),
    )


def host_requests(host: str, *, since: datetime) -> QuerySet[Fetch]:
    """Each request, newest first."""
    return Fetch.objects.filter(host=host, at__gte=since).select_related("source").order_by("-at", "-id")


def _grouped(rows: QuerySet[Fetch]) -> QuerySet[Fetch, Any]:
    return (
        rows.order_by()
        .values("host")
        .annotate(
            requests=Count("id"),
            unchanged=Count("id", filter=Q(outcome="unchanged")),
            failed=Count("id", filter=~Q(outcome__in=ANSWERED)),
            bytes=Sum("bytes"),
            sources=Count("source_id", distinct=True),
            last_at=Max("at"),
        )
    )
