"""Topics by heat, each with its counts in the window and a sparkline; one topic in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Count, Exists, Func, OuterRef, Q, QuerySet, Sum

from monitor.lib.clock import HOUR, hour_of, months_between
from monitor.models import Item, Source, SourceKind, Topic, TopicHour, TopicState
from monitor.queries.counts import HourBar
from monitor.queries.keyset import Key, keyset_page
from monitor.queries.scope import Scope, listed, of_unit, seen_by, shaped_scope, sources_of
from monitor.queries.shapes import Shaped, any_of, shaped
from monitor.queries.together import Reading, fetch_together, read_alone

SPARK_POINTS = 24
HOURLY = ("hour", "n_items", "n_originals", "n_neg", "n_pos")
UNSHOWN = ("vector", "summary")  # what no list shows
LINED = (
    *("title", "state", "heat", "heat_parts", "areas", "terms", "grave", "pinned", "watched", "muted", "in_focus"),
    "last_at",
)
"""What a line is made of."""


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in a list. Counts and distinct `sources` are over the whole hours of the window, from `window_start`."""

    id: int
    title: str
    state: str
    state_label: str
    heat: float
    heat_parts: dict[str, Any]
    window_start: datetime
    items: int
    originals: int
    neg: int
    pos: int
    sources: int
    areas: tuple[str, ...]  # most originals first
    terms: tuple[str, ...]
    grave: bool
    pinned: bool
    watched: bool
    muted: bool
    in_focus: bool
    last_at: datetime
    spark: tuple[int, ...]  # items per step, oldest first

    @property
    def negative_share(self) -> float | None:
        """Share of negative originals in the window, 0..1."""
        return self.neg / self.originals if self.originals else None

    @property
    def neu(self) -> int:
        return max(0, self.originals - self.neg - self.pos)


class Hours(NamedTuple):
    """A topic in the hours of a span: items, originals, negative and positive originals; its hours (seconds since 1970) and the items of
    each."""

    items: int
    originals: int
    neg: int
    pos: int
    hours: list[int]
    each: list[int]


class Epoch(Func):
    """A time as whole seconds since 1970."""

    template = "extract(epoch FROM %(expressions)s)::bigint"
    output_field = BigIntegerField()


class Hour(NamedTuple):
    """HOURLY of one row of TopicHour: counts of a topic in one hour."""

    hour: datetime
    n_items: int
    n_originals: int
    n_neg: int
    n_pos: int


@dataclass(frozen=True, slots=True)
class TopicSource:
    """A source that wrote about a topic, and how often."""

    id: int
    name: str
    kind: str
    items: int


def topics_hot(scope: Scope, *, limit: int = 20, skip: int = 0) -> list[TopicLine]:
    """Topics with something new in the window, hottest first (pinned ones on top). Two queries."""
    return read_alone(topics_hot_reading(scope, limit=limit, skip=skip))


def topics_hot_reading(scope: Scope, *, limit: int, skip: int = 0) -> Reading[list[TopicLine]]:
    """The same; two rounds."""
    (rows,) = yield [_hot(scope, skip, skip + limit)]
    return (yield from lines_reading(rows, scope))


def _hot(scope: Scope, skip: int, end: int) -> Shaped:
    first, last = _counted(scope)
    return shaped_scope(_hot_rows, scope, skip, end, first=first, last=last)


def _hot_rows(scope: Scope, skip: int, end: int, *, first: datetime, last: datetime) -> QuerySet[Topic]:
    """Of a span that is past, those that had items in it: a topic may have been alive before and after it alone."""
    within = TopicHour.objects.filter(topic=OuterRef("pk"), hour__gte=first, hour__lt=last, n_items__gt=0)
    found = topics_visible(scope).filter(muted=False, last_at__gte=scope.start, first_at__lt=scope.end)
    found = found.filter(Q(last_at__lte=scope.end) | Exists(within)).order_by("-pinned", "-heat", "-id")
    return found.only(*LINED)[skip:end]


def topics_newest(
    scope: Scope, *, after: Key | None, limit: int, state: str = "", watched: bool = False
) -> tuple[list[TopicLine], Key | None]:
    """Topics by their first item, the latest first, whatever the window; (a page, where the next begins). Two queries."""
    found = topics_visible(scope)
    found = found.filter(state=state) if state in TopicState.values else found
    found = found.filter(watched=True) if watched else found
    rows, key = keyset_page(found, time="first_at", after=after, limit=limit)
    return topic_lines(rows, scope), key


def topics_watched_reading(scope: Scope, *, limit: int, skip: int = 0) -> Reading[list[TopicLine]]:
    """Topics that the team watches, hottest first, whatever the window and the filters; nothing new means zero counts. Two rounds."""
    (rows,) = yield [_watched(scope.sight)[skip : skip + limit]]
    return (yield from lines_reading(rows, scope))


def _watched(sight: tuple[int, ...] | None) -> QuerySet[Topic]:
    found = Topic.objects.filter(seen_by(sight), merged_into=None, watched=True)
    return found.only(*LINED).order_by("-heat", "-id")


def _watched_rows(limit: int, *, sight: list[int] | None) -> QuerySet[Topic]:
    return _watched(None if sight is None else tuple(sight)).filter(muted=False)[:limit]


def topics_hot_and_watched(scope: Scope, *, hot: int, watched: int) -> Reading[tuple[list[TopicLine], list[TopicLine]]]:
    """Both lists of the desk; their counts are read together. Two rounds."""
    first, second = yield [_hot(scope, 0, hot), shaped(_watched_rows, watched, sight=listed(scope.sight))]
    read = yield from lines_reading(list({topic.pk: topic for topic in (*first, *second)}.values()), scope)
    lines = {line.id: line for line in read}
    return [lines[topic.pk] for topic in first], [lines[topic.pk] for topic in second]


def topics_muted_reading(scope: Scope, *, limit: int, skip: int = 0) -> Reading[list[TopicLine]]:
    """Muted topics, the latest item first, whatever the window and the filters. Two rounds."""
    found = Topic.objects.filter(seen_by(scope.sight), merged_into=None, muted=True).only(*LINED)
    (rows,) = yield [found.order_by("-last_at", "-id")[skip : skip + limit]]
    return (yield from lines_reading(rows, scope))


def topic_line(topic: Topic, scope: Scope) -> TopicLine:
    """One topic as a line. One query."""
    return topic_lines([topic], scope)[0]


def topic_lines(topics: list[Topic], scope: Scope) -> list[TopicLine]:
    """Topics as lines, in the order given. One query."""
    return read_alone(lines_reading(topics, scope))


def lines_reading(topics: list[Topic], scope: Scope) -> Reading[list[TopicLine]]:
    """The same; one round."""
    if not topics:
        return []
    start, end = _counted(scope)
    ids = [topic.pk for topic in topics]
    span: dict[str, Any] = {"ids": ids, "start": start, "end": end}
    rows, counted = yield [
        shaped(_hour_sums, **span),
        shaped(_source_counts, **span, months=months_between(start, end), sight=listed(scope.sight)),
    ]
    sums = {topic: Hours(*found) for topic, *found in rows}
    sources, states = dict(counted), {state: str(label) for state, label in TopicState.choices}
    none = Hours(0, 0, 0, 0, [], [])
    return [_line(topic, sums.get(topic.pk, none), sources.get(topic.pk, 0), start, end, states) for topic in topics]


def _hour_sums(*, ids: list[int], start: datetime, end: datetime) -> QuerySet[TopicHour, Any]:
    """One row for each topic: HOURLY added up, then its hours (seconds since 1970) and how many items each has, in the same order."""
    held = TopicHour.objects.filter(any_of("topic_id", ids), hour__gte=start, hour__lt=end).order_by()
    sums = {f"sum_{name}": Sum(name) for name in HOURLY[1:]}
    return held.values_list("topic_id").annotate(**sums, hours=ArrayAgg(Epoch("hour")), items=ArrayAgg("n_items"))


def _source_counts(
    *, ids: list[int], start: datetime, end: datetime, months: tuple[date, ...], sight: list[int] | None
) -> QuerySet[Item, Any]:
    """How many sources wrote about each."""
    within = Q(month__in=months, at__gte=start, at__lt=end) & any_of("topic_id", ids)
    seen = Item.objects.filter(within & seen_by(sight), own=False).order_by()
    return seen.values_list("topic_id").annotate(n=Count("source_id", distinct=True))


def _counted(scope: Scope) -> tuple[datetime, datetime]:
    """The whole hours that a line counts: [first, last)."""
    return hour_of(scope.start) + HOUR, hour_of(scope.end) + HOUR


def topic_find(topic_id: int, *, sight: tuple[int, ...] | None) -> Topic | None:
    """A topic that this reader may see; a merged one leads to what it became (see `merged_into`)."""
    (found,) = fetch_together([shaped(_one, topic=topic_id, sight=listed(sight))])
    return next(iter(found), None)


def _one(*, topic: int, sight: list[int] | None) -> QuerySet[Topic]:
    return Topic.objects.filter(seen_by(sight), pk=topic).defer("vector")


def topic_bars(topic_id: int, *, start: datetime, end: datetime) -> list[HourBar]:
    """A topic's originals per hour by sentiment, hours without any included."""
    return read_alone(topic_bars_reading(topic_id, start=start, end=end))


def topic_bars_reading(topic_id: int, *, start: datetime, end: datetime) -> Reading[list[HourBar]]:
    """The same; one round."""
    (rows,) = yield [shaped(_bar_rows, topic=topic_id, start=start, end=end)]
    known = {row[0]: Hour(*row) for row in rows}
    hour, bars = hour_of(start), []
    while hour < end:
        row = known.get(hour)
        neg, pos = (row.n_neg, row.n_pos) if row else (0, 0)
        bars.append(HourBar(hour, neg, max(0, row.n_originals - neg - pos) if row else 0, pos))
        hour += HOUR
    return bars


def _bar_rows(*, topic: int, start: datetime, end: datetime) -> QuerySet[TopicHour, Any]:
    return TopicHour.objects.filter(topic_id=topic, hour__gte=start, hour__lt=end).values_list(*HOURLY)


def topic_sources(topic_id: int, *, sight: tuple[int, ...] | None) -> list[TopicSource]:
    """Who wrote about it, most items first; the union itself is told apart (queries.topic_changes). Two queries."""
    return read_alone(topic_sources_reading(topic_id, sight=sight))


def topic_sources_reading(topic_id: int, *, sight: tuple[int, ...] | None) -> Reading[list[TopicSource]]:
    """The same; two rounds."""
    (counted,) = yield [shaped(_writing_rows, topic=topic_id, sight=listed(sight))]
    counts = dict(counted)
    (found,) = yield [shaped(_named_sources, ids=list(counts))]
    kinds = {kind: str(label) for kind, label in SourceKind.choices}
    lines = [TopicSource(pk, name, kinds[kind], counts[pk]) for pk, name, kind in found]
    return sorted(lines, key=lambda line: (-line.items, line.id))


def _writing_rows(*, topic: int, sight: list[int] | None) -> QuerySet[Item, Any]:
    rows = Item.objects.filter(seen_by(sight), topic_id=topic, own=False).order_by().values_list("source_id")
    return rows.annotate(n=Count("*"))


def _named_sources(*, ids: list[int]) -> QuerySet[Source, Any]:
    return Source.objects.filter(any_of("pk", ids)).values_list("pk", "name", "kind")


def topics_tagged(scope: Scope) -> Q:
    """Topics that hold an original of this area, unit, place or sentiment, and an item of a source of this kind."""
    found = Q(areas__has_key=scope.area) if scope.area else Q()
    if scope.unit:
        found &= of_unit(scope.unit)
    if scope.place:
        found &= Q(places__has_key=scope.place)
    if scope.kind:
        found &= Q(sources__overlap=sources_of(scope.kind))
    if scope.sentiment:
        found &= Q(**{f"n_{scope.sentiment}__gt": 0})
    return found


def _steps(hours: Iterable[float], each: Iterable[int], start: datetime, end: datetime) -> tuple[int, ...]:
    """Items per step over the span: steps of equal length, oldest first; hours as seconds since 1970."""
    steps, first = [0] * SPARK_POINTS, start.timestamp()
    length = (end - start).total_seconds() / SPARK_POINTS
    for hour, n in zip(hours, each, strict=True):
        steps[min(SPARK_POINTS - 1, int((hour - first) / length))] += n
    return tuple(steps)


def topics_visible(scope: Scope) -> QuerySet[Topic]:
    """Topics that pass the scope's filters, whatever its span."""
    found = Topic.objects.filter(seen_by(scope.sight), topics_tagged(scope), merged_into=None)
    if scope.focus:
        found = found.filter(in_focus=True)
    return found.defer(*UNSHOWN)


def _line(
    topic: Topic, hours: Hours, sources: int, start: datetime, end: datetime, states: dict[str, str]
) -> TopicLine:
    areas = sorted(topic.areas.items(), key=lambda pair: (-pair[1], pair[0]))
    return TopicLine(
        id=topic.pk,
        title=topic.title,
        state=topic.state,
        state_label=states[topic.state],
        heat=topic.heat,
        heat_parts=topic.heat_parts,
        window_start=start,
        items=hours.items,
        originals=hours.originals,
        neg=hours.neg,
        pos=hours.pos,
        sources=sources,
        areas=tuple(area for area, _ in areas),
        terms=tuple(topic.terms),
        grave=topic.grave,
        pinned=topic.pinned,
        watched=topic.watched,
        muted=topic.muted,
        in_focus=topic.in_focus,
        last_at=topic.last_at,
        spark=_steps(hours.hours, hours.each, start, end),
    )
