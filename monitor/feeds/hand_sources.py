"""Sources that are brought by hand: made when their name comes up, never asked, late or silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection

from monitor.lib.locks import Lock
from monitor.models import Source, SourceFormat, SourceKind, SourceState

NAMELESS = "导入"  # the source of rows that name none
CLUES = "基层上报"  # the one source of all clues


def hand_sources(regions: Mapping[str, str]) -> dict[str, Source]:
    """By name (with the region of those that are made now): those that are there, whatever they are, else new ones."""
    found = {source.name: source for source in Source.objects.filter(name__in=regions).order_by("-id")}
    for name in sorted(regions.keys() - found.keys()):
        found[name] = hand_source(name, region=regions[name])
    return found


def hand_source(name: str, *, region: str = "") -> Source:
    """The source of this name that is brought by hand. Call inside a transaction."""
    ours = Source.objects.filter(name=name, format=SourceFormat.BY_HAND).order_by("id")
    if (source := ours.first()) is not None:
        return source
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.BY_HAND])
    return ours.all().first() or Source.objects.create(
        name=name,
        format=SourceFormat.BY_HAND,
        kind=SourceKind.GRASSROOTS if name == CLUES else SourceKind.NEWS,
        region=region,
        url="",
        state=SourceState.HEALTHY,
        next_check_at=None,
    )


def hand_sources_fresh(ids: Iterable[int], *, now: datetime) -> None:
    """Something new came for these; a fetched source says so itself."""
    Source.objects.filter(pk__in=list(ids), format=SourceFormat.BY_HAND).update(last_new_at=now)
