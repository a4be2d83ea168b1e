"""What is known about a topic, or an area, when alerts are decided. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.alerts.cohorts import Cohort, Listening
from monitor.alerts.series import Series

UNKNOWN = Series({})


@dataclass(frozen=True, slots=True)
class Seen:
    """An item of the topic or area. `source` is a source's id, `kind` what kind of medium it is."""

    id: int
    at: datetime
    source: int
    negative: bool = False
    unsure: bool = False  # the label is
    chance: float | None = None  # that it is negative; None: no more is known than the label
    original: bool = True
    own: bool = False  # the union's own publication: never counts
    hits: tuple[int, ...] = ()  # grave rules of the team that it hit
    kind: str = ""
    units: tuple[int, ...] = ()
    plans: tuple[int, ...] = ()  # standing plans that hold it
    focus: bool = True  # it is about working life
    area: str = ""  # its main concern area
    reply: bool = False  # it answers the matter (replies.py): an authority's denial

    @property
    def likely(self) -> float:
        """How much of a negative item it is, 0 to 1: the chance, or what the label says (a half where that is unsure)."""
        if self.chance is not None:
            return self.chance
        return (0.5 if self.unsure else 1.0) if self.negative else 0.0


@dataclass(frozen=True, slots=True)
class Fired:
    """A grave rule, or a standing plan (`kind` plan_hit), that raised or joined a thread: when, for which topic, and what units its
    item named."""

    rule: int
    at: datetime
    topic: int
    units: tuple[int, ...] = ()
    kind: str = "keyword"


@dataclass(frozen=True, slots=True)
class Thread:
    """The open alert. `spoke_at`: when it last told people something; `narrow`: only the recipients of a standing plan so far;
    `raised_at`: None where nobody asks."""

    level: int
    spoke_at: datetime
    calm: bool = False
    narrow: bool = False
    raised_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """All that a decision about a topic looks at. `outages`: hours (UTC) in which too many sources were down.

    `items` are those of the longest window of any rule, `earlier` those before it as far as the baselines go back (read only
    for topics that may alert). Series count originals by hour. `listening`: since when sources have been listened to, by id (read only
    where it is asked; empty: always).
    """

    id: int
    items: tuple[Seen, ...]
    in_focus: bool = True
    muted: bool = False
    merged: bool = False
    grave: bool = False  # an item of the topic, of whatever age, hit a grave rule
    area: str = ""
    thread: Thread | None = None
    closed_at: datetime | None = None  # when a person last closed a thread of this topic
    own_series: Series = UNKNOWN
    own_negative: Series = UNKNOWN
    area_series: Series = UNKNOWN
    area_negative: Series = UNKNOWN
    earlier: tuple[Seen, ...] = ()
    fired: tuple[Fired, ...] = ()  # grave rules and plans that fired lately, on any topic
    plans: frozenset[int] = frozenset()  # standing plans whose own alert is on
    listening: Mapping[int, Listening] = field(default_factory=dict)
    outages: frozenset[datetime] = frozenset()


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """All that a decision about a concern area looks at: its items in focus of the longest window.

    `told`: ids of those that belong to a topic whose own thread is open: they were told already and do not count again. `topics`:
    topic by item, as far as it is known. `cohorts`: what is usual, by sources of one age; empty until it is read.
    """

    area: str
    items: tuple[Seen, ...]
    told: frozenset[int] = frozenset()
    topics: Mapping[int, int] = field(default_factory=dict)
    thread: Thread | None = None
    closed_at: datetime | None = None
    cohorts: tuple[Cohort, ...] = ()
    outages: frozenset[datetime] = frozenset()
