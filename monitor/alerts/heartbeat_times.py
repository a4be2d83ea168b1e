"""When a heartbeat is due: at times of day in Shanghai, one a shift, never late. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, Self

from monitor.errors import SettingError
from monitor.lib.clock import DAY, SHANGHAI

LATE = timedelta(minutes=30)  # after so long a heartbeat is left out: that it was missing has been noticed
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class HeartbeatParams:
    """`heartbeat`: times of day (HH:MM, Asia/Shanghai)."""

    kind: ClassVar[str] = "heartbeat"

    times: tuple[str, ...] = ("08:30",)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """From `AlertRule.params`. Raises SettingError."""
        times = stored.get("times", cls().times)
        if not times or not all(isinstance(at, str) and CLOCK.fullmatch(at) for at in times):
            raise SettingError("alert rule: times are HH:MM, at least one")
        return cls(tuple(sorted(set(times))))

    def stored(self) -> dict[str, Any]:
        """As `AlertRule.params` keeps them."""
        return asdict(self)


def due_since(params: HeartbeatParams, *, last: datetime | None, now: datetime) -> datetime | None:
    """The time that is due: reached within LATE before `now`, and no heartbeat since. UTC or None."""
    today = now.astimezone(SHANGHAI).date()
    slots = [
        datetime.combine(day, time.fromisoformat(at), SHANGHAI) for day in (today - DAY, today) for at in params.times
    ]
    due = [slot for slot in slots if now - LATE <= slot <= now and (last is None or last < slot)]
    return max(due, default=None)


def covers_from(params: HeartbeatParams, *, slot: datetime) -> datetime:
    """Beginning of the time that a heartbeat speaks of: the slot before it."""
    local = slot.astimezone(SHANGHAI)
    slots = [
        datetime.combine(local.date() - n * DAY, time.fromisoformat(at), SHANGHAI)
        for n in (0, 1)
        for at in params.times
    ]
    return max((one for one in slots if one < local), default=local - DAY)
