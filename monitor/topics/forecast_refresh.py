"""Make and keep the forecasts of what is watched: all, each area, active topics in focus, hottest first; within a bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from monitor.lib.clock import DAY, hour_of
from monitor.models import Forecast as Row
from monitor.models import ForecastStep, Topic, TopicState
from monitor.queries.forecast import area_counts, areas_counted, counted_since, topic_counts, unknown_hours
from monitor.topics.forecast import Forecast
from monitor.topics.forecast_series import Counts, daily, ending_now, hourly
from monitor.topics.forecast_step import NEXT

REACH = 182 * DAY
ACTIVE = 3 * DAY  # a topic without anything new for longer has nothing to foretell
MOST_TOPICS = 200
SECONDS = 240.0
KEPT = 45 * DAY
CHANGES = ("made_at", "method", "points", "lower", "upper", "errors", "tried_from", "origins", "known", "least")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a forecast is about, with its hourly counts so far."""

    topic_id: int | None
    area: str
    hours: Counts


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Subjects that were forecast, and those for which the time ran out."""

    done: int
    left: int


def forecast_refresh(*, now: datetime, seconds: float = SECONDS) -> Refreshed:
    """Forecast from this hour on, and days from today on unless that was done; forget old forecasts."""
    Row.objects.filter(starts_at__lt=now - KEPT).delete()
    Row.objects.filter(method="", starts_at__lt=now - DAY).delete()
    until = time.monotonic() + seconds
    daily_done: set[tuple[int | None, str, datetime]] = set(
        Row.objects.filter(step=ForecastStep.DAY, starts_at__gt=now - DAY, starts_at__lte=now)
        .exclude(method="")
        .values_list("topic_id", "area", "starts_at")
    )
    done = left = 0
    for subject in _subjects(now):
        if time.monotonic() > until:
            left += 1
            continue
        _store(_rows(subject, daily_done, now))
        done += 1
    return Refreshed(done, left)


def _subjects(now: datetime) -> Iterator[Subject]:
    since, end = hour_of(now - REACH), hour_of(now)
    first = counted_since(since=since)
    if first is None:
        return
    unknown = unknown_hours(since=first, now=now)
    for area in ["", *areas_counted(since=since)]:
        yield Subject(None, area, hourly(area_counts(area, since=since), start=first, end=end, unknown=unknown))
    topics = Topic.objects.filter(in_focus=True, muted=False, merged_into=None, last_at__gte=now - ACTIVE).exclude(
        state=TopicState.ENDED
    )
    begun = dict(topics.order_by("-pinned", "-heat", "-id").values_list("pk", "first_at")[:MOST_TOPICS])
    counts = topic_counts(begun, since=since)
    for pk, first_at in begun.items():
        yield Subject(pk, "", _topic_hours(counts[pk], max(hour_of(first_at), first), end, unknown))


def _topic_hours(counts: Mapping[datetime, int], first: datetime, end: datetime, unknown: Iterable[datetime]) -> Counts:
    return hourly(counts, start=min(first, end), end=end, unknown=unknown)


def _rows(subject: Subject, daily_done: set[tuple[int | None, str, datetime]], now: datetime) -> Iterator[Row]:
    hours, days = subject.hours, daily(subject.hours)
    for counts in (hours, ending_now(hours, NEXT)):
        yield _row(subject, counts, now)
    if (subject.topic_id, subject.area, days.end) not in daily_done:
        yield _row(subject, days, now)


def _row(subject: Subject, counts: Counts, now: datetime) -> Row:
    made = counts.forecast()
    row = Row(
        topic_id=subject.topic_id,
        area=subject.area,
        step=counts.step.name,
        starts_at=counts.end,
        made_at=now,
        known=counts.known,
        least=counts.step.least,
    )
    if isinstance(made, Forecast):
        _fill(row, made, counts)
    return row


def _fill(row: Row, made: Forecast, counts: Counts) -> None:
    row.method, row.origins = made.method, made.origins
    row.points, row.lower, row.upper = (
        [int(n) for n in part] for part in (made.band.point, made.band.low, made.band.high)
    )
    row.errors = {name: {k: round(v, 3) for k, v in asdict(found).items()} for name, found in made.errors.items()}
    row.tried_from = counts.end - made.back * counts.length


def _store(rows: Iterable[Row]) -> None:
    Row.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["topic", "area", "step", "starts_at"],
        update_fields=list(CHANGES),
    )
