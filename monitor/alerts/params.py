"""The numbers of the counted alert rules: defaults here, changes in `AlertRule.params`, all of them visible. Pure.

`manners.py` holds what every counted rule shares, `sensitivity.py` the sets "fewer", "balanced", "more".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import isfinite
from typing import Any, ClassVar

from monitor.alerts.manners import Manners, WindowRule, checked


@dataclass(frozen=True, slots=True)
class RisingParams(Manners):
    """`topic_rising`. A window is met when the floor is reached and originals >= max(ratio x own baseline,
    share x area baseline). The floor: originals, distinct sources, and their tone: originals counted by the probability that they are
    negative (`likely`), or `mild_originals` of which `mild_share` is, counted likewise; `same_area` of them are negative, in focus and of
    one main concern area: posts that have no more than a place or a word in common are no matter.

    What was told before the matter was answered (replies.py) is known to the desk: with `after_replies` only what came later counts.
    """

    kind: ClassVar[str] = "topic_rising"
    later: ClassVar[Mapping[str, Any]] = {"same_area": 0, "after_replies": False, "mild_share": 0.0}

    windows: tuple[WindowRule, ...] = (  # shortest first
        WindowRule(6, 4, 3, likely=2.5),  # quick and bad ...
        WindowRule(12, 5, 3, likely=3.3),
        WindowRule(48, 6, 3, likely=5.5),  # ... or large in two days
    )
    mild_originals: int = 9  # so many originals of a window reach its floor ...
    mild_share: float = 0.45  # ... when this share of them is negative
    same_area: int = 2
    after_replies: bool = True
    ratio: float = 2.5  # times what the topic itself usually has in such hours
    area_share: float = 0.15  # of what its whole area usually has in such hours
    # points by step: a value that reaches the n-th number gets n points
    speed_steps: tuple[float, ...] = (0.7, 1.5, 3.0)  # originals an hour in the shortest window
    volume_steps: tuple[float, ...] = (10, 20, 40)  # originals in the longest window
    spread_steps: tuple[float, ...] = (4, 6, 10)  # distinct sources in the longest window, reposts included
    negative_steps: tuple[float, ...] = (0.5, 0.7, 0.9)  # share of originals
    grave_points: int = 2
    level_points: tuple[int, ...] = (5, 7, 10)  # points from which a level is yellow, orange, red

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        Manners.check(self)
        if not self.windows or any(w.hours < 1 or w.originals < 1 or w.sources < 1 for w in self.windows):
            raise ValueError("windows need hours, originals and sources of at least 1")
        steps = (self.speed_steps, self.volume_steps, self.spread_steps, self.negative_steps, self.level_points)
        if any(not isfinite(step) for row in steps for step in row) or any(list(row) != sorted(row) for row in steps):
            raise ValueError("steps are rising numbers")
        if len(self.level_points) != 3:
            raise ValueError("level_points are three numbers")
        if any(not isfinite(window.likely) or window.likely < 0 for window in self.windows):
            raise ValueError("likely is a number of at least 0")
        checked(self, above_zero=("ratio", "area_share", "mild_originals"), shares=("mild_share",))
        if self.same_area < 0:
            raise ValueError("same_area is at least 0")

    @property
    def reach(self) -> timedelta:
        """The longest tested window."""
        return timedelta(hours=max(window.hours for window in self.windows))


@dataclass(frozen=True, slots=True)
class NegativeParams(Manners):
    """`topic_negative`: a matter that was told calmly turns bad. Counted are negative originals of one window.

    Needed: the floor, and a share of the window's originals above what is usual for the topic (before the window) or its area.
    """

    kind: ClassVar[str] = "topic_negative"
    later: ClassVar[Mapping[str, Any]] = {"same_area": 0}

    hours: int = 24
    negative: int = 6  # negative originals at least
    sources: int = 3  # sources that told it badly, at least
    share: float = 0.6  # of the window's originals, at least
    margin: float = 0.25  # ... and this much above the usual share
    same_area: int = 2  # of them, in focus and of one main concern area
    min_before: int = 4  # originals before the window below which nothing can have turned
    orange_share: float = 0.85
    orange_negative: int = 20

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        Manners.check(self)
        checked(self, above_zero=("hours", "negative", "sources", "min_before"), shares=("share", "margin"))
        if self.same_area < 0:
            raise ValueError("same_area is at least 0")

    @property
    def reach(self) -> timedelta:
        """The tested window."""
        return timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class SpreadParams(Manners):
    """`topic_spread`: a matter leaves the place where it was told. Counted are distinct sources of one window, reposts too.

    Needed: the floor, `ratio` times the sources that the topic usually has in such a window, and of these enough that never told it
    before, among them a new kind of source or a new unit.
    """

    kind: ClassVar[str] = "topic_spread"

    hours: int = 24
    sources: int = 10
    new_sources: int = 6  # that had not told it before the window
    new_kinds: int = 2  # kinds of source and units that had not told it, together
    ratio: float = 2.0
    mild_share: float = 0.5  # below this share of negative originals a matter needs ...
    mild_factor: float = 2.0  # ... this many times the sources
    orange_sources: int = 15

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        Manners.check(self)
        if self.mild_factor < 1:
            raise ValueError("mild_factor is at least 1")
        checked(self, above_zero=("hours", "sources", "new_sources", "ratio"), shares=("mild_share",))

    @property
    def reach(self) -> timedelta:
        """The tested window."""
        return timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class VolumeParams(Manners):
    """`area_volume`: a whole concern area is louder than usual, without what alerts on its topics already told.

    A window is met when originals >= max(floor, ratio x baseline, baseline + deviations x its root).
    """

    kind: ClassVar[str] = "area_volume"

    windows: tuple[WindowRule, ...] = (WindowRule(6, 12, 4), WindowRule(24, 24, 5))
    ratio: float = 2.0
    deviations: float = 4.0  # of a count whose mean is the baseline (Poisson): small counts vary by themselves
    negative_share: float = 0.3  # of the originals: good news is no alarm
    one_matter_share: float = 0.5  # above this share of one topic it is that topic's business, not the area's
    calm_ratio: float = 1.2  # calm when the shortest window is below this many times its baseline
    orange_ratio: float = 4.0
    cooldown_minutes: int = 360
    min_history_hours: int = 168

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        Manners.check(self)
        if not self.windows or any(w.hours < 1 or w.originals < 1 or w.sources < 1 for w in self.windows):
            raise ValueError("windows need hours, originals and sources of at least 1")
        if self.calm_ratio >= self.ratio:
            raise ValueError("calm_ratio is below ratio")
        checked(self, above_zero=("ratio", "deviations", "calm_ratio"), shares=("negative_share", "one_matter_share"))

    @property
    def reach(self) -> timedelta:
        """The longest tested window."""
        return timedelta(hours=max(window.hours for window in self.windows))


@dataclass(frozen=True, slots=True)
class KeywordParams(Manners):
    """`keyword`: the first item that hits a grave rule raises the thread of its topic; then the rule is quiet for a while.

    A hit speaks in a topic that is about working life: `focus_share` of its originals within `hours` are in focus.
    """

    kind: ClassVar[str] = "keyword"
    later: ClassVar[Mapping[str, Any]] = {"focus_share": 0.0}

    hours: int = 24  # how far back an item may lie and still count as the first
    level: int = 2
    focus_share: float = 0.33
    cooldown_minutes: int = 4320  # in which further hits that may be the same matter say nothing by themselves

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        Manners.check(self)
        if not 1 <= self.level <= 4:
            raise ValueError("level is 1 (blue) to 4 (red)")
        checked(self, above_zero=("hours",), shares=("focus_share",))

    @property
    def reach(self) -> timedelta:
        """How far back items are looked at."""
        return timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class PlanParams(KeywordParams):
    """`plan_hit`: the first item of a standing plan that has an alert of its own, as `keyword` does it for grave rules."""

    kind: ClassVar[str] = "plan_hit"

    focus_share: float = 0.0  # whoever made the plan wants it, in focus or not
    cooldown_minutes: int = 2880
