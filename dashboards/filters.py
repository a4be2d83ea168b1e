"""The filters of a page, as they stand in its address; what makes no sense there is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from dashboards import labels
from dashboards.access import Sight
from monitor.lib.clock import parse_time
from monitor.models import Unit
from monitor.queries.items import SENTIMENTS
from monitor.queries.scope import Scope

WINDOWS = {"24h": 24, "7d": 168}


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters that apply to every panel of a page."""

    window: str = "24h"
    area: str = ""
    unit: int = 0
    focus: bool = True

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """Read from an address."""
        return cls(
            window=query.get("window", "") if query.get("window") in WINDOWS else "24h",
            area=query.get("area", "") if query.get("area") in labels.AREAS else "",
            unit=_number(query.get("unit", "")),
            focus=query.get("focus") != "everything",
        )

    def scope(self, now: datetime, sight: Sight) -> Scope:
        """The items these filters mean at `now`, for this sight. A reader limited to units cannot widen it by a filter."""
        start = now - timedelta(hours=WINDOWS[self.window])
        return Scope(start, now, area=self.area, unit=self.unit, focus=self.focus, sight=sight.units)

    def pairs(self) -> dict[str, str]:
        """As they stand in an address; defaults are left out."""
        found = {"window": self.window if self.window != "24h" else "", "area": self.area}
        found |= {"unit": str(self.unit or ""), "focus": "" if self.focus else "everything"}
        return {key: value for key, value in found.items() if value}

    @property
    def query(self) -> str:
        """`?area=wages`, or "" when everything is at its default."""
        return f"?{urlencode(pairs)}" if (pairs := self.pairs()) else ""

    @property
    def toggled(self) -> str:
        """The query with in focus and everything exchanged."""
        return replace(self, focus=not self.focus).query or "?"


@dataclass(frozen=True, slots=True)
class ItemFilters:
    """Filters of the item list: those of the page, and which part of its figures was clicked."""

    base: Filters
    sentiment: str = ""
    source: int = 0
    topic: int = 0
    plan: int = 0
    originals: bool = False
    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of(cls, query: QueryDict) -> ItemFilters:
        """Read from an address. `from` and `to` (ISO) fix the span that a figure was counted over."""
        return cls(
            base=Filters.of(query),
            sentiment=query.get("sentiment", "") if query.get("sentiment") in SENTIMENTS else "",
            source=_number(query.get("source", "")),
            topic=_number(query.get("topic", "")),
            plan=_number(query.get("plan", "")),
            originals=query.get("originals") == "1",
            start=_time(query.get("from", "")),
            end=_time(query.get("to", "")),
        )

    def scope(self, now: datetime, sight: Sight) -> Scope:
        """The span of the address, else the window up to now."""
        scope = self.base.scope(now, sight)
        return replace(scope, start=self.start or scope.start, end=self.end or scope.end, plan=self.plan)

    def pairs(self) -> dict[str, str]:
        """As they stand in an address."""
        found = {"sentiment": self.sentiment, "originals": "1" if self.originals else ""}
        found |= {name: str(getattr(self, name) or "") for name in ("source", "topic", "plan")}
        found |= {"from": _iso(self.start), "to": _iso(self.end)}
        return self.base.pairs() | {key: value for key, value in found.items() if value}

    def query(self, **changes: object) -> str:
        """The query with some filters exchanged; paging starts over."""
        pairs = replace(self, **changes).pairs()  # type: ignore[arg-type]
        return f"?{urlencode(pairs)}"


def items_query(scope: Scope, *, window: str, **extra: object) -> str:
    """Query of the item list behind a figure: same filters, the exact span."""
    base = Filters(window, scope.area, scope.unit, scope.focus)
    return ItemFilters(base, start=scope.start, end=scope.end).query(**extra)


def unit_choices(sight: Sight) -> list[Unit]:
    """Units a reader may filter by. One query."""
    units = Unit.objects.all()
    return list(units if sight.units is None else units.filter(pk__in=sight.units))


def numbers(raw: Iterable[str]) -> list[int]:
    """Those that are ids, each once, in their order."""
    return list(dict.fromkeys(int(one) for one in raw if one.isascii() and one.isdigit() and len(one) < 19))


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _time(raw: str) -> datetime | None:
    try:
        return parse_time(raw.replace(" ", "+")) if raw else None
    except (ValueError, OverflowError):
        return None


def _iso(at: datetime | None) -> str:
    return at.isoformat().replace("+00:00", "Z") if at else ""
