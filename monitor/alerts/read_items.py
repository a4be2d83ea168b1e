"""Items of topics and areas as the decision sees them. `now` bounds what had been seen by then, so that the past can be asked too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from monitor.alerts.facts import Seen
from monitor.alerts.grave_hits import hits_at_the_head
from monitor.lib.clock import DAY, month_after, month_of
from monitor.models import Item, Sentiment, Source

FIELDS = (
    "topic_id",
    "id",
    "at",
    "source_id",
    "sentiment",
    "unsure",
    "duplicate_of",
    "units",
    "areas",
    "plans",
)


def items_of_topics(
    ids: Collection[int], *, since: datetime, now: datetime, until: datetime | None = None, back_entries: bool = False
) -> dict[int, list[Seen]]:
    """By topic, oldest first. Old entries that were found only now are left out unless `back_entries`."""
    found: dict[int, list[Seen]] = defaultdict(list)
    if not ids:
        return found
    rows = items_between(since, now, seen_by=now).filter(topic_id__in=ids)
    if until is not None:
        rows = rows.filter(at__lte=until)
    if not back_entries:
        rows = rows.exclude(back_entry(now - since))
    return seen_by_topic(rows)


def back_entry(reach: timedelta) -> Q:
    """An old entry that was found long after it was published: its time is that of the finding."""
    return Q(published__lt=F("at") - reach)


def items_between(since: datetime, now: datetime, *, seen_by: datetime | None) -> QuerySet[Item]:
    """Items of that time, without the union's own; `seen_by`: that had been seen by then (None: whenever, imports too)."""
    months, month = set(), month_of(since)
    while month <= month_of(now):
        months.add(month)
        month = month_after(month)
    rows = Item.objects.filter(month__in=months, at__gte=since, at__lte=now, own=False)
    return rows if seen_by is None else rows.filter(first_seen__lte=seen_by)


def seen_by_topic(rows: QuerySet[Item]) -> dict[int, list[Seen]]:
    """Rows as values, by topic, oldest first (0: no topic yet)."""
    found: dict[int, list[Seen]] = defaultdict(list)
    for topic, _, seen in seen_rows(rows):
        found[topic].append(seen)
    return found


def seen_rows(rows: QuerySet[Item]) -> Iterator[tuple[int, tuple[str, ...], Seen]]:
    """(topic, areas, value) of each row, oldest first."""
    kinds, hits = source_kinds(), hits_at_the_head(rows)
    found = rows.order_by("at", "id").values_list(*FIELDS)
    for topic, item, at, source, sentiment, unsure, duplicate_of, units, areas, plans in found.iterator(
        chunk_size=2000
    ):
        yield (
            topic or 0,
            tuple(areas),
            Seen(
                id=item,
                at=at,
                source=source,
                negative=sentiment == Sentiment.NEG,
                unsure=unsure,
                original=duplicate_of is None,
                hits=hits.get(item, ()),
                kind=kinds.get(source, ""),
                units=tuple(units),
                plans=tuple(plans),
            ),
        )


def source_kinds() -> dict[int, str]:
    """Kind of medium by source."""
    return dict(Source.objects.values_list("pk", "kind"))


def baseline_since(now: datetime, *, reach: timedelta, days: int) -> datetime:
    """From when on history can matter to a decision at `now`."""
    return now - reach - days * DAY
