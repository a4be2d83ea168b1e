"""What the judging of a training works on, rows and exercise left behind. All times aware UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """A storyline of the window, known by its name: told twice, it is one matter. `seen_from`: since when the trainee could have seen it (None: never fetched)."""

    name: str
    areas: tuple[str, ...]
    tone: str
    alert: bool
    alert_from: datetime | None
    seen_from: datetime | None
    items: int  # published in the window
    sources: int


@dataclass(frozen=True, slots=True)
class Said:
    """A note of the trainee. `story` is a name; None: its topic is about no storyline."""

    title: str
    story: str | None
    at: datetime
    answered_at: datetime | None = None
    needs_alert: bool | None = None
    areas: tuple[str, ...] = ()
    tone: str = ""
    first_step: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What the trainee did with a real alert during the run."""

    story: str | None
    at: datetime
    false_alarm: bool = False


@dataclass(frozen=True, slots=True)
class Tagged:
    """An item of the tagging exercise. `given_areas` None: not tagged; () is 与职工无关."""

    title: str
    source: str
    given_areas: tuple[str, ...] | None
    given_tone: str
    areas: tuple[str, ...]
    tone: str
