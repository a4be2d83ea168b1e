"""What every counted rule shares: baseline, cool-down, all-clear; and reading numbers out of stored JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import Any, ClassVar, Self

from monitor.errors import SettingError


@dataclass(frozen=True, slots=True)
class WindowRule:
    """A tested window and its floor: below any of these numbers nothing alerts, whatever the baseline.

    `negative` are originals that are surely negative, `likely` counts each original by the probability that it is negative (0: not
    asked); a matter that is told as no trouble has another floor (see the rule).
    """

    hours: int
    originals: int
    sources: int
    negative: int = 0
    likely: float = 0.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How a thread behaves, whatever is counted."""

    kind: ClassVar[str] = ""
    later: ClassVar[Mapping[str, Any]] = {}
    """Numbers that an earlier version of the product did not have, and what switches them off."""

    baseline_days: int = 28
    min_own_hours: int = 24  # observed hours below which a topic has no baseline of its own
    min_history_hours: int = 72  # observed hours below which an area has no baseline
    outage_share: float = 0.2  # an hour in which this share of sources was down tells nothing
    cooldown_minutes: int = 60  # between two messages of a thread, unless it jumps
    rearm_hours: int = 6  # after a person closed a thread
    calm_hours: int = 6  # this long, at most `calm_originals`, and growth has stopped
    calm_originals: int = 1

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From `AlertRule.params`: unknown keys are ignored, missing ones are defaults; in a whole set of an earlier version of the
        product (restored from a rule's history) what came later is off. Raises SettingError."""
        known = {field.name for field in fields(cls)}
        values: dict[str, Any] = {key: value for key, value in stored.items() if key in known}
        if "baseline_days" in stored:
            values = {**cls.later, **values}
        try:
            if "windows" in values:
                values["windows"] = tuple(sorted((WindowRule(**w) for w in values["windows"]), key=lambda w: w.hours))
            values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
            params = cls(**values)
            params.check()
        except (TypeError, ValueError) as error:
            raise SettingError(f"alert rule: {error}") from error
        return params

    @property
    def reach(self) -> timedelta:
        """The longest tested window."""
        raise NotImplementedError

    def check(self) -> None:
        """Raises ValueError when the numbers make no sense."""
        checked(self, above_zero=("baseline_days", "calm_hours", "outage_share"))

    def stored(self) -> dict[str, Any]:
        """As `AlertRule.params` keeps them."""
        return asdict(self)


def checked(params: object, *, above_zero: tuple[str, ...] = (), shares: tuple[str, ...] = ()) -> None:
    """ValueError when a number is not above 0, or a share not within 0 to 1."""
    low = [name for name in above_zero if getattr(params, name) <= 0]
    out = [name for name in shares if not 0 <= getattr(params, name) <= 1]
    if low or out:
        raise ValueError(", ".join([f"{name} is above 0" for name in low] + [f"{name} is a share" for name in out]))
