"""The wall's state, read when a scene asks for it: of now, or of a moment of the past in a replay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from dashboards.charts import Chart
from dashboards.wall_view import WallView
from dashboards.wall_words import fitted, fitted_rows
from monitor.lib.clock import SHANGHAI
from monitor.models import AlertLevel
from monitor.queries import desk as read
from monitor.queries import wall
from monitor.queries.scope import Scope
from monitor.queries.together import Part, Reading, parts_read

STALE_AFTER = timedelta(minutes=3)
RANKED, FEWEST = 5, 3
READABLE = 12  # characters of a title that say what it is about
NEWEST, NEWEST_FEWEST, NEWEST_READABLE = 4, 3, 16  # nothing stands beside a new topic but its title
NAMED = 2  # alerts by title, failing sources by name
# Room for titles, in characters, that the scene's own words leave of eighty in either language (tested).
RANKED_ROOM, NEWEST_ROOM, NAMED_ROOM = 44, 56, 34
PARTS = {
    "numbers": ("numbers", "alerts", "_alerts_before"),
    "volume": ("numbers", "_gaps", "_marks"),
    "sentiment": ("numbers",),
    "topics": ("_ranked",),
    "newest": ("_newest",),
    "sources": (),
    "alerts": ("alerts",),
}
"""What each scene shows, besides the sources, which every state speaks of."""
ROW_ROOM = 4  # that a row of the ranking leaves to the others when it is not shown: rank, move, count
AGE_ROOM = 2  # that a new topic leaves: its age


@dataclass(frozen=True)
class LevelLine:
    """Open alerts of one level; `oldest` is when the first of them was raised."""

    level: int
    n: int
    oldest: datetime | None


@dataclass(frozen=True)
class Wall:
    """The wall at one moment (aware, whole seconds)."""

    view: WallView
    now: datetime

    @cached_property
    def scope(self) -> Scope:
        return self.view.filters.scope(self.now, self.view.sight)

    @property
    def replayed(self) -> bool:
        return bool(self.view.replay)

    @Part
    def numbers(self) -> Reading[read.Numbers]:
        return read.numbers_reading(self.scope, now=self.now)

    @cached_property
    def shares(self) -> list[tuple[str, float | None, float | None]]:
        """(sentiment, share of the originals, change in percentage points)."""
        now, before = self.numbers.now, self.numbers.before
        found: list[tuple[str, float | None, float | None]] = []
        for name in ("neg", "neu", "pos"):
            share = getattr(now, name) / now.originals if now.originals else None
            earlier = getattr(before, name) / before.originals if before.originals else None
            moved = (share - earlier) * 100 if share is not None and earlier is not None else None
            found.append((name, share, moved))
        return found

    @property
    def before_positive(self) -> int:
        """Where the positive part of the bar begins."""
        return self.numbers.now.neg + self.numbers.now.neu

    @cached_property
    def chart(self) -> Chart:
        return Chart(
            id="wall-volume",
            title=_("%(window)s每小时条数") % {"window": self.window_label},
            foot="",
            bars=tuple(self.numbers.bars),
            gaps=tuple(self._gaps),
            marks=tuple(self.marks),
            sources=self.sources.total,
        )

    @Part
    def _gaps(self) -> Reading[list[read.Gap]]:
        return read.gaps_reading(self.scope)

    @Part
    def _marks(self) -> Reading[list[read.Mark]]:
        return read.marks_reading(self.scope)

    @cached_property
    def marks(self) -> list[read.Mark]:
        """Alerts on the time axis; in a replay with the level that they had then."""
        marks = self._marks
        if not self.replayed:
            return marks
        levels = wall.levels_at((mark.id for mark in marks), self.now)
        return [replace(mark, level=levels.get(mark.id, mark.level)) for mark in marks]

    @Part
    def _ranked(self) -> Reading[list[wall.RankedTopic]]:
        return wall.topics_ranked_reading(self.scope, compare=self.view.compare, limit=RANKED)

    @cached_property
    def ranked(self) -> list[tuple[wall.RankedTopic, str]]:
        """The ranking, with titles that can be read from afar: fewer rows where five would leave only the beginnings of them."""
        rows = self._ranked
        room = [RANKED_ROOM + ROW_ROOM * (RANKED - n) for n in range(len(rows) + 1)]
        found = fitted_rows([row.title for row in rows], room, fewest=FEWEST, readable=READABLE)
        return list(zip(rows, found, strict=False))

    @property
    def compared_at(self) -> datetime:
        return wall.compared_at(self.now, self.view.compare)

    @Part
    def _newest(self) -> Reading[list[wall.NewTopic]]:
        return wall.topics_newest_reading(self.scope, limit=NEWEST)

    @cached_property
    def newest(self) -> list[tuple[wall.NewTopic, str]]:
        """The newest topics, by the same rule."""
        rows = self._newest
        room = [NEWEST_ROOM + AGE_ROOM * (NEWEST - n) for n in range(len(rows) + 1)]
        found = fitted_rows([row.title for row in rows], room, fewest=NEWEST_FEWEST, readable=NEWEST_READABLE)
        return list(zip(rows, found, strict=False))

    @Part
    def alerts(self) -> Reading[list[wall.OpenAlert]]:
        if self.replayed:
            return wall.alerts_open_at_reading(self.scope, self.now)
        return wall.alerts_open_now_reading(self.scope)

    @Part
    def _alerts_before(self) -> Reading[list[wall.OpenAlert]]:
        return wall.alerts_open_at_reading(self.scope, self.scope.start)

    @property
    def alerts_change(self) -> int:
        """How many more are open than at the beginning of the window."""
        return len(self.alerts) - len(self._alerts_before)

    @property
    def levels(self) -> list[LevelLine]:
        """Every level, gravest first, those without an open alert too."""
        return [
            LevelLine(level, len(found), min((one.raised_at for one in found), default=None))
            for level in sorted(AlertLevel.values, reverse=True)
            for found in [[one for one in self.alerts if one.level == level]]
        ]

    @property
    def gravest(self) -> list[tuple[wall.OpenAlert, str]]:
        rows = self.alerts[:NAMED]
        return list(zip(rows, fitted([row.title for row in rows], NAMED_ROOM), strict=True))

    @Part
    def sources(self) -> Reading[wall.SourceHealth]:
        if self.replayed:
            return wall.sources_at_reading(self.now)
        return wall.sources_now_reading(overdue=STALE_AFTER, now=self.now)

    @property
    def failing(self) -> list[tuple[str, datetime | None]]:
        rows = self.sources.failing[:NAMED]
        names = fitted([name for name, _since in rows], NAMED_ROOM)
        return [(name, since) for name, (_name, since) in zip(names, rows, strict=True)]

    @property
    def overdue(self) -> bool:
        """No source was read for some time although one is due: the figures are those of then."""
        data_at, due = self.sources.data_at, self.sources.due_since
        return not self.replayed and due is not None and (data_at is None or data_at < self.now - STALE_AFTER)

    @property
    def window_label(self) -> str:
        return _("近 24 小时") if self.view.filters.window == "24h" else _("近 7 天")

    @property
    def before_label(self) -> str:
        return _("较前 24 小时") if self.view.filters.window == "24h" else _("较前 7 天")

    @property
    def moment(self) -> str:
        """The simulated moment in words: 11-18 14:00."""
        return f"{self.now.astimezone(SHANGHAI):%m-%d %H:%M}"

    def scenes(self, before_each: Callable[[], None] = lambda: None) -> list[dict[str, str]]:
        """[{name, html}] in their order and the view's language; what they show is read in step."""
        parts_read(self, "sources", *{part: None for name in self.view.scenes for part in PARTS[name]})
        with translation.override(self.view.language):
            found = []
            for name in self.view.scenes:
                before_each()
                found.append({"name": name, "html": render_to_string(f"wall/_{name}.html", {"wall": self})})
            return found
