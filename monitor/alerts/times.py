"""How long an alert may wait for a look and for its end, by level: the shipped numbers, and when an alert is due. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import SettingError

LEVELS = 4
MAX_MINUTES, MAX_HOURS = 7 * 24 * 60, 90 * 24


@dataclass(frozen=True, slots=True)
class Times:
    """Four numbers each: blue, yellow, orange, red. Hours of the clock, nights and holidays included."""

    acknowledge_minutes: tuple[int, ...] = (480, 120, 30, 15)
    resolve_hours: tuple[int, ...] = (120, 72, 48, 24)

    def acknowledge_by(self, level: int, at: datetime) -> datetime:
        """When an alert that has this level since `at` is to be seen."""
        return at + timedelta(minutes=self.acknowledge_minutes[level - 1])

    def resolve_by(self, level: int, at: datetime) -> datetime:
        """When it is to be closed."""
        return at + timedelta(hours=self.resolve_hours[level - 1])


def times_of(acknowledge_minutes: Sequence[int], resolve_hours: Sequence[int]) -> Times:
    """Checked. Raises SettingError `times_count`, `times_range` or `times_order` (a higher level may not wait longer)."""
    for numbers, most in ((acknowledge_minutes, MAX_MINUTES), (resolve_hours, MAX_HOURS)):
        if len(numbers) != LEVELS:
            raise SettingError("four levels", label="times_count")
        if any(not 1 <= number <= most for number in numbers):
            raise SettingError(f"1 to {most}", label="times_range")
        if list(numbers) != sorted(numbers, reverse=True):
            raise SettingError("a higher level may not wait longer", label="times_order")
    return Times(tuple(acknowledge_minutes), tuple(resolve_hours))


def sooner(one: datetime | None, other: datetime) -> datetime:
    """An escalation may bring a due time forward, never put it off."""
    return other if one is None else min(one, other)
