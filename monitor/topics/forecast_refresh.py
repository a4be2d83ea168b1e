"""Make and keep the forecasts of what is watched, hottest topics first, within a bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from monitor.lib.clock import DAY
from monitor.models import Forecast as Row
from monitor.models import ForecastStep
from monitor.topics.forecast import Forecast, TooShort
from monitor.topics.forecast_alike import Moments, forecast_alike
from monitor.topics.forecast_series import Counts, daily, ending_now
from monitor.topics.forecast_step import NEXT
from monitor.topics.forecast_subjects import Subject, moments_read, past_known, subjects

SECONDS = 240.0
KEPT = 45 * DAY
CHANGES = ("made_at", "method", "points", "lower", "upper", "errors", "tried_from", "origins", "known", "least")
Key = tuple[int | None, str, datetime]


@dataclass(frozen=True, slots=True)
class Refreshed:
    """Subjects that were forecast, and those for which the time ran out."""

    done: int
    left: int


def forecast_refresh(*, now: datetime, seconds: float = SECONDS) -> Refreshed:
    """Forecast from this hour on, and days from today on unless that was done; forget old forecasts."""
    until = time.monotonic() + seconds
    Row.objects.filter(starts_at__lt=now - KEPT).delete()
    Row.objects.filter(method="", starts_at__lt=now - DAY).delete()
    past = past_known(now=now)
    if past is None:
        return Refreshed(0, 0)
    days_done, moments = _days_done(now), moments_read(past, now=now)
    done = left = 0
    for subject in subjects(past, now=now):
        if time.monotonic() > until:
            left += 1
            continue
        _store(_rows(subject, moments, days_done, now))
        done += 1
    return Refreshed(done, left)


def _days_done(now: datetime) -> set[Key]:
    rows = Row.objects.filter(step=ForecastStep.DAY, starts_at__gt=now - DAY, starts_at__lte=now).exclude(method="")
    return set(rows.values_list("topic_id", "area", "starts_at"))


def _rows(subject: Subject, moments: Moments, days_done: set[Key], now: datetime) -> Iterator[Row]:
    yield _row(subject, subject.hours, subject.hours.forecast(), now)
    counts = ending_now(subject.hours, NEXT)
    made = counts.forecast()
    if isinstance(made, TooShort) and subject.topic_id is not None:
        made = forecast_alike(subject.life, moments) or made
    yield _row(subject, counts, made, now)
    days = daily(subject.hours)
    if (subject.topic_id, subject.area, days.end) not in days_done:
        yield _row(subject, days, days.forecast(), now)


def _row(subject: Subject, counts: Counts, made: Forecast | TooShort, now: datetime) -> Row:
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
    row.tried_from = counts.end - made.back * counts.length if made.back else None


def _store(rows: Iterable[Row]) -> None:
    Row.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["topic", "area", "step", "starts_at"],
        update_fields=list(CHANGES),
    )
