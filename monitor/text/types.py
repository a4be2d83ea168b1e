"""Values that go into and come out of the text stage. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

NEG, NEU, POS = SENTIMENTS = ("neg", "neu", "pos")


@dataclass(frozen=True, slots=True)
class RawText:
    """A published text, HTML or plain. `region`: the place its source writes about, the default of its own place."""

    title: str
    text: str = ""
    source: str = ""
    region: str | None = None


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A keyword rule of the team, in the language of `query.py`."""

    id: int
    name: str
    query: str
    area: str | None = None
    grave: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class PlanSpec:
    """A standing plan: a query, and what else an item must have; an empty tuple asks for nothing. `start <= at < end` (aware)."""

    id: int
    name: str
    query: str
    sources: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    units: tuple[int, ...] = ()
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A second-level union: a text is its business when one of `words` occurs and none of `exclude`."""

    id: int
    name: str
    words: tuple[str, ...]
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceSpec:
    """A place or employer of the team's gazetteer, under all its names. `scope` 本区, 本市 or 外地; `unit`: whose business."""

    name: str
    aliases: tuple[str, ...] = ()
    scope: str = "本区"
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was read out of a text. `title` and `text` are clean and masked, as stored."""

    title: str
    text: str
    masked: bool
    lang: str  # zh, en or ""
    sentiment: str  # neg, neu, pos: always the likeliest
    unsure: bool
    sentiment_p: tuple[float, float, float]  # neg, neu, pos; sums to 1
    areas: tuple[str, ...]  # main one first
    units: tuple[int, ...]
    unit_names: tuple[str, ...]
    place: str | None  # 本区, 本市, 外地 or None
    terms: tuple[str, ...]  # up to 12, best first, never a detected name
    rules: tuple[int, ...]
    grave: bool
    in_focus: bool
    model: str
    plans: tuple[PlanSpec, ...] = ()  # whose query matches; text.plans says which the item belongs to
    # Reasons, if asked for: {sentiment: [[word, weight]..], areas: {area: [words]}, rules: {id: [words]}, units: {id: [words]},
    # place: {because, words: [[name, label, times]..]}}
    why: dict[str, Any] = field(default_factory=dict)
