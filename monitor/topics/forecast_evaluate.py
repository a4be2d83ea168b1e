"""`manage.py evaluate forecast`: the forecasts as they would have been made over the last third of a file's time, scored. Pure.

Lines are items (`at`, else `published` or `first_seen`; optional `source`, `areas`, `series`) or counts (`series`, `at`, `n`). Items
make one series of all, one per source, area and `series`; those of the union itself (`own`) and reposts (`duplicate_of`) are left out.
`n` null: no data in that hour; without a `series`: in none of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from monitor.lib.clock import HOUR, hour_of
from monitor.lib.jsonlines import LineError, Record
from monitor.lib.resample import Figure, interval
from monitor.topics.forecast import NAIVE, SEASONAL, Forecast
from monitor.topics.forecast_alike import Life
from monitor.topics.forecast_alike_evaluate import alike_scored
from monitor.topics.forecast_bands import Errors, errors_of
from monitor.topics.forecast_series import Counts, daily, ending_now, hourly
from monitor.topics.forecast_step import COVERAGE, DENSE, NEXT
from monitor.topics.records import record_time

TIMES = ("at", "published", "first_seen")
HELD_OUT = 1 / 3
FORECAST = "forecast"


@dataclass(slots=True)
class Read:
    """Counts by series and hour, hours without data (by series, "" for all), first and last time seen."""

    counts: dict[str, Counter[datetime]] = field(default_factory=lambda: defaultdict(Counter))
    unknown: dict[str, set[datetime]] = field(default_factory=lambda: defaultdict(set))
    times: list[datetime] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """One origin of one series: errors of the forecast shown and of the naive ones, over the steps that followed."""

    series: str
    dense: bool
    method: str
    errors: dict[str, Errors]


def forecast_line(row: Record) -> bool:
    """Whether a line can be used. Raises LineError for a time or count that is none."""
    _time_of(row)
    n = row.get("n", 0)
    if n is not None and (isinstance(n, bool) or not isinstance(n, int) or n < 0):
        raise LineError("`n` must be a whole number or null")
    areas = row.get("areas") or []
    if not isinstance(areas, list) or not all(isinstance(area, str) for area in areas):
        raise LineError("`areas` must be a list of strings")
    return all(isinstance(row.get(key), str | None) for key in ("series", "source"))


def evaluate_forecast(rows: Sequence[Record]) -> dict[str, Any]:
    """Figures for hours, days and the next 24 hours in one number; see docs/evaluation.md."""
    series = list(_series(_read(rows)))
    return {
        "n": len(rows),
        "series": len(series),
        "coverage_wanted": COVERAGE,
        "steps": {
            "hour": _scored([(name, counts) for name, counts in series]),
            "day": _scored([(name, daily(counts)) for name, counts in series]),
            "next_24_hours": _scored([(name, ending_now(counts, NEXT)) for name, counts in series]),
        },
        **({"topics": alike_scored(_lives(rows))} if any("topic" in row for row in rows) else {}),
        "definitions": {
            "mae_against_seasonal_naive": "mean over series of MAE / MAE of seasonal naive (the hour a day ago, the day a week ago)",
            "interval_score_against_seasonal_naive": "the same with the mean interval score of the 80 % band; naive bands are made of their own errors",
            "coverage": f"share of counts within the 80 % band, series with a mean of at least {DENSE:g} a step",
            "topics": "only where lines have `topic`: the next 24 hours of single topics of the last third, foretold from moments of other topics that were over by then; naive is the count of the 24 hours before",
            "held_out": "origins over the last third; at each one the methods are tried and chosen anew on what was known then",
        },
    }


def _read(rows: Sequence[Record]) -> Read:
    read = Read()
    for row in rows:
        at = _time_of(row)
        hour = hour_of(at)
        read.times.append(at)
        if row.get("n", 0) is None:
            read.unknown[row.get("series") or ""].add(hour)
        elif "n" in row:
            read.counts[row.get("series") or "all"][hour] += row["n"]
        elif not row.get("own") and row.get("duplicate_of") is None:
            for name in _names(row):
                read.counts[name][hour] += 1
    return read


def _time_of(row: Record) -> datetime:
    raw = next((row[key] for key in TIMES if row.get(key) is not None), None)
    at = record_time(raw)
    if at is None:
        raise LineError("needs `at`, an ISO time")
    return at


def _names(row: Record) -> Iterator[str]:
    yield "all"
    if row.get("source"):
        yield f"source {row['source']}"
    if row.get("series"):
        yield f"series {row['series']}"
    areas = row.get("areas") or []
    yield from (f"area {area}" for area in areas)
    if areas:
        yield "any area"


def _series(read: Read) -> Iterator[tuple[str, Counts]]:
    """Whole hours between the first and the last time in the file, the same for every series."""
    start = hour_of(min(read.times) + HOUR - HOUR.resolution)
    end = hour_of(max(read.times) + HOUR) if _all_whole(read.times) else hour_of(max(read.times))
    for name in sorted(read.counts):
        unknown = read.unknown[""] | read.unknown[name]
        yield name, hourly(read.counts[name], start=start, end=end, unknown=unknown)


def _all_whole(times: Sequence[datetime]) -> bool:
    """Counts stand at the starts of their hours, so the last one is whole."""
    return all(at == hour_of(at) for at in times)


def _lives(rows: Sequence[Record]) -> list[Life]:
    """The topics that `manage.py cluster` found, by hour up to the last item of the file; reposts and the union's own are left out."""
    hours: dict[Any, Counter[datetime]] = defaultdict(Counter)
    times = [_time_of(row) for row in rows]
    for row, at in zip(rows, times, strict=True):
        if row.get("topic") is not None and not row.get("own") and row.get("duplicate_of") is None:
            hours[str(row["topic"])][hour_of(at)] += 1
    end, zero = hour_of(max(times)), hour_of(min(times))
    lives = []
    for topic, counts in enumerate(hours.values()):
        start = min(min(counts), end)
        lives.append(Life(topic, (start - zero) // HOUR, hourly(counts, start=start, end=end).values))
    return lives


def _scored(series: Sequence[tuple[str, Counts]]) -> dict[str, Any]:
    cells = [cell for name, counts in series for cell in _cells(name, counts)]
    names = sorted({cell.series for cell in cells})
    if not cells:
        return {"series": 0, "origins": 0, "why": "no series is long enough for one held-out forecast"}
    dense = [cell for cell in cells if cell.dense]
    return {
        "series": len(names),
        "origins": len(cells),
        "mae_against_seasonal_naive": _ratio(cells, "mae"),
        "interval_score_against_seasonal_naive": _ratio(cells, "interval_score"),
        "dense": {
            "series": len({cell.series for cell in dense}),
            "mae_against_seasonal_naive": _ratio(dense, "mae"),
            "interval_score_against_seasonal_naive": _ratio(dense, "interval_score"),
            "coverage": _coverage(dense, FORECAST),
        },
        "baselines": {
            NAIVE: {
                "mae_against_seasonal_naive": _ratio(cells, "mae", NAIVE),
                "interval_score_against_seasonal_naive": _ratio(cells, "interval_score", NAIVE),
                "coverage": _coverage(dense, NAIVE),
            },
            SEASONAL: {"coverage": _coverage(dense, SEASONAL)},
        },
        "methods": dict(Counter(cell.method for cell in cells).most_common()),
        "by_series": {name: _of_series([cell for cell in cells if cell.series == name]) for name in names},
    }


def _cells(name: str, counts: Counts) -> Iterator[Cell]:
    n, stride = len(counts.values), counts.step.stride
    rolling, first = counts.rolling(), round(n * (1 - HELD_OUT))
    for origin in range(n - stride, first - 1, -stride):
        truth = rolling.came(origin, n)
        made = rolling.at(origin)
        if isinstance(made, Forecast) and np.isfinite(truth).any():
            errors = {FORECAST: errors_of(made.band, truth)}
            errors |= {method: errors_of(rolling.band(method, origin), truth) for method in (NAIVE, SEASONAL)}
            yield Cell(name, rolling.dense(origin), made.method, errors)


def _sums(cells: Sequence[Cell], figure: str, method: str) -> Any:
    return np.array([getattr(cell.errors[method], figure) * cell.errors[method].n for cell in cells])


def _ratio(cells: Sequence[Cell], figure: str, method: str = FORECAST) -> Figure:
    """Mean over series of the ratio to seasonal naive; series that seasonal naive foretells without error are left out."""
    ours: dict[str, float] = defaultdict(float)
    theirs: dict[str, float] = defaultdict(float)
    for cell, a, b in zip(cells, _sums(cells, figure, method), _sums(cells, figure, SEASONAL), strict=True):
        ours[cell.series] += a
        theirs[cell.series] += b
    ratios = np.array([ours[name] / theirs[name] for name in theirs if theirs[name] > 0])
    return interval(len(ratios), lambda at: float(ratios[at].mean()))


def _coverage(cells: Sequence[Cell], method: str) -> Figure:
    hits, of = _sums(cells, "coverage", method), np.array([cell.errors[method].n for cell in cells])
    return interval(len(cells), lambda at: float(hits[at].sum() / max(of[at].sum(), 1)))


def _of_series(cells: Sequence[Cell]) -> dict[str, Any]:
    of = max(1, sum(cell.errors[FORECAST].n for cell in cells))
    figures = ("mae", "interval_score", "coverage")
    return {
        method: {figure: round(float(_sums(cells, figure, method).sum()) / of, 3) for figure in figures}
        for method in (FORECAST, NAIVE, SEASONAL)
    } | {"n": of}
