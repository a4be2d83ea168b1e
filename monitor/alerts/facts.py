"""What is known about a topic when alerts are decided. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.series import Series

UNKNOWN = Series({})


@dataclass(frozen=True, slots=True)
class Seen:
    """An item of the topic in the longest window. `source` is a source's id."""

    id: int
    at: datetime
    source: int
    negative: bool = False
    original: bool = True
    own: bool = False  # the union's own publication: never counts


@dataclass(frozen=True, slots=True)
class Thread:
    """The open alert of the topic. `spoke_at`: when it last told people something."""

    level: int
    spoke_at: datetime
    calm: bool = False


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """All that a decision looks at. `outages`: hours (UTC) in which too many sources were down."""

    id: int
    items: tuple[Seen, ...]
    in_focus: bool = True
    muted: bool = False
    merged: bool = False
    grave: bool = False
    area: str = ""
    thread: Thread | None = None
    closed_at: datetime | None = None  # when a person last closed a thread of this topic
    own_series: Series = UNKNOWN
    area_series: Series = UNKNOWN
    outages: frozenset[datetime] = frozenset()
