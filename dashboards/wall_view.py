"""What a wall is asked to show: from its address, the admin's settings and, for a screen, its link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils import translation

from dashboards import labels
from dashboards.access import Sight
from dashboards.filters import Filters
from monitor.lib.clock import WEEK, shanghai_day_start
from monitor.models import SCENES, WallSettings, WallToken
from monitor.queries.weeks import week_named

REPLAY_MINUTES = 10.0
THEMES = ("dark", "light")


@dataclass(frozen=True, slots=True)
class WallView:
    """All that decides what the wall shows; equal views share one rendering."""

    filters: Filters
    sight: Sight
    scenes: tuple[str, ...]
    language: str
    chosen: bool = False  # the address names the scenes
    compare_h: int = 1
    interval_s: int = 15
    theme: str = "dark"
    replay: str = ""  # ISO week, 2026-W47
    minutes: float = REPLAY_MINUTES  # that the week's replay takes

    @classmethod
    def of(cls, query: QueryDict, sight: Sight) -> WallView:
        """Read from an address; what makes no sense there, or is not said, is as the admin has set it."""
        stored = WallSettings.objects.filter(pk=1).first() or WallSettings()
        named = tuple(name for name in dict.fromkeys(query.get("scenes", "").split(",")) if name in SCENES)
        language = query.get("language", "")
        return cls(
            filters=Filters.of(query),
            sight=sight,
            scenes=named or tuple(name for name in stored.scenes if name in SCENES),
            chosen=bool(named),
            language=language if language in dict(settings.LANGUAGES) else translation.get_language() or "zh-hans",
            compare_h={"1": 1, "24": 24}.get(query.get("compare", ""), stored.compare_h),
            interval_s=_interval(query.get("interval", ""), stored.interval_s),
            theme=query.get("theme", "") if query.get("theme") in THEMES else stored.theme,
            replay=query.get("replay", "") if week_named(query.get("replay", "")) else "",
            minutes=_minutes(query.get("minutes", "")),
        )

    def narrowed(self, token: WallToken) -> WallView:
        """For a screen: the link's scenes (fewer, or in another order, if the address says so), its area and unit."""
        wanted = self.scenes if self.chosen else token.scenes
        scenes = tuple(name for name in wanted if name in token.scenes) or tuple(token.scenes)
        filters = replace(
            self.filters, area=token.area or self.filters.area, unit=token.unit_id or self.filters.unit, focus=True
        )
        return replace(self, scenes=scenes, filters=filters, replay="")

    @property
    def query(self) -> str:
        """As an address for the state: everything that is not decided anew there."""
        pairs = {"scenes": ",".join(self.scenes), "language": self.language, "compare": str(self.compare_h)}
        pairs |= {"replay": self.replay} if self.replay else {}
        return f"?{urlencode(pairs | self.filters.pairs())}"

    @property
    def compare(self) -> timedelta:
        """How far back the ranking is compared."""
        return timedelta(hours=self.compare_h)

    @property
    def narrow(self) -> str:
        """Name of the area that it is narrowed to, or ""."""
        return labels.area(self.filters.area) if self.filters.area else ""


def replay_span(week: str, now: datetime) -> tuple[datetime, datetime] | None:
    """[Monday 00:00, the next Monday 00:00 or the last whole hour) in UTC; None for no week, or one to come."""
    monday = week_named(week)
    if monday is None:
        return None
    start = shanghai_day_start(monday)
    end = min(shanghai_day_start(monday + WEEK), now.replace(minute=0, second=0, microsecond=0))
    return (start, end) if start < end else None


def _interval(raw: str, default: int) -> int:
    return min(300, max(5, int(raw))) if raw.isascii() and raw.isdigit() and len(raw) < 6 else default


def _minutes(raw: str) -> float:
    try:
        found = float(raw)
    except ValueError:
        return REPLAY_MINUTES
    return found if 0.1 <= found <= 120 else REPLAY_MINUTES
