"""Figures of a report as plain SVG geometry: they print, need no script and read without colour. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 720, 190
LEFT, TOP, BASE = 8, 22, 162
MOST_LABELS = 14
TONES = ("neg", "neu", "pos")  # drawn from the base upwards


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a bar."""

    tone: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: stacked by sentiment, its total above, its date below (of many days every few only). `gap`: sources were down."""

    x: float
    width: float
    middle: float
    top: float
    n: int
    label: str
    weekend: bool
    peak: bool
    gap: bool
    parts: tuple[Part, ...]


def daily_bars(daily: list[dict[str, Any]]) -> list[Bar]:
    """Bars on a scale from zero to the highest day."""
    most = max((row["n"] for row in daily), default=0) or 1
    step = (WIDTH - 2 * LEFT) / max(len(daily), 1)
    width = step * 0.56
    bars, every = [], 1 + len(daily) // MOST_LABELS
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
                label=f"{day.month}-{day.day}" if n % every == 0 else "",
                weekend=day.weekday() >= 5,
                peak=row["n"] == most and row["n"] > 0,
                gap=row.get("gap", 0) > 0,
                parts=tuple(parts),
            )
        )
    return bars


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the cloud; `size` 1 to 5 by its share of the largest, drawn by style sheet."""

    word: str
    n: int
    size: int


def word_sizes(cloud: list[dict[str, Any]], *, limit: int = 40) -> list[Word]:
    """Most first; the sizes follow the square root, as areas are what is seen."""
    most = max((row["weight"] for row in cloud), default=1)
    return [Word(row["word"], row["weight"], 1 + round(4 * (row["weight"] / most) ** 0.5)) for row in cloud[:limit]]
