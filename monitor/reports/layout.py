"""Which sections a report of each kind can have, and in which order it has them unless a template says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.reports.periods import DAILY, DOSSIER, MONTHLY, WEEKLY

LONG = ("overview", "trend", "structure", "topics", "terms", "plans", "alerts", "analysis", "forecast", "notes")
SECTIONS: dict[str, tuple[str, ...]] = {
    WEEKLY: LONG,
    MONTHLY: LONG,
    DAILY: ("overview", "topics", "alerts", "analysis", "notes"),
    DOSSIER: ("overview", "trend", "spread", "terms", "alerts", "analysis", "forecast", "notes"),
}
NEEDED = "notes"  # what numbers mean, and what is missing, is never left out


@dataclass(frozen=True, slots=True)
class Layout:
    """What a template says. `plans` None: all standing plans; `thresholds`: where they differ from the shipped ones."""

    sections: tuple[str, ...]
    name: str = ""
    version: int = 0
    plans: tuple[int, ...] | None = None
    thresholds: Mapping[str, Any] = field(default_factory=dict)


def layout_of(kind: str) -> Layout:
    """The shipped one."""
    return Layout(SECTIONS[kind])


def sections_checked(kind: str, keys: Iterable[str]) -> tuple[str, ...]:
    """Known keys once each, in the order given, the notes among them."""
    found = [key for key in dict.fromkeys(keys) if key in SECTIONS[kind]]
    return tuple(found if NEEDED in found else [*found, NEEDED])
