"""Items of topics and areas as the decision sees them. `now` bounds what had been seen by then, so that the past can be asked too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from monitor.alerts.facts import Seen
from monitor.alerts.grave_hits import hits_at_the_head
from monitor.alerts.replies import replies_among
from monitor.lib.clock import DAY, months_between
from monitor.models import Correction, CorrectionKind, Item, Sentiment, Source

FIELDS = (
    "topic_id",
    "id",
    "at",
    "source_id",
    "sentiment",
    "unsure",
    "sentiment_p__0",
    "sentiment_p__1",
    "duplicate_of",
    "units",
    "areas",
    "plans",
    "in_focus",
    "own",
    "judged",
)
ROUNDING = 1e-6  # the three of an item sum to 1
NEG, NEU = Sentiment.NEG.value, Sentiment.NEU.value
TONE = Correction.objects.filter(item_id=OuterRef("id"), what=CorrectionKind.SENTIMENT, undone_at=None)
JUDGED = Case(  # only corrected items are looked up
    When(corrected=True, then=Exists(TONE)),
    default=Value(False),
    output_field=BooleanField(),
)
"""Whether a person gave or confirmed the sentiment."""


def items_of_topics(
    ids: Collection[int], *, since: datetime, now: datetime, until: datetime | None = None, back_entries: bool = False
) -> dict[int, list[Seen]]:
    """By topic, oldest first, with the union's own. Old entries that were found only now are left out unless `back_entries`."""
    found: dict[int, list[Seen]] = defaultdict(list)
    if not ids:
        return found
    rows = items_between(since, now, seen_by=now, own=True).filter(topic_id__in=ids)
    if until is not None:
        rows = rows.filter(at__lte=until)
    if not back_entries:
        rows = rows.exclude(back_entry(now - since))
    return seen_by_topic(rows)


def back_entry(reach: timedelta) -> Q:
    """An old entry that was found long after it was published: its time is that of the finding."""
    return Q(published__lt=F("at") - reach)


def items_between(since: datetime, now: datetime, *, seen_by: datetime | None, own: bool = False) -> QuerySet[Item]:
    """Items of that time; `own`: with the union's own publications; `seen_by`: that had been seen by then (None: whenever, imports too)."""
    rows = Item.objects.filter(month__in=months_between(since, now), at__gte=since, at__lte=now)
    rows = rows if own else rows.filter(own=False)
    return rows if seen_by is None else rows.filter(first_seen__lte=seen_by)


def seen_by_topic(rows: QuerySet[Item]) -> dict[int, list[Seen]]:
    """Rows as values, by topic, oldest first (0: no topic yet)."""
    found: dict[int, list[Seen]] = defaultdict(list)
    for topic, _, seen in seen_rows(rows, replies=True):
        found[topic].append(seen)
    return found


def seen_rows(rows: QuerySet[Item], *, replies: bool = False) -> Iterator[tuple[int, tuple[str, ...], Seen]]:
    """(topic, areas, value) of each row, oldest first; `replies`: find out which of them answer."""
    kinds, hits = source_kinds(), hits_at_the_head(rows)
    answers = replies_among(rows, kinds) if replies else frozenset()
    found = rows.annotate(judged=JUDGED).order_by("at", "id").values_list(*FIELDS)
    for row in found.iterator(chunk_size=2000):
        topic, item, at, source, sentiment, unsure, neg, neu, duplicate_of, units, areas, plans, focus, own, judged = (
            row
        )
        yield (
            topic or 0,
            tuple(areas),
            Seen(
                id=item,
                at=at,
                source=source,
                negative=sentiment == NEG,
                unsure=unsure,
                chance=chance_of(sentiment, neg, neu, judged=judged),
                original=duplicate_of is None,
                hits=hits.get(item, ()),
                kind=kinds.get(source, ""),
                units=tuple(units),
                plans=tuple(plans),
                focus=focus,
                area=areas[0] if areas else "",
                own=own,
                reply=item in answers,
            ),
        )


def chance_of(sentiment: str, neg: float, neu: float, *, judged: bool = False) -> float:
    """Probability that an item is negative. A person is sure, whether the label was changed or only confirmed (`judged`); so is a label
    that is not the likeliest, which no machine gave."""
    pos = 1.0 - neg - neu
    labelled = neg if sentiment == NEG else neu if sentiment == NEU else pos
    if judged or labelled < max(neg, neu, pos) - ROUNDING:
        return float(sentiment == NEG)
    return neg


def source_kinds() -> dict[int, str]:
    """Kind of medium by source."""
    return dict(Source.objects.values_list("pk", "kind"))


def baseline_since(now: datetime, *, reach: timedelta, days: int) -> datetime:
    """From when on history can matter to a decision at `now`."""
    return now - reach - days * DAY
