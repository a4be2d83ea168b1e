"""The charts of a report out of its frozen numbers: values only, drawn by figures.py. Pure.

Each has a title that states the measure, a text for those who do not see it, and a foot with window and moment of
counting. Colours are names of tokens; every tone also has a hatch of its own, so that the print in black says as much.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from monitor.lib.clock import DAY, shanghai_day_start
from monitor.reports.render.columns import breadth, within
from monitor.reports.tell import Names, Translate

TONES = ("neg", "neu", "pos")
TOP_ROWS = 10
CLOUD_LEAST = 5  # words; fewer are no cloud
AXIS = 34  # half-width characters of a label
Frozen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values. `token` names its colour."""

    name: str
    token: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """An outage in days from the start of the first bar, and the share of sources that were away."""

    start: float
    end: float
    share: float


@dataclass(frozen=True, slots=True)
class Mark:
    """An alert: when, in days, and its level 1 to 4."""

    at: float
    level: int
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`shape` is columns (stacked by day), rows (one bar a row), share (one bar of 100 %), band (with low and high) or cloud."""

    key: str
    shape: str
    title: str
    alt: str
    foot: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    gaps: tuple[Gap, ...] = ()
    marks: tuple[Mark, ...] = ()
    weekend: tuple[int, ...] = ()
    no_data: str = ""

    def without_data(self, n: int) -> bool:
        """Whether most sources were away for most of column `n`."""
        lost = sum(gap.share * max(0.0, min(gap.end, n + 1) - max(gap.start, n)) for gap in self.gaps)
        return lost > 1 / 2


Make = Callable[[Frozen, Translate, Names, str], Chart | None]


def charts_of(frozen: Frozen, translate: Translate, names: Names, foot: str) -> dict[str, Chart]:
    """All that the numbers can show, by key; an empty week shows none."""
    found = {key: make(frozen, translate, names, foot) for key, make in MAKERS.items()}
    return {key: chart for key, chart in found.items() if chart}


def _daily(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    rows = frozen.get("daily", [])
    gaps = _gaps(frozen, rows) if rows else ()
    if not any(row["n"] for row in rows) and not gaps:
        return None
    days = [date.fromisoformat(row["day"]) for row in rows]
    top = max(rows, key=lambda row: row["n"])
    return Chart(
        "daily",
        "columns",
        _("每日信息量（条）"),
        _("每日信息量，按情感堆叠；最多的一天是 %(day)s，%(n)s 条") % {"day": top["day"][5:], "n": top["n"]},
        foot + (_("　斜线：无数据（高度为中断来源所占比例）") if gaps else ""),
        tuple(f"{day.month}-{day.day}" for day in days),
        tuple(Series(names["sentiment"][tone], tone, tuple(row[tone] for row in rows)) for tone in TONES),
        gaps,
        _marks(frozen, rows, names),
        tuple(n for n, day in enumerate(days) if day.weekday() >= 5),
        _("无数据"),
    )


def _position(moment: str, rows: list[Frozen]) -> float:
    """Days since the start of the first bar, in Shanghai."""
    start = shanghai_day_start(date.fromisoformat(rows[0]["day"]))
    return (datetime.fromisoformat(moment) - start) / DAY


def _gaps(frozen: Frozen, rows: list[Frozen]) -> tuple[Gap, ...]:
    """Outages cut into stretches during which the same number of sources was away."""
    listed = [
        (_position(gap["from"], rows), _position(gap["to"], rows), gap["source"])
        for gap in frozen.get("outages", {}).get("listed", [])
    ]
    listed = [(max(0.0, a), min(float(len(rows)), b), name) for a, b, name in listed if b > 0 and a < len(rows)]
    edges = sorted({edge for a, b, _name in listed for edge in (a, b)})
    watched = max(1, frozen["sources"]["watched"])
    found = []
    for start, end in pairwise(edges):
        away = {name for a, b, name in listed if a <= start and b >= end}
        if away:
            found.append(Gap(start, end, min(1.0, len(away) / watched)))
    return tuple(found)


def _marks(frozen: Frozen, rows: list[Frozen], names: Names) -> tuple[Mark, ...]:
    found = []
    for alert in frozen.get("alerts", {}).get("listed", []):
        at = _position(alert["raised_at"], rows)
        if 0 <= at <= len(rows):
            found.append(Mark(at, alert["level"], names["level"].get(str(alert["level"]), "")))
    return tuple(found)


def _sentiment(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    tones = frozen.get("sentiment", {})
    if not any(tones.get(tone, {}).get("n") for tone in TONES):
        return None
    series = tuple(Series(names["sentiment"][tone], tone, (tones[tone]["share"] or 0.0,)) for tone in TONES)
    said = _("、").join(f"{one.name} {one.values[0]:g} %" for one in series)
    return Chart(
        "sentiment", "share", _("情感分布（%）"), _("情感分布：%(said)s") % {"said": said}, foot, ("",), series
    )


def _areas(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    rows = [row for row in frozen.get("areas", []) if row["n"] or row["previous"]][:TOP_ROWS]
    if not rows:
        return None
    labels = tuple(names["area"].get(row["area"], row["area"]) for row in rows)
    series = [Series(_("本期"), "accent", tuple(row["n"] for row in rows))]
    if all(row["previous"] is not None for row in rows):
        series.append(Series(_("上期"), "outage", tuple(row["previous"] for row in rows)))
    return _rows("areas", _("各领域信息量（条）"), foot, labels, tuple(series), _)


def _kinds(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    rows = frozen.get("kinds", [])[:TOP_ROWS]
    if len(rows) < 2:
        return None
    labels = tuple(names["kind"].get(row["kind"], row["kind"]) for row in rows)
    series = (Series(_("本期"), "accent", tuple(row["n"] for row in rows)),)
    return _rows("kinds", _("各类来源信息量（条）"), foot, labels, series, _)


def _topics(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    rows = frozen.get("topics", {}).get("top", [])[:TOP_ROWS]
    if len(rows) < 2:
        return None
    labels = tuple(_short(row["title"]) for row in rows)
    reposts = tuple(row["items"] - row["originals"] for row in rows)
    series = (
        Series(_("原创"), "accent", tuple(row["originals"] for row in rows)),
        Series(_("转发"), "outage", reposts),
    )
    return _rows("topics", _("热点话题信息量（条）"), foot, labels, series, _, shape="stacked")


def _short(title: str) -> str:
    """As much of a title as an axis has room for."""
    return title if breadth(title) <= AXIS else f"{within(title, AXIS - 2)}…"


def _rows(
    key: str,
    title: str,
    foot: str,
    labels: tuple[str, ...],
    series: tuple[Series, ...],
    _: Translate,
    *,
    shape: str = "rows",
) -> Chart:
    whole = [
        sum(one.values[n] for one in series) if shape == "stacked" else series[0].values[n] for n in range(len(labels))
    ]
    said = _("、").join(f"{label} {value:,g}" for label, value in list(zip(labels, whole, strict=True))[:5])
    return Chart(key, shape, title, _("%(title)s：%(said)s") % {"title": title, "said": said}, foot, labels, series)


def _movers(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    """Words that rose most, as their share of originals in this period and before."""
    rows = (frozen.get("terms") or {}).get("rising", [])[:TOP_ROWS]
    if not rows:
        return None
    series = (
        Series(_("本期"), "accent", tuple(row["share"] for row in rows)),
        Series(_("前四周"), "outage", tuple(row["share_before"] for row in rows)),
    )
    return _rows("movers", _("上升词占原创的比例（%）"), foot, tuple(_short(row["word"]) for row in rows), series, _)


def _terms(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    rows = (frozen.get("terms") or {}).get("cloud", [])
    if len(rows) < CLOUD_LEAST:
        return None
    words, weights = tuple(row["word"] for row in rows), tuple(float(row["weight"]) for row in rows)
    said = _("、").join(f"{word} {weight:,.0f}" for word, weight in list(zip(words, weights, strict=True))[:10])
    alt = _("词云，字的大小按原创条数：%(said)s") % {"said": said}
    return Chart("terms", "cloud", _("词云（按原创条数）"), alt, foot, words, (Series("", "ink", weights),))


def _forecast(frozen: Frozen, _: Translate, names: Names, foot: str) -> Chart | None:
    """What came beside what had been foretold, then what is foretold: bands of 80 %."""
    told = frozen.get("forecast") or {}
    came, coming = (told.get("check") or {}).get("days", []), (told.get("next") or {}).get("days", [])
    days = [*came, *coming]
    if not days:
        return None
    series = (
        Series(_("实际"), "neu", tuple(float(day["n"]) for day in came)),
        Series(_("预测"), "accent", tuple(float(day["point"]) for day in days)),
        Series(_("下限"), "accent-soft", tuple(float(day["low"]) for day in days)),
        Series(_("上限"), "accent-soft", tuple(float(day["high"]) for day in days)),
    )
    alt = _("每日原创预测及 80 %% 区间，%(first)s 至 %(last)s；数字见下表") % {
        "first": days[0]["day"],
        "last": days[-1]["day"],
    }
    dates = [date.fromisoformat(day["day"]) for day in days]
    labels = tuple(f"{day.month}-{day.day}" for day in dates)
    weekend = tuple(n for n, day in enumerate(dates) if day.weekday() >= 5)
    return Chart("forecast", "band", _("每日原创：实际与预测（条）"), alt, foot, labels, series, weekend=weekend)


MAKERS: dict[str, Make] = {
    "daily": _daily,
    "sentiment": _sentiment,
    "areas": _areas,
    "kinds": _kinds,
    "topics": _topics,
    "movers": _movers,
    "terms": _terms,
    "forecast": _forecast,
}
