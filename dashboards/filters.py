"""The filters of a page, as they stand in its address; what makes no sense there is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from dashboards import labels
from dashboards.access import Sight
from monitor.lib.clock import DAY, HOUR, WEEK, monday_of, parse_time, shanghai_date, shanghai_day_start
from monitor.models import PlaceScope, SourceKind, Unit
from monitor.queries import site
from monitor.queries.items import SENTIMENTS
from monitor.queries.scope import Scope, listed
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import Reading, read_alone

WINDOWS = {"24h": 24, "7d": 168, "30d": 720}
CALENDAR = {
    "today": DAY,
    "week": WEEK,
}  # from midnight, from Monday; compared with the same stretch a day, a week before
CUSTOM = "custom"  # `from` and `to` in the address; without `to` up to now
BARE_DATE = 10
EVERYTHING_DEFAULT = "?window=24h"


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters that apply to every panel of a page. `start` and `end` (aware) are of a custom window alone."""

    window: str = "24h"
    area: str = ""
    unit: int = 0
    focus: bool = True
    place: str = ""
    kind: str = ""
    sentiment: str = ""
    start: datetime | None = None
    end: datetime | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Filters:
        """Read from an address. A custom span needs a `from`, and a `to` after it if it has one; a bare date as `to` is included."""
        start, end = _time(query.get("from", "")), _time(query.get("to", ""), whole_day=True)
        custom = start is not None and (end is None or end > start)
        window = query.get("window", "")
        return cls(
            window=CUSTOM if custom else window if window in WINDOWS or window in CALENDAR else "24h",
            area=_one_of(query.get("area", ""), labels.AREAS),
            unit=_number(query.get("unit", "")),
            focus=query.get("focus") != "everything",
            place=_one_of(query.get("place", ""), PlaceScope.values),
            kind=_one_of(query.get("kind", ""), SourceKind.values),
            sentiment=_one_of(query.get("sentiment", ""), SENTIMENTS),
            start=start if custom else None,
            end=end if custom else None,
        )

    def span(self, now: datetime) -> tuple[datetime, datetime]:
        """[start, end) at `now`; a custom one is cut to what is kept: not before the retention, not after now."""
        if self.start is not None:
            oldest = now - timedelta(days=site.retention_days())
            end = min(max(self.end or now, oldest + HOUR), now)
            return min(max(self.start, oldest), end - timedelta(seconds=1)), end
        if self.window in CALENDAR:
            day = shanghai_date(now)
            start = shanghai_day_start(monday_of(day) if self.window == "week" else day)
            return min(start, now - timedelta(seconds=1)), now
        return now - timedelta(hours=WINDOWS[self.window]), now

    def scope(self, now: datetime, sight: Sight) -> Scope:
        """The items these filters mean at `now`, for this sight. A reader limited to units cannot widen it by a filter."""
        start, end = self.span(now)
        return Scope(
            start,
            end,
            area=self.area,
            unit=self.unit,
            focus=self.focus,
            sight=sight.units,
            place=self.place,
            kind=self.kind,
            sentiment=self.sentiment,
        )

    def before(self, scope: Scope) -> Scope:
        """What its numbers are compared with: the same stretch of the day or week before, else the equal span before it."""
        return scope.back(CALENDAR[self.window]) if self.window in CALENDAR else scope.before()

    def pairs(self) -> dict[str, str]:
        """As they stand in an address; defaults are left out."""
        found = {"window": self.window if self.window not in ("24h", CUSTOM) else "", "area": self.area}
        found |= {"unit": str(self.unit or ""), "focus": "" if self.focus else "everything"}
        found |= {"place": self.place, "kind": self.kind, "sentiment": self.sentiment}
        found |= {"from": _iso(self.start), "to": _iso(self.end)}
        return {key: value for key, value in found.items() if value}

    @property
    def query(self) -> str:
        """`?area=wages`, or "" when everything is at its default."""
        return f"?{urlencode(pairs)}" if (pairs := self.pairs()) else ""

    def without(self, **changes: object) -> str:
        """The query with some filters exchanged; a query all the same when nothing is left: the bare address of the desk leads to the start view."""
        return replace(self, **changes).query or EVERYTHING_DEFAULT  # type: ignore[arg-type]

    @property
    def set(self) -> int:
        """How many filters besides the time are not at their default."""
        named = (self.area, self.unit, self.place, self.kind, self.sentiment, not self.focus)
        return sum(bool(value) for value in named)


@dataclass(frozen=True, slots=True)
class ItemFilters:
    """Filters of the item list: those of the page, and which part of its figures was clicked."""

    base: Filters
    source: int = 0
    topic: int = 0
    plan: int = 0
    originals: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> ItemFilters:
        """Read from an address. `from` and `to` (ISO) fix the span that a figure was counted over."""
        return cls(
            base=Filters.of(query),
            source=_number(query.get("source", "")),
            topic=_number(query.get("topic", "")),
            plan=_number(query.get("plan", "")),
            originals=query.get("originals") == "1",
        )

    def scope(self, now: datetime, sight: Sight) -> Scope:
        """The span of the address, else the window up to now."""
        return replace(self.base.scope(now, sight), plan=self.plan)

    def pairs(self) -> dict[str, str]:
        """As they stand in an address."""
        found = {name: str(getattr(self, name) or "") for name in ("source", "topic", "plan")}
        found |= {"originals": "1" if self.originals else ""}
        return self.base.pairs() | {key: value for key, value in found.items() if value}

    def query(self, **changes: object) -> str:
        """The query with some filters exchanged; paging starts over."""
        return f"?{urlencode(replace(self, **changes).pairs())}"  # type: ignore[arg-type]


def items_query(filters: Filters, scope: Scope, *, sentiment: str = "", **extra: object) -> str:
    """Query of the item list behind a figure: same filters, the exact span of the scope."""
    tone = sentiment or filters.sentiment
    base = replace(filters, window=CUSTOM, start=scope.start, end=scope.end, sentiment=tone)
    return ItemFilters(base).query(**extra)


def unit_choices(sight: Sight) -> list[Unit]:
    """Units a reader may filter by. One query."""
    return read_alone(unit_choices_reading(sight))


def unit_choices_reading(sight: Sight) -> Reading[list[Unit]]:
    """The same; one round."""
    (units,) = yield [shaped(_units, sight=listed(sight.units))]
    return units


def _units(*, sight: list[int] | None) -> QuerySet[Unit]:
    return Unit.objects.all() if sight is None else Unit.objects.filter(any_of("pk", sight))


def numbers(raw: Iterable[str]) -> list[int]:
    """Those that are ids, each once, in their order."""
    return list(dict.fromkeys(int(one) for one in raw if one.isascii() and one.isdigit() and len(one) < 19))


def _one_of(raw: str, known: Iterable[str]) -> str:
    return raw if raw in known else ""


def _number(raw: str) -> int:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _time(raw: str, *, whole_day: bool = False) -> datetime | None:
    try:
        at = parse_time(raw.replace(" ", "+")) if raw else None
        return at + DAY if at and whole_day and len(raw) == BARE_DATE else at
    except (ValueError, OverflowError):
        return None


def _iso(at: datetime | None) -> str:
    return at.isoformat().replace("+00:00", "Z") if at else ""
