"""What the wall shows besides the desk's numbers: the ranking with its changes, new topics, open alerts, sources.

Every function takes the moment `at`: the present, or one of the past (a replay), of which it reads only what was stored
by then. Counts of the past are as counted today: a later correction or repost stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from monitor.lib.clock import HOUR, hour_of
from monitor.models import (
    ANSWERING_STATES,
    DOWN_STATES,
    OPEN_STATUSES,
    Alert,
    AlertEvent,
    AlertKind,
    AlertStatus,
    Outage,
    Source,
    Topic,
    TopicHour,
)
from monitor.queries.alerts import alert_name, alerts_seen_by
from monitor.queries.scope import Scope
from monitor.queries.together import Reading, counted, read_alone
from monitor.queries.topics import topics_visible

LARGEST = 150  # topics that are looked at before all are
Hours = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class RankedTopic:
    """A topic by its originals in the window. `before`: its rank at the earlier moment, None when it had none."""

    id: int
    title: str
    originals: int
    rank: int
    before: int | None

    @property
    def moved(self) -> int:
        """Ranks gained (+) or lost (−); 0 for a new one too."""
        return 0 if self.before is None else self.before - self.rank


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic that appeared lately."""

    id: int
    title: str
    first_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """A thread that nobody had closed."""

    id: int
    level: int
    title: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """`ok` + `failing` may be less than `total`: a new source is neither. `data_at`: when any was last read, None in a
    replay; `overdue`: a source should have been read some time ago."""

    total: int
    ok: int
    failing: tuple[tuple[str, datetime | None], ...]  # name, since; longest first
    data_at: datetime | None = None
    due_since: datetime | None = None


def compared_at(at: datetime, span: timedelta) -> datetime:
    """The whole hour nearest to `span` before `at`: topics are counted by the hour."""
    return hour_of(at - span + HOUR / 2)


def topics_ranked(scope: Scope, *, compare: timedelta, limit: int = 5) -> list[RankedTopic]:
    """Topics by originals over the window up to the scope's end (whole hours, the running one included), with their
    rank at `compared_at`. Three queries, or four."""
    return read_alone(topics_ranked_reading(scope, compare=compare, limit=limit))


def topics_ranked_reading(scope: Scope, *, compare: timedelta, limit: int) -> Reading[list[RankedTopic]]:
    """The same. The LARGEST topics are looked at first: one that ever had fewer originals than the smallest figure that is shown
    can change neither the ranking nor a rank. Only where that is not so all are."""
    now, before = _hours(scope, scope.end), _hours(scope, compared_at(scope.end, compare))
    alive = _shown(scope).filter(last_at__gte=before[0])
    (largest,) = yield [alive.order_by("-n_originals").values_list("pk", "n_originals")[: LARGEST + 1]]
    few = [pk for pk, _n in largest[:LARGEST]]
    (top,) = yield [_ranked(few, now, before)[:limit]]
    if len(largest) > LARGEST and not _sure(top, limit, of_others=largest[LARGEST][1]):
        (top,) = yield [_ranked(alive, now, before)[:limit]]
    top = [row for row in top if row[1]]  # without originals there is no rank, now or then
    (named,) = yield [Topic.objects.filter(pk__in=[row[0] for row in top]).values_list("pk", "title")]
    titles = dict(named)
    return [
        RankedTopic(pk, titles.get(pk, ""), n, rank, before_rank if then else None)
        for rank, (pk, n, then, before_rank) in enumerate(top, 1)
    ]


def _ranked(topics: Sequence[int] | QuerySet[Topic], now: Hours, before: Hours) -> QuerySet[TopicHour, Any]:
    """(topic, originals, originals before, rank before among these), most originals first."""
    within = {"now": Q(hour__gte=now[0], hour__lt=now[1]), "before": Q(hour__gte=before[0], hour__lt=before[1])}
    sums = {
        f"{name}_{what}": Sum(f"n_{what}", filter=q) for name, q in within.items() for what in ("originals", "items")
    }
    rows = TopicHour.objects.filter(topic__in=topics, hour__gte=before[0], hour__lt=now[1])
    found = rows.order_by().values_list("topic_id").annotate(**sums)
    found = found.annotate(rank=Window(RowNumber(), order_by=_most("before"))).order_by(*_most("now"))
    return found.values_list("topic_id", "now_originals", "before_originals", "rank")


def _sure(top: Sequence[tuple[int, int | None, int | None, int]], limit: int, *, of_others: int) -> bool:
    """Whether no topic of so many originals in all its life belongs among these, or had a rank before one of theirs."""
    return len(top) == limit and all(
        (n or 0) > of_others and (not then or then > of_others) for _pk, n, then, _rank in top
    )


def _most(name: str) -> list[Any]:
    """Most originals first, then items, then the newest topic."""
    counts = [F(f"{name}_{what}").desc(nulls_last=True) for what in ("originals", "items")]
    return [*counts, F("topic_id").desc()]


def topics_newest(scope: Scope, *, limit: int = 4) -> list[NewTopic]:
    """Topics that first appeared in the window, latest first. One query."""
    return read_alone(topics_newest_reading(scope, limit=limit))


def topics_newest_reading(scope: Scope, *, limit: int) -> Reading[list[NewTopic]]:
    """The same; one round."""
    rows = _shown(scope).filter(first_at__gte=scope.start, first_at__lte=scope.end).order_by("-first_at", "-id")
    (found,) = yield [rows.values_list("pk", "title", "first_at")[:limit]]
    return [NewTopic(*row) for row in found]


def alerts_open_at(scope: Scope, at: datetime) -> list[OpenAlert]:
    """Threads that were open at `at`, with the level that they had then, gravest first, then the oldest. Two queries."""
    return read_alone(alerts_open_at_reading(scope, at))


def alerts_open_at_reading(scope: Scope, at: datetime) -> Reading[list[OpenAlert]]:
    """The same; two rounds."""
    lasting = Q(status__in=OPEN_STATUSES) | Q(changed_at__gt=at)  # a thread closed by then has not changed since
    rows = _alerts(scope).filter(lasting, raised_at__lte=at)
    (found,) = yield [_named(rows)]
    alerts = {alert.pk: alert for alert in found}
    status: dict[int, str] = dict.fromkeys(alerts, AlertStatus.OPEN)
    level = {pk: alert.level for pk, alert in alerts.items()}
    events = AlertEvent.objects.filter(alert__in=list(alerts), at__lte=at).order_by("at", "id")
    (changes,) = yield [events.values_list("alert_id", "after", "level")]
    for pk, after, height in changes:
        status[pk] = after if after in AlertStatus.values else status[pk]
        level[pk] = height
    return _gravest(
        OpenAlert(pk, level[pk], alert_name(alert), alert.raised_at)
        for pk, alert in alerts.items()
        if status[pk] in OPEN_STATUSES
    )


def levels_at(ids: Iterable[int], at: datetime) -> dict[int, int]:
    """Levels that these threads had at `at`. One query."""
    events = AlertEvent.objects.filter(alert__in=list(ids), at__lte=at).order_by("at", "id")
    return dict(events.values_list("alert_id", "level"))


def alerts_open_now(scope: Scope) -> list[OpenAlert]:
    """Threads that are open, gravest first, then the oldest. One query."""
    return read_alone(alerts_open_now_reading(scope))


def alerts_open_now_reading(scope: Scope) -> Reading[list[OpenAlert]]:
    """The same; one round."""
    (rows,) = yield [_named(_alerts(scope).filter(status__in=OPEN_STATUSES))]
    return _gravest(OpenAlert(row.pk, row.level, alert_name(row), row.raised_at) for row in rows)


def sources_now(*, overdue: timedelta, now: datetime) -> SourceHealth:
    """How the sources are. `due_since` is set when one has waited longer than `overdue` to be read. One query."""
    return read_alone(sources_now_reading(overdue=overdue, now=now))


def sources_now_reading(*, overdue: timedelta, now: datetime) -> Reading[SourceHealth]:
    """The same; one round."""
    columns = ("name", "state", "failing_since", "last_checked_at", "next_check_at")
    (rows,) = yield [Source.objects.filter(enabled=True).order_by("failing_since", "id").values_list(*columns)]
    failing = tuple((name, since) for name, state, since, *_rest in rows if state in DOWN_STATES)
    read = [checked for *_rest, checked, _next in rows if checked]
    due = [next_at for *_rest, next_at in rows if next_at and next_at < now - overdue]
    ok = sum(state in ANSWERING_STATES for _name, state, *_rest in rows)
    return SourceHealth(len(rows), ok, failing, max(read, default=None), min(due, default=None))


def sources_at(at: datetime) -> SourceHealth:
    """Which of today's sources were known at `at`, and which of them were down. One query."""
    return read_alone(sources_at_reading(at))


def sources_at_reading(at: datetime) -> Reading[SourceHealth]:
    """The same; one round."""
    known = Source.objects.filter(enabled=True, created_at__lte=at)
    down = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=at), started_at__lte=at, source__in=known)
    failing, total = yield [
        down.order_by("started_at", "id").values_list("source__name", "started_at"),
        counted(known),
    ]
    n = sum(total)
    return SourceHealth(n, n - len({name for name, _since in failing}), tuple(failing))


def _shown(scope: Scope) -> QuerySet[Topic]:
    return topics_visible(scope).filter(muted=False)


def _hours(scope: Scope, end: datetime) -> Hours:
    """[first, last): whole hours of the scope's length up to `end`, with the hour that is running then."""
    last = hour_of(end) if end == hour_of(end) else hour_of(end) + HOUR
    return last - timedelta(hours=scope.hours), last


def _alerts(scope: Scope) -> QuerySet[Alert]:
    rows = Alert.objects.filter(alerts_seen_by(scope.sight)).exclude(kind=AlertKind.HEARTBEAT)
    if scope.area:
        rows = rows.filter(areas__contains=[scope.area])
    return rows.filter(topic__units__contains=[scope.unit]) if scope.unit else rows


def _named(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    """With what their names are made of, and nothing else of topics: a topic's vector is larger than all the rest."""
    return rows.select_related("topic", "source").defer("topic__vector", "topic__summary")


def _gravest(alerts: Iterable[OpenAlert]) -> list[OpenAlert]:
    return sorted(alerts, key=lambda one: (-one.level, one.raised_at, one.id))
