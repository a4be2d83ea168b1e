"""One alert in full: the items it saw, its thread, and who was sent what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from monitor.lib.clock import months_between
from monitor.models import Alert, AlertEvent, Delivery, Item, Source
from monitor.queries.alert_words import tested_window
from monitor.queries.scope import listed, seen_by
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import Reading, read_alone


@dataclass(frozen=True, slots=True)
class SeenItem:
    """A headline that the alert saw. `source` is the name of the publishing source."""

    id: int
    title: str
    source: str
    at: datetime
    link: str
    sentiment: str


def items_seen(evidence: dict[str, Any], *, limit: int = 50, sight: tuple[int, ...] | None = None) -> list[SeenItem]:
    """As `items_seen_reading`. Two queries."""
    return read_alone(items_seen_reading(evidence, limit=limit, sight=sight))


def items_seen_reading(
    evidence: dict[str, Any], *, sight: tuple[int, ...] | None, limit: int = 50
) -> Reading[list[SeenItem]]:
    """The items of the evidence that are still stored, newest first (titles go with the retention). Two rounds.

    `sight`: as queries.scope.seen_by.
    """
    found = evidence.get("items", [])
    ids = [int(item) for item in found] if isinstance(found, list) else []  # a heartbeat tells how many there were
    if not ids:
        return []
    (rows,) = yield [shaped(_seen, limit, ids=ids, months=_months(evidence), sight=listed(sight))]
    (named,) = yield [shaped(_names, sources=sorted({row.source_id for row in rows}))]
    names = dict(named)
    return [
        SeenItem(
            id=row.id,
            title=row.title,
            source=names.get(row.source_id, ""),
            at=row.at,
            link=row.link,
            sentiment=row.sentiment,
        )
        for row in rows
    ]


def _seen(limit: int, *, ids: list[int], months: tuple[date, ...], sight: list[int] | None) -> QuerySet[Item]:
    within = Q(month__in=months) if months else Q()
    stored = Item.objects.filter(within, seen_by(sight), any_of("id", ids)).defer("text", "terms")
    return stored.order_by("-at", "-id")[:limit]


def _names(*, sources: list[int]) -> QuerySet[Source, tuple[int, str]]:
    return Source.objects.filter(any_of("pk", sources)).values_list("pk", "name")


def _months(evidence: dict[str, Any]) -> tuple[date, ...]:
    """Keeps the look-up in the partitions of the tested windows."""
    window = tested_window(evidence)
    if "start" not in window or "end" not in window:
        return ()
    return months_between(datetime.fromisoformat(window["start"]), datetime.fromisoformat(window["end"]))


def thread_reading(alert: Alert) -> Reading[tuple[list[AlertEvent], list[Delivery]]]:
    """(the thread, oldest first, with who did it; who was sent what, newest first). One round."""
    events, deliveries = yield [shaped(_events, alert=alert.pk), shaped(_deliveries, alert=alert.pk)]
    return events, deliveries


def _events(*, alert: int) -> QuerySet[AlertEvent]:
    return alert_events(Alert(pk=alert))


def _deliveries(*, alert: int) -> QuerySet[Delivery]:
    return alert_deliveries(Alert(pk=alert))


def alert_events(alert: Alert) -> QuerySet[AlertEvent]:
    """The thread, oldest first, with who did it."""
    return AlertEvent.objects.filter(alert=alert).select_related("by").order_by("at", "id")


def alert_deliveries(alert: Alert) -> QuerySet[Delivery]:
    """Who was sent what, when, with what outcome; newest first."""
    rows = Delivery.objects.filter(event__alert=alert).select_related("user", "group", "event", "folded_into")
    return rows.order_by("-created_at", "-id")
