"""Values of the exercise: what a storyline is made of, and the finished item that a source publishes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """One authored text of a storyline. `title` and `text` are frames, see `words.fill`.

    `to` names sources that repost it word for word, `light` sources that publish it reworded (`rewrite.reword`: new
    headline, a source line, other words, cut or reordered); `after` marks the later part (answers, follow-ups); `edit` is
    the (title, text) shown some time after publication; `areas` overrides the areas of the story.
    """

    source: str
    variant: str
    title: str
    text: str
    tone: str = "neg"
    to: tuple[str, ...] = ()
    light: tuple[str, ...] = ()
    after: bool = False
    edit: tuple[str, str] | None = None
    areas: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A storyline. `alert_at` is the index of the piece from which a duty desk should have been alerted."""

    key: str
    name: str
    areas: tuple[str, ...]
    pieces: tuple[Piece, ...]
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alert: bool = False
    alert_at: int = 3
    hours: float = 48.0
    role: str = ""  # "rising" or "breaking": may open a session


@dataclass(frozen=True, slots=True)
class Frame:
    """One authored everyday item, about no storyline."""

    title: str
    text: str
    tone: str = "neu"
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """From `at` (UTC) on the source shows this title and text."""

    at: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class DrillItem:
    """A published item with the truth about it. `published` is aware UTC; `story` is "" for everyday items."""

    id: str
    source: str
    story: str
    variant: str
    frame: str
    title: str
    text: str
    published: datetime
    path: str
    areas: tuple[str, ...]
    sentiment: str
    original: bool = True
    repost_of: str = ""
    secrets: tuple[str, ...] = ()  # personal identifiers in it, as written: none may be stored
    edits: tuple[Edit, ...] = ()

    @property
    def url(self) -> str:
        """Address in the fictional world; the server puts its own host and port in front of `path`."""
        return f"http://{self.source}.yunhe.example{self.path}"

    @property
    def topic(self) -> str:
        """The matter it belongs to: its story, or what it repeats, or itself."""
        return self.story or self.repost_of or self.id

    def as_seen(self, now: datetime) -> "tuple[str, str, datetime]":
        """(title, text, last change) as the source shows it at `now`."""
        shown = (self.title, self.text, self.published)
        for edit in self.edits:
            if edit.at <= now:
                shown = (edit.title, edit.text, edit.at)
        return shown


@dataclass(frozen=True, slots=True)
class StoryTruth:
    """One run of a storyline: whether, and from when (UTC), a duty desk should have been alerted."""

    story: str
    name: str
    areas: tuple[str, ...]
    alert: bool
    alert_from: datetime | None
    start: datetime
    end: datetime
    items: int
