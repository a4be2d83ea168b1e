"""The numbers of the alert rules: defaults here, changes in `AlertRule.params`, all of them visible. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any, Self

from monitor.errors import SettingError


@dataclass(frozen=True, slots=True)
class WindowRule:
    """A tested window and its floor: fewer originals or sources than this never alert, whatever the baseline."""

    hours: int
    originals: int
    sources: int


@dataclass(frozen=True, slots=True)
class RisingParams:
    """`topic_rising`. A window is met when originals >= max(floor, ratio x own baseline, share x area baseline)."""

    windows: tuple[WindowRule, ...] = (WindowRule(3, 4, 3), WindowRule(24, 4, 3))  # shortest first
    mild_share: float = 0.3  # below this share of negative originals a matter is mild: its floor of originals is ...
    mild_factor: float = 2.0  # ... this many times as high (good news may grow a while before it interrupts anyone)
    ratio: float = 2.5  # times what the topic itself usually has in such hours
    area_share: float = 0.15  # of what its whole area usually has in such hours
    baseline_days: int = 28
    min_own_hours: int = 24  # observed hours below which a topic has no baseline of its own
    min_history_hours: int = 72  # observed hours below which an area has no baseline
    outage_share: float = 0.2  # an hour in which this share of sources was down tells nothing
    cooldown_minutes: int = 60  # between two messages of a thread, unless it jumps
    rearm_hours: int = 6  # after a person closed a thread
    calm_hours: int = 6  # this long, at most `calm_originals`, and growth has stopped
    calm_originals: int = 1
    # points by step: a value that reaches the n-th number gets n points
    speed_steps: tuple[float, ...] = (1.0, 2.0, 4.0)  # originals an hour in the shortest window
    volume_steps: tuple[float, ...] = (10, 20, 40)  # originals in the longest window
    spread_steps: tuple[float, ...] = (4, 6, 10)  # distinct sources in the longest window, reposts included
    negative_steps: tuple[float, ...] = (0.5, 0.7, 0.9)  # share of originals
    grave_points: int = 2
    level_points: tuple[int, ...] = (3, 6, 9)  # points from which a level is yellow, orange, red

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From `AlertRule.params`: unknown keys are ignored, missing ones are defaults. Raises SettingError."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {key: value for key, value in stored.items() if key in known}
        try:
            if "windows" in values:
                values["windows"] = tuple(sorted((WindowRule(**w) for w in values["windows"]), key=lambda w: w.hours))
            values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
            params = cls(**values)
            params.check()
        except (TypeError, ValueError) as error:
            raise SettingError(f"alert rule: {error}") from error
        return params

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        if not self.windows or any(w.hours < 1 or w.originals < 1 or w.sources < 1 for w in self.windows):
            raise ValueError("windows need hours, originals and sources of at least 1")
        if len(self.level_points) != 3 or list(self.level_points) != sorted(self.level_points):
            raise ValueError("level_points are three rising numbers")
        if self.mild_factor < 1:
            raise ValueError("mild_factor is at least 1")
        if min(self.ratio, self.area_share, self.baseline_days, self.calm_hours) <= 0:
            raise ValueError("ratio, area_share, baseline_days and calm_hours are above 0")

    def stored(self) -> dict[str, Any]:
        """As `AlertRule.params` keeps them."""
        return asdict(self)

    @property
    def reach(self) -> timedelta:
        """The longest tested window."""
        return timedelta(hours=max(window.hours for window in self.windows))
