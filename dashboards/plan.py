"""What a standing plan's page shows, read when the template asks for it, and the filters of its address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import Sight
from dashboards.charts import Chart, by_day
from dashboards.filters import CUSTOM, Filters, ItemFilters
from dashboards.plan_words import STATES, finding, narrowing, phase_note, window_words
from monitor.lib.clock import DAY, HOUR, SHANGHAI
from monitor.models import Plan, PlanPhase, Source, User
from monitor.queries.alerts import AlertLine, alerts_of_reading
from monitor.queries.desk import Gap, Mark, Numbers, gaps_reading, numbers_reading
from monitor.queries.items import SENTIMENTS, ItemPage, shaped_page_reading
from monitor.queries.plan_topics import PlanTopic, plan_topics_reading
from monitor.queries.plans import (
    Parts,
    Share,
    plan_alerting_reading,
    plan_broken,
    plan_items,
    plan_parts_reading,
)
from monitor.queries.scope import Scope
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import Part, Reading, abreast, counted, parts_reading, rows_reading

ROWS = 25  # of items on a page
PARTS = ("numbers", "topics", "items", "parts", "_alerting", "recipients", "_explaining")
WINDOWS = {"24h": 24, "7d": 168, "30d": 720}


@dataclass(frozen=True, slots=True)
class PlanFilters:
    """The window of the whole page; the others narrow its list of items and the export."""

    window: str = "7d"
    sentiment: str = ""
    area: str = ""
    source: int = 0
    originals: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> PlanFilters:
        """Read from an address; what makes no sense there is left out."""
        source = query.get("source", "")
        return cls(
            window=query.get("window", "") if query.get("window") in WINDOWS else "7d",
            sentiment=query.get("sentiment", "") if query.get("sentiment") in SENTIMENTS else "",
            area=query.get("area", "") if query.get("area") in labels.AREAS else "",
            source=int(source) if source.isascii() and source.isdigit() and len(source) < 10 else 0,
            originals=query.get("originals") == "1",
        )

    @property
    def narrowed(self) -> dict[str, Any]:
        """As plan_items takes them."""
        return {name: getattr(self, name) for name in ("sentiment", "area", "source", "originals")}

    def pairs(self) -> dict[str, str]:
        """As they stand in an address; defaults are left out."""
        found = {"window": "" if self.window == "7d" else self.window, "sentiment": self.sentiment, "area": self.area}
        found |= {"source": str(self.source or ""), "originals": "1" if self.originals else ""}
        return {name: value for name, value in found.items() if value}

    def query(self, **changes: object) -> str:
        """The query with some filters exchanged; paging starts over."""
        return "?" + urlencode(replace(self, **changes).pairs())  # type: ignore[arg-type]


@dataclass(frozen=True)
class PlanPage:
    """One plan for one sight at one moment (aware, whole seconds)."""

    plan: Plan
    filters: PlanFilters
    sight: Sight
    now: datetime
    after: str = ""

    @cached_property
    def phase(self) -> PlanPhase:
        return self.plan.phase(self.now)

    @property
    def state(self) -> str:
        return STATES[self.phase]

    @cached_property
    def broken(self) -> bool:
        """Its query can no longer be read."""
        return plan_broken(self.plan)

    @property
    def note(self) -> str:
        if self.broken:
            return _("检索式现在读不懂了（可能是同义词组被删）：没有新内容归入，也不会预警。请修改专题。")
        return phase_note(self.plan, self.now)

    @cached_property
    def scope(self) -> Scope:
        start = self.now - timedelta(hours=WINDOWS[self.filters.window])
        return Scope(start, self.now, focus=False, sight=self.sight.units, plan=self.plan.pk)

    @Part
    def numbers(self) -> Reading[Numbers]:
        return numbers_reading(self.scope, now=self.now)

    @Part
    def topics(self) -> Reading[list[PlanTopic]]:
        return plan_topics_reading(self.scope)

    @Part
    def items(self) -> Reading[ItemPage]:
        narrowed = self.filters.narrowed
        originals = narrowed.pop("originals")
        return shaped_page_reading(plan_items, self.scope, originals, after=self.after, limit=ROWS, **narrowed)

    @property
    def topic_rows(self) -> list[tuple[PlanTopic, str]]:
        """Topics, each with the address of its originals in the plan."""
        base = Filters(window=CUSTOM, focus=False, start=self.scope.start, end=self.scope.end)
        found = ItemFilters(base, plan=self.plan.pk, originals=True)
        return [(topic, reverse("items") + found.query(topic=topic.line.id)) for topic in self.topics]

    @Part
    def parts(self) -> Reading[Parts]:
        return plan_parts_reading(self.scope)

    @property
    def source_rows(self) -> list[tuple[Share, str]]:
        """Sources, each with the address of its items here."""
        return [(part, self.filters.query(source=part.key)) for part in self.parts.sources]

    @property
    def area_rows(self) -> list[tuple[Share, str]]:
        """Areas, each with the address of its items here."""
        return [(part, self.filters.query(area=part.key)) for part in self.parts.areas]

    @Part
    def _alerting(self) -> Reading[tuple[list[AlertLine], list[Mark]]]:
        """Open alerts, and those raised in the window."""
        still, marks = yield from plan_alerting_reading(self.scope)
        return (yield from alerts_of_reading(still, now=self.now)), marks

    @property
    def alerts(self) -> list[AlertLine]:
        return self._alerting[0]

    @Part
    def recipients(self) -> Reading[list[User]]:
        (found,) = yield [shaped(_recipient_rows, plan=self.plan.pk)]
        return found

    @cached_property
    def narrowing(self) -> list[tuple[str, str]]:
        return narrowing(self.plan)

    @property
    def sentence(self) -> str:
        top = self.topics[0].line.title if self.topics else ""
        return finding(self.numbers, window=self.window_label, top=top)

    @property
    def window_label(self) -> str:
        return window_words(WINDOWS[self.filters.window])

    @property
    def windows(self) -> list[tuple[str, str, bool]]:
        """(words, address, whether it is the one)."""
        return [
            (window_words(hours), self.filters.query(window=name), name == self.filters.window)
            for name, hours in WINDOWS.items()
        ]

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list of items: (words, address without it)."""
        found, filters = [], self.filters
        if filters.sentiment:
            found.append((labels.sentiment(filters.sentiment), filters.query(sentiment="")))
        if filters.area:
            found.append((labels.area(filters.area), filters.query(area="")))
        if filters.source:
            found.append((self._source_name, filters.query(source=0)))
        if filters.originals:
            found.append((labels.originals(), filters.query(originals=False)))
        return found

    @property
    def next_query(self) -> str:
        return f"{self.filters.query()}&after={self.items.next.replace('+', '%2B')}" if self.items.next else ""

    @cached_property
    def chart(self) -> Chart:
        daily = self.filters.window == "30d"
        bars, step = (by_day(self.numbers.bars), DAY) if daily else (self.numbers.bars, HOUR)
        title = _("%(window)s每天条数") if daily else _("%(window)s每小时条数")
        (gaps_, total), (_lines, marks) = self._explaining, self._alerting
        return Chart(
            id="plan-volume",
            title=title % {"window": self.window_label},
            foot=_("%(computed)s 计算 · n = %(n)s · 首尾两段不完整，不含本工会自己发布的内容")
            % {"computed": f"{self.now.astimezone(SHANGHAI):%H:%M:%S}", "n": f"{self.numbers.now.items:,}"},
            bars=tuple(bars),
            gaps=tuple(gaps_),
            marks=tuple(marks),
            csv_href=reverse("plan_volume_csv", args=[self.plan.pk]) + self.filters.query(),
            sources=total,
            step=step,
        )

    @Part
    def _source_name(self) -> Reading[str]:
        """Of the source that the list is narrowed to."""
        (names,) = yield [shaped(_source_names, ids=[self.filters.source])]
        return names[0] if names else "?"

    @Part
    def _explaining(self) -> Reading[tuple[list[Gap], int]]:
        """Outages of the sources that the plan reads, and how many sources these are."""
        held = rows_reading(shaped(_source_names, ids=list(self.plan.sources)), shaped(_source_count))
        read = yield from abreast({"gaps": gaps_reading(self.scope), "sources": held})
        named, known = read["sources"]
        gaps = [gap for gap in read["gaps"] if not self.plan.sources or gap.source in set(named)]
        return gaps, len(self.plan.sources) or sum(known)

    def reading(self) -> Reading[None]:
        """Everything that the page shows, in three rounds."""
        return parts_reading(self, *PARTS, *(["_source_name"] if self.filters.source else []))

    @property
    def csv_href(self) -> str:
        return reverse("plan_csv", args=[self.plan.pk]) + self.filters.query()


def _recipient_rows(*, plan: int) -> QuerySet[User]:
    return User.objects.filter(plans=plan, is_active=True).order_by("pk")


def _source_names(*, ids: list[int]) -> QuerySet[Source, Any]:
    return Source.objects.filter(any_of("pk", ids)).values_list("name", flat=True)


def _source_count() -> QuerySet[Any, Any]:
    return counted(Source.objects.filter(enabled=True))
