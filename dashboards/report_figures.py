"""Figures of a report as plain SVG geometry: they print, need no script and read without colour. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 720, 190
LEFT, TOP, BASE = 8, 22, 162
TONES = ("neg", "neu", "pos")  # drawn from the base upwards


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar."""

    tone: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: stacked by sentiment, its total above, its date below."""

    x: float
    width: float
    middle: float
    top: float
    n: int
    label: str
    weekend: bool
    peak: bool
    parts: tuple[Part, ...]


def daily_bars(daily: list[dict[str, Any]]) -> list[Bar]:
    """Seven bars on a scale from zero to the highest day."""
    most = max((row["n"] for row in daily), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(len(daily), 1)
    width = step * 0.56
    bars = []
    for n, row in enumerate(daily):
        x, y, parts = LEFT + n * step + (step - width) / 2, float(BASE), []
        for tone in TONES:
            height = (BASE - TOP) * row[tone] / most
            y -= height
            if height:
                parts.append(Part(tone, round(y, 1), round(height, 1)))
        day = date.fromisoformat(row["day"])
        bars.append(
            Bar(
                x=round(x, 1),
                width=round(width, 1),
                middle=round(x + width / 2, 1),
                top=round(y - 6, 1),
                n=row["n"],
                label=f"{day.month}-{day.day}",
                weekend=day.weekday() >= 5,
                peak=row["n"] == most and row["n"] > 0,
                parts=tuple(parts),
            )
        )
    return bars


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the whole on a scale of 0 to 100."""

    tone: str
    x: float
    width: float
    share: float


def sentiment_slices(sentiment: dict[str, Any]) -> list[Slice]:
    """The week's shares side by side; nothing when the week is empty."""
    found, x = [], 0.0
    for tone in TONES:
        share = sentiment[tone]["share"]
        if share:
            found.append(Slice(tone, round(x, 1), round(share, 1), share))
            x += share
    return found
