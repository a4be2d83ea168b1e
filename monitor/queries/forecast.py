"""Forecasts for the pages: the newest ones of a subject, and what came of past ones. And the counts that forecasts are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from monitor.lib.clock import DAY, HOUR, hour_of, shanghai_date, shanghai_day_start
from monitor.lib.outages import Down, outage_hours
from monitor.models import Forecast, ForecastStep, HourCount, Outage, Source, TopicHour

FRESH = timedelta(hours=6)  # an hourly forecast that is older is not shown as one
OUTAGE_SHARE = 0.2  # an hour in which this share of sources was down tells nothing (as for alerts)
REVIEW_DAYS = 30


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
    holds = Q(step=ForecastStep.DAY, starts_at__gte=day) | Q(starts_at__gt=now - FRESH)
    rows = Forecast.objects.filter(holds, topic=topic_id, area=area, starts_at__lte=now).order_by("starts_at")
    return {row.step: row for row in rows}


def forecast_came(*, topic_id: int | None = None, area: str = "", now: datetime) -> Came | None:
    """The forecast of the last whole 24 hours, and what came. Two queries."""
    start = hour_of(now) - DAY
    made = (
        Forecast.objects.filter(topic=topic_id, area=area, step=ForecastStep.NEXT, starts_at=start)
        .exclude(method="")
        .first()
    )
    if made is None:
        return None
    counts = topic_counts([topic_id], since=start)[topic_id] if topic_id else area_counts(area, since=start)
    return Came(made, sum(n for hour, n in counts.items() if hour < start + DAY))


def forecast_records(*, now: datetime) -> list[Record]:
    """How good the forecasts of today, made as the day began, were over the last 30 days: all, then areas with most days."""
    today = shanghai_day_start(shanghai_date(now))
    since = today - REVIEW_DAYS * DAY
    made: dict[str, list[Forecast]] = defaultdict(list)
    rows = Forecast.objects.filter(topic=None, step=ForecastStep.DAY, starts_at__gte=since, starts_at__lt=today)
    for row in rows.exclude(method="").order_by("starts_at"):
        made[row.area].append(row)
    found = [_record(area, rows, area_counts(area, since=since - 7 * DAY)) for area, rows in made.items()]
    return sorted(found, key=lambda record: (record.area != "", -record.days, record.area))


def area_counts(area: str, *, since: datetime) -> dict[datetime, int]:
    """Originals in focus by hour; '' is all areas."""
    rows = HourCount.objects.filter(area=area, unit=0, original=True, in_focus=True, hour__gte=since)
    return dict(rows.order_by().values("hour").annotate(total=Sum("n")).values_list("hour", "total"))


def topic_counts(ids: Iterable[int], *, since: datetime) -> dict[int, dict[datetime, int]]:
    """Originals by topic and hour."""
    counts: dict[int, dict[datetime, int]] = {pk: {} for pk in ids}
    rows = TopicHour.objects.filter(topic__in=counts.keys(), hour__gte=since)
    for topic, hour, n in rows.values_list("topic_id", "hour", "n_originals"):
        counts[topic][hour] = n
    return counts


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
    sources = Source.objects.filter(enabled=True, own=False)
    rows = Outage.objects.filter(Q(ended_at=None) | Q(ended_at__gt=since), source__in=sources)
    down = [Down(source, start, end) for source, start, end in rows.values_list("source_id", "started_at", "ended_at")]
    return outage_hours(down, sources=sources.count(), share=OUTAGE_SHARE, since=since, now=now)


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
