"""The next 24 hours of a young topic, from what followed when other topics stood as it stands now. Pure.

A topic lives for days: its own past says little. Every sixth hour of the life of every topic is a moment: originals in the last 6, 24 and 72
hours, age, and how many followed in 24 hours (method of analogues, Lorenz 1969). The forecast is the 10 %, 50 % and 90 % quantile of
what followed the NEAREST moments of other topics; its errors are measured at these moments, each foretold from the topics that are not its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.topics.forecast import NAIVE, Forecast, preferred, tried
from monitor.topics.forecast_bands import shift_of, shifted
from monitor.topics.forecast_methods import quantiles
from monitor.topics.forecast_step import NEXT, Band, Floats, Ints

ALIKE = "alike"
NEAREST = 100
LEAST_TOPICS = 20  # fewer have not shown yet what topics do
LEAST_AGE, EVERY, AHEAD = 6, 6, 24  # hours
LEAST_ORIGINALS = 2
COMPARED_LEAST = 3  # originals of a topic that others are compared with
UNKNOWN = 3  # hours without data within the day before or after: the moment is left out


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of several topics. `marks`: (moments, 4), compared by their absolute differences; `hour`: when, in hours since any fixed one."""

    marks: Floats
    last: Floats  # originals in the 24 hours before
    followed: Floats  # in the 24 hours after
    topic: Ints
    hour: Ints

    def where(self, chosen: Ints) -> Moments:
        return Moments(
            self.marks[chosen], self.last[chosen], self.followed[chosen], self.topic[chosen], self.hour[chosen]
        )


@dataclass(frozen=True, slots=True)
class Life:
    """Originals per hour of one topic from its first hour on (NaN: no data); `begun` in hours since the same fixed one as the others."""

    topic: int
    begun: int
    counts: Floats


def moments_of(lives: Iterable[Life]) -> Moments:
    """All moments of these topics whose following 24 hours are over."""
    found = [rows for life in lives if len(rows := _rows(life))]
    table = np.concatenate(found) if found else np.empty((0, 8))
    return Moments(table[:, :4], table[:, 4], table[:, 5], table[:, 6].astype(np.int64), table[:, 7].astype(np.int64))


def forecast_alike(life: Life, moments: Moments) -> Forecast | None:
    """The 24 hours after the end of this life. None: the topic is too young or the moments are of too few other topics."""
    age = len(life.counts)
    others = np.flatnonzero(moments.topic != life.topic)
    if age < LEAST_AGE or len(set(moments.topic[others].tolist())) < LEAST_TOPICS:
        return None
    marks, last = _marks(life.counts), float(np.nansum(life.counts[-AHEAD:]))
    near = moments.where(_nearest(moments, marks, others))
    said = [
        _said(moments, near.marks[i], np.flatnonzero(moments.topic != near.topic[i])) for i in range(len(near.topic))
    ]
    truth = near.followed[:, None]
    trails = {ALIKE: _column(np.array(said)), NAIVE: Band(*(near.last[:, None],) * 3)}
    now = {ALIKE: _column(_said(moments, marks, others)[None]), NAIVE: Band(*(np.array([[last]]),) * 3)}
    errors = {name: tried(trail, truth, len(truth)) for name, trail in trails.items()}
    method = preferred(errors, (ALIKE,), (NAIVE,))
    band = shifted(now[method], shift_of(trails[method], truth, distinct=len(truth)))
    return Forecast(NEXT, method, Band(band.point[0], band.low[0], band.high[0]), errors, len(truth), 0)


def _rows(life: Life) -> Floats:
    """The moments of one life, (moments, 8): marks, originals of the day before and after, topic, hour. All of them at once, since a
    topic that has been over for weeks still has a moment in every sixth hour, of which none tells anything."""
    ages = np.arange(LEAST_AGE, len(life.counts) - AHEAD + 1, EVERY)
    missing = np.isnan(life.counts)
    known, gaps = _sums(np.where(missing, 0.0, life.counts)), _sums(missing)
    told = (known[ages] >= LEAST_ORIGINALS) & (_before(known, ages, 72) > 0)
    told &= (_before(gaps, ages, AHEAD) <= UNKNOWN) & (gaps[ages + AHEAD] - gaps[ages] <= UNKNOWN)
    ages = ages[told]
    six, day, three = (_before(known, ages, hours) for hours in (6, AHEAD, 72))
    after, topic = known[ages + AHEAD] - known[ages], np.full(len(ages), life.topic)
    return np.column_stack([_marked(six, day, three, ages), day, after, topic, life.begun + ages])


def _sums(counts: npt.NDArray[Any]) -> Floats:
    """Of everything before each hour, and before the end."""
    return np.concatenate([[0.0], np.cumsum(counts, dtype=float)])


def _before(sums: Floats, ages: Ints, hours: int) -> Floats:
    """What the last hours before each age hold; fewer where the life is younger."""
    return sums[ages] - sums[np.maximum(ages - hours, 0)]


def _marks(before: Floats) -> Floats:
    """Of the end of a life: see `_marked`."""
    six, day, three = (float(np.nansum(before[-hours:])) for hours in (6, AHEAD, 72))
    return _marked(six, day, three, len(before))


def _marked(six: Floats | float, day: Floats | float, three: Floats | float, age: Ints | int) -> Floats:
    """What moments are compared by: logarithms, so that 2 and 4 are as far apart as 20 and 40; age and the last days at half weight."""
    return np.stack([np.log1p(day), np.log1p(six), np.log(age + 6) / 2, np.log1p(three) / 2], axis=-1)


def _nearest(moments: Moments, marks: Floats, among: Ints) -> Ints:
    apart = np.abs(moments.marks[among] - marks).sum(axis=1)
    k = min(NEAREST, len(among))
    return among[np.argpartition(apart, k - 1)[:k]]


def _said(moments: Moments, marks: Floats, among: Ints) -> Floats:
    """Low, point and high of what followed the nearest moments."""
    followed = moments.followed[_nearest(moments, marks, among)]
    return quantiles(followed, np.ones_like(followed), spread=False)


def _column(said: Floats) -> Band:
    return Band(said[:, 1:2], said[:, 0:1], said[:, 2:3])
