"""What the page that compares is asked, as it stands in its address; what makes no sense there is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from dashboards import labels
from dashboards.filters import Filters, numbers
from monitor.lib.clock import DAY, monday_of, shanghai_date, shanghai_day_start

BY = ("span", "area", "unit", "topic", "calendar", "sources")
PAIRS = ("week", "day", "month", "own")  # which two spans
MOST = 6  # series in one picture
MOST_DAYS = 92


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end); `whole` is where it would end if it were not running still."""

    start: datetime
    end: datetime
    whole: datetime


@dataclass(frozen=True, slots=True)
class CompareFilters:
    """`pick`: areas, ids of units or of topics. `first` and `second`: own spans, first and last day each."""

    base: Filters
    by: str = "span"
    pick: tuple[str, ...] = ()
    pair: str = "week"
    first: tuple[date, date] | None = None
    second: tuple[date, date] | None = None

    @classmethod
    def of(cls, query: QueryDict) -> CompareFilters:
        """Read from an address."""
        by = query.get("by", "") if query.get("by") in BY else "span"
        base = Filters.of(query)
        base = replace(base, area="") if by == "area" else replace(base, unit=0) if by == "unit" else base
        if by == "unit":  # units are never set side by side by sentiment
            base = replace(base, sentiment="")
        first, second = (_days(query.get(f"{one}1", ""), query.get(f"{one}2", "")) for one in ("a", "b"))
        pair = query.get("pair", "")
        own = pair == "own" and first is not None and second is not None
        return cls(
            base=base,
            by=by,
            pick=_picked(by, query.getlist("pick")),
            pair=pair if own or pair in PAIRS[:3] else "week",
            first=first if own else None,
            second=second if own else None,
        )

    def spans(self, now: datetime) -> tuple[Span, Span]:
        """The two spans that are compared, the later one first; a running one ends at `now`."""
        if self.first and self.second:
            found = [_span(*self.first, now), _span(*self.second, now)]
            return (found[0], found[1])
        today = shanghai_date(now)
        if self.pair == "day":
            first, length = today, DAY
        elif self.pair == "month":
            first, length = today - timedelta(days=29), 30 * DAY
        else:
            first, length = monday_of(today), 7 * DAY
        start = shanghai_day_start(first)
        return Span(start, now, start + length), Span(start - length, now - length, start)

    def pairs(self) -> list[tuple[str, str]]:
        """As they stand in an address."""
        found = list(self.base.pairs().items())
        if self.by != "span":
            found.append(("by", self.by))
        found += [("pick", one) for one in self.pick]
        if self.by == "span" and self.pair != "week":
            found.append(("pair", self.pair))
        for name, days in (("a", self.first), ("b", self.second)):
            if days:
                found += [(f"{name}1", f"{days[0]}"), (f"{name}2", f"{days[1]}")]
        return found

    def query(self, **changes: object) -> str:
        """The query with some of it exchanged."""
        return f"?{urlencode(replace(self, **changes).pairs())}"  # type: ignore[arg-type]


def _picked(by: str, raw: list[str]) -> tuple[str, ...]:
    if by == "area":
        found = [code for code in dict.fromkeys(raw) if code in labels.AREAS]
    elif by in ("unit", "topic"):
        found = [str(n) for n in numbers(raw) if n < 2**31]
    else:
        found = []
    return tuple(found[:MOST])


def _days(first: str, last: str) -> tuple[date, date] | None:
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    return (start, end) if start <= end and (end - start).days < MOST_DAYS and start.year > 2000 else None


def _span(first: date, last: date, now: datetime) -> Span:
    start, end = shanghai_day_start(first), shanghai_day_start(last) + DAY
    return Span(start, max(start + timedelta(hours=1), min(end, now)), end)
