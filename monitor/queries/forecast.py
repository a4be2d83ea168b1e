"""Forecasts for the pages: the newest ones of a subject, and what came of past ones. And the counts that forecasts are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum

from monitor.lib.clock import DAY, HOUR, hour_of, shanghai_date, shanghai_day_start
from monitor.lib.outages import Down, outage_hours
from monitor.models import Forecast, ForecastStep, HourCount, Outage, Source, TopicHour
from monitor.queries import together
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, read_alone

FRESH = timedelta(hours=6)  # an hourly forecast that is older is not shown as one
OUTAGE_SHARE = 0.2  # an hour in which this share of sources was down tells nothing (as for alerts)
REVIEW_DAYS = 30
DRAWN = {ForecastStep.HOUR: 48 * HOUR, ForecastStep.DAY: 21 * DAY}  # so much of the past stands before a forecast


@dataclass(frozen=True, slots=True)
class Came:
    """A forecast of 24 hours that are over, and the originals that came."""

    made: Forecast
    n: int

    @property
    def inside(self) -> bool:
        """Whether the band held."""
        return self.made.lower[0] <= self.n <= self.made.upper[0]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a page needs to show of a subject's forecasts. `counts`: originals by hour, as far back as is drawn; `unknown`:
    hours of these in which too many sources were down."""

    latest: dict[str, Forecast]
    came: Came | None
    counts: dict[datetime, int]
    unknown: frozenset[datetime]


@dataclass(frozen=True, slots=True)
class Record:
    """What came of the daily forecasts of a subject: mean absolute errors, and how often the band held. `area` '': all."""

    area: str
    days: int
    mae: float
    naive: float | None  # the day before
    seasonal: float | None  # the same day a week before
    inside: int

    @property
    def share(self) -> float:
        """Of days within the band."""
        return self.inside / self.days


def forecasts_latest(*, topic_id: int | None = None, area: str = "", now: datetime) -> dict[str, Forecast]:
    """The newest forecast of each step that still holds, by step. One query."""
    day = shanghai_day_start(shanghai_date(now))
    return {row.step: row for row in _latest_rows(topic=topic_id, area=area, day=day, fresh=now - FRESH, now=now)}


def outlook_reading(*, topic_id: int | None = None, area: str = "", now: datetime) -> Reading[Outlook]:
    """The newest forecasts, what came of yesterday's, and the counts that charts of them show. Two rounds."""
    asked: dict[str, Any] = {"topic": topic_id, "area": area}
    start = hour_of(now) - DAY
    rows, made = yield [
        shaped(_latest_rows, **asked, day=shanghai_day_start(shanghai_date(now)), fresh=now - FRESH, now=now),
        shaped(_past_rows, **asked, start=start),
    ]
    latest = {row.step: row for row in rows}
    drawn = [
        row.starts_at - DRAWN[ForecastStep(row.step)] for row in latest.values() if row.method and row.step in DRAWN
    ]
    since = min([*drawn, *(row.starts_at for row in made)], default=None)
    if since is None:
        return Outlook(latest, None, {}, frozenset())
    counted, down, known = yield [
        shaped(_hours_of_topic, topic=topic_id, since=since)
        if topic_id
        else shaped(_hours_of_area, area=area, since=since),
        shaped(_down_since, since=since),
        shaped(_known_sources),
    ]
    counts = dict(counted)
    came = sum(n for hour, n in counts.items() if start <= hour < start + DAY)
    unknown = _unknown(down, sum(known), since=since, now=now)
    return Outlook(latest, Came(made[0], came) if made else None, counts, unknown)


def _latest_rows(*, topic: int | None, area: str, day: datetime, fresh: datetime, now: datetime) -> QuerySet[Forecast]:
    holds = Q(step=ForecastStep.DAY, starts_at__gte=day) | Q(starts_at__gt=fresh)
    return Forecast.objects.filter(holds, topic=topic, area=area, starts_at__lte=now).order_by("starts_at")


def _past_rows(*, topic: int | None, area: str, start: datetime) -> QuerySet[Forecast]:
    past = Forecast.objects.filter(topic=topic, area=area, step=ForecastStep.NEXT, starts_at=start)
    return past.exclude(method="")[:1]


def _hours_of_topic(*, topic: int, since: datetime) -> QuerySet[TopicHour, Any]:
    return TopicHour.objects.filter(topic=topic, hour__gte=since).values_list("hour", "n_originals")


def _hours_of_area(*, area: str, since: datetime) -> Any:
    return _area_rows(area, since=since).values_list("hour", "total")


def _down_since(*, since: datetime) -> QuerySet[Outage, Any]:
    return _down_rows(since)


def _known_sources() -> QuerySet[Any, Any]:
    return together.counted(_read_sources())


def forecast_records(*, now: datetime) -> list[Record]:
    """As `records_reading`. Two queries."""
    return read_alone(records_reading(now=now))


def records_reading(*, now: datetime) -> Reading[list[Record]]:
    """How good the forecasts of today, made as the day began, were over the last 30 days: all, then areas with most days."""
    today = shanghai_day_start(shanghai_date(now))
    since = today - REVIEW_DAYS * DAY
    made: dict[str, list[Forecast]] = defaultdict(list)
    rows = Forecast.objects.filter(topic=None, step=ForecastStep.DAY, starts_at__gte=since, starts_at__lt=today)
    (daily,) = yield [rows.exclude(method="").order_by("starts_at")]
    for row in daily:
        made[row.area].append(row)
    counts: dict[str, dict[datetime, int]] = defaultdict(dict)
    (counted,) = yield [_area_rows(*made, since=since - 7 * DAY).values_list("area", "hour", "total")]
    for area, hour, n in counted:
        counts[area][hour] = n
    found = [_record(area, rows, counts[area]) for area, rows in made.items()]
    return sorted(found, key=lambda record: (record.area != "", -record.days, record.area))


def area_counts(area: str, *, since: datetime) -> dict[datetime, int]:
    """Originals in focus by hour; '' is all areas."""
    return dict(_area_rows(area, since=since).values_list("hour", "total"))


def _area_rows(*areas: str, since: datetime) -> Any:
    rows = HourCount.objects.filter(area__in=areas, unit=0, original=True, in_focus=True, hour__gte=since)
    return rows.order_by().values("area", "hour").annotate(total=Sum("n"))


def topic_counts(ids: Iterable[int], *, since: datetime) -> dict[int, dict[datetime, int]]:
    """Originals by topic and hour."""
    counts: dict[int, dict[datetime, int]] = {pk: {} for pk in ids}
    for topic, hour, n in _topic_rows(counts, since=since).values_list("topic_id", "hour", "n_originals"):
        counts[topic][hour] = n
    return counts


def _topic_rows(ids: Iterable[int], *, since: datetime) -> QuerySet[TopicHour]:
    return TopicHour.objects.filter(topic__in=ids, hour__gte=since)


def counted_since(*, since: datetime) -> datetime | None:
    """The first hour from `since` on in which anything was counted: before it nothing is known."""
    rows = HourCount.objects.filter(hour__gte=since, area="", unit=0)
    return rows.order_by("hour").values_list("hour", flat=True).first()


def areas_counted(*, since: datetime) -> list[str]:
    """Areas in focus that had an original."""
    rows = HourCount.objects.filter(hour__gte=since, unit=0, original=True, in_focus=True).exclude(area="")
    return sorted(rows.order_by().values_list("area", flat=True).distinct())


def unknown_hours(*, since: datetime, now: datetime) -> frozenset[datetime]:
    """Hours in which too many counted sources were down for a count to mean anything."""
    return _unknown(_down_rows(since), _read_sources().count(), since=since, now=now)


def _read_sources() -> QuerySet[Source]:
    return Source.objects.filter(enabled=True, own=False)


def _down_rows(since: datetime) -> QuerySet[Outage, Any]:
    rows = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), source__in=_read_sources())
    return rows.values_list("source_id", "started_at", "ended_at")


def _unknown(rows: Iterable[Any], sources: int, *, since: datetime, now: datetime) -> frozenset[datetime]:
    return outage_hours((Down(*row) for row in rows), sources=sources, share=OUTAGE_SHARE, since=since, now=now)


def _record(area: str, made: Sequence[Forecast], counts: Mapping[datetime, int]) -> Record:
    days: dict[datetime, int] = defaultdict(int)
    for hour, n in counts.items():
        days[shanghai_day_start(shanghai_date(hour))] += n
    first = min(counts, default=None)
    came = [(row, days[row.starts_at]) for row in made]

    def missed(back: timedelta) -> float | None:
        known = [(row, n) for row, n in came if first is not None and row.starts_at - back >= first - HOUR]
        return sum(abs(n - days[row.starts_at - back]) for row, n in known) / len(known) if known else None

    return Record(
        area,
        len(came),
        sum(abs(n - row.points[0]) for row, n in came) / len(came),
        missed(DAY),
        missed(7 * DAY),
        sum(row.lower[0] <= n <= row.upper[0] for row, n in came),
    )
