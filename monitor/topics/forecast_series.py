"""Counts per hour as a row of numbers with its place in the week, and days and 24-hour blocks made of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from monitor.lib.clock import DAY, HOUR, SHANGHAI, shanghai_date, shanghai_day_start
from monitor.topics.forecast import Forecast, Rolling, TooShort
from monitor.topics.forecast_step import DAYS, HOURS, Floats, Step

LEAST_HOURS = 21  # known hours of a day without which the day counts as unknown


@dataclass(frozen=True, slots=True)
class Counts:
    """Items per step from `start` on (aware, a whole hour, or Shanghai's midnight for days); NaN: no data."""

    start: datetime
    values: Floats
    step: Step

    @property
    def end(self) -> datetime:
        """Where the next step begins."""
        return self.start + len(self.values) * self.length

    @property
    def length(self) -> timedelta:
        return HOUR if self.step is HOURS else DAY

    @property
    def known(self) -> int:
        """Steps with data."""
        return int(np.isfinite(self.values).sum())

    @property
    def phase(self) -> int:
        """Place of the first step in Shanghai's week, Monday 0:00 is 0."""
        local = self.start.astimezone(SHANGHAI)
        return local.weekday() * 24 + local.hour if self.step is HOURS else local.weekday()

    def rolling(self) -> Rolling:
        return Rolling(self.values, self.phase, self.step)

    def forecast(self) -> Forecast | TooShort:
        """Of the steps from `end` on."""
        return self.rolling().at(len(self.values))


def hourly(
    counts: Mapping[datetime, int], *, start: datetime, end: datetime, unknown: Iterable[datetime] = ()
) -> Counts:
    """Whole hours of [start, end). `counts` by start of the hour (UTC), an hour without a key had none; `unknown`: no data."""
    n = max(0, (end - start) // HOUR)
    values = np.array([float(counts.get(start + i * HOUR, 0)) for i in range(n)])
    for hour in unknown:
        if start <= hour < end and (at := (hour - start) // HOUR) < n:
            values[at] = np.nan
    return Counts(start, values, HOURS)


def daily(hours: Counts) -> Counts:
    """Whole Shanghai days within the hours; a day with fewer than LEAST_HOURS known hours is unknown."""
    first = shanghai_day_start(shanghai_date(hours.start))
    return _blocks(hours, first if first == hours.start else first + DAY, DAYS)


def ending_now(hours: Counts, step: Step) -> Counts:
    """Blocks of 24 hours, the last of which ends where the hours end."""
    return _blocks(hours, hours.end - len(hours.values) // 24 * DAY, step)


def _blocks(hours: Counts, first: datetime, step: Step) -> Counts:
    skip = (first - hours.start) // HOUR
    n = max(0, (len(hours.values) - skip) // 24)
    blocks = hours.values[skip : skip + n * 24].reshape(n, 24)
    enough = np.isfinite(blocks).sum(axis=1) >= LEAST_HOURS
    return Counts(first, np.where(enough, np.nansum(blocks, axis=1), np.nan), step)
