"""What the desk shows, read at once or when a template asks for it: the page and every live fragment build on the same value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import Sight, includes
from dashboards.charts import Chart, by_day
from dashboards.filter_words import before_label, window_label
from dashboards.filters import Filters, items_query
from dashboards.forecast import ForecastPanel
from monitor.lib.clock import DAY, HOUR, SHANGHAI
from monitor.lib.plurals import with_plurals
from monitor.models import Role, RuleVersion, Shift
from monitor.queries import desk as read
from monitor.queries.alerts import AlertLine
from monitor.queries.items import ItemPage, ItemRow, newest_reading
from monitor.queries.roster import shifts_reading
from monitor.queries.rules import rule_proposals_reading
from monitor.queries.scope import Scope
from monitor.queries.together import Part, Reading, parts_reading
from monitor.queries.topics import TopicLine, topics_hot_and_watched

HEROES = 3
HOT, WATCHED, NEWEST = 20, 8, 40
ALERTS = 50  # that are looked through for those that the filters let through
LONG = timedelta(days=8)  # a longer window is drawn by the day
PARTS = {
    "now": ("_alerts", "duty", "proposals", "_topics"),
    "numbers": ("numbers", "sources"),
    "volume": ("numbers", "sources", "_gaps", "_marks"),
    "topics": ("_topics",),
    "newest": ("_newest",),
    "stamp": ("sources",),
}
"""What of the desk each fragment shows."""


@dataclass(frozen=True)
class Desk:
    """The desk for one set of filters, one sight, at one moment (aware, whole seconds)."""

    filters: Filters
    sight: Sight
    now: datetime

    @cached_property
    def scope(self) -> Scope:
        return self.filters.scope(self.now, self.sight)

    @Part
    def numbers(self) -> Reading[read.Numbers]:
        return read.numbers_reading(self.scope, now=self.now, before=self.filters.before(self.scope))

    @Part
    def _topics(self) -> Reading[tuple[list[TopicLine], list[TopicLine]]]:
        return topics_hot_and_watched(self.scope, hot=HOT, watched=WATCHED)

    @property
    def topics(self) -> list[TopicLine]:
        return self._topics[0]

    @property
    def watched(self) -> list[TopicLine]:
        """Those that the team watches, whatever the filters."""
        return self._topics[1]

    @Part
    def _alerts(self) -> Reading[tuple[list[AlertLine], int]]:
        """(open ones that the filters let through, how many they leave out). The window does not matter: open is open."""
        return read.open_reading(self.scope, now=self.now, limit=ALERTS)

    @property
    def alerts(self) -> list[AlertLine]:
        return self._alerts[0]

    @property
    def alerts_outside(self) -> int:
        """How many open alerts the filters leave out: the desk says so, lest one is missed."""
        return self._alerts[1]

    @Part
    def duty(self) -> Reading[list[Shift]]:
        """Who is on duty."""
        return shifts_reading(self.now)

    @Part
    def proposals(self) -> Reading[list[RuleVersion]]:
        """Rules that monitors proposed, for those who decide; nothing for others."""
        return (yield from rule_proposals_reading()) if includes(self.sight.role, Role.LEAD) else []

    @cached_property
    def heroes(self) -> list[TopicLine]:
        """The hottest topics that no open alert speaks of already; fewer when there are many alerts."""
        told = {line.topic_id for line in self.alerts}
        rest = [line for line in self.topics if line.id not in told and line.originals]
        return rest[: max(1, HEROES - len(self.alerts))]

    @Part
    def _newest(self) -> Reading[ItemPage]:
        return newest_reading(self.scope, limit=NEWEST)

    @property
    def newest(self) -> list[ItemRow]:
        return self._newest.rows

    @Part
    def sources(self) -> Reading[read.SourceSummary]:
        return read.source_summary_reading()

    @Part
    def _gaps(self) -> Reading[list[read.Gap]]:
        return read.gaps_reading(self.scope)

    @Part
    def _marks(self) -> Reading[list[read.Mark]]:
        return read.marks_reading(self.scope)

    def reading(self, fragments: Iterable[str]) -> Reading[None]:
        """What these fragments (names of dashboards.fragments) show, in step: two statements instead of twenty."""
        wanted = {part: None for name in fragments for part in PARTS.get(name, ())}
        return parts_reading(self, *wanted)

    @cached_property
    def stale_minutes(self) -> int:
        """Minutes since any source was read, when one should have been meanwhile; else 0."""
        return read.stale_minutes(self.sources, self.now)

    @cached_property
    def chart(self) -> Chart:
        daily = self.scope.end - self.scope.start > LONG
        bars = by_day(self.numbers.bars) if daily else self.numbers.bars
        title = _("走势：%(window)s每天条数") if daily else _("走势：%(window)s每小时条数")
        foot = _("%(computed)s 计算 · %(sources)s 家来源 · n = %(n)s · 首尾两小时不满一小时")
        if daily:
            foot = _("%(computed)s 计算 · %(sources)s 家来源 · n = %(n)s · 首尾两天不满一天")
        return Chart(
            id="volume",
            title=title % {"window": self.window_label},
            foot=foot
            % with_plurals(
                {
                    "computed": f"{self.now.astimezone(SHANGHAI):%H:%M:%S}",
                    "sources": self.sources.total,
                    "n": f"{self.numbers.now.items:,}",
                }
            ),
            bars=tuple(bars),
            gaps=tuple(self._gaps),
            marks=tuple(self._marks),
            sources=self.sources.total,
            csv_href=reverse("volume_csv") + self.filters.query,
            step=DAY if daily else HOUR,
        )

    @cached_property
    def forecast(self) -> ForecastPanel | None:
        """Forecasts are of all units and places, in focus, from now on; for a narrower or wider view there is none."""
        scope = self.scope
        narrowed = scope.unit or scope.place or scope.kind or scope.sentiment or self.filters.end
        whole = scope.focus and not narrowed and scope.sight is None
        return ForecastPanel(self.now, area=self.scope.area) if whole else None

    @property
    def window_label(self) -> str:
        return window_label(self.filters, self.scope)

    @property
    def before_label(self) -> str:
        return before_label(self.filters)

    @property
    def items_href(self) -> str:
        return reverse("items") + items_query(self.filters, self.scope)

    @property
    def originals_href(self) -> str:
        return reverse("items") + items_query(self.filters, self.scope, originals=True)

    @property
    def negative_href(self) -> str:
        return reverse("items") + items_query(self.filters, self.scope, originals=True, sentiment="neg")

    @property
    def reposts(self) -> int:
        return self.numbers.now.items - self.numbers.now.originals

    @property
    def spark(self) -> tuple[int, ...]:
        return _steps([bar.total for bar in self.numbers.bars])

    @property
    def negative_spark(self) -> tuple[int, ...]:
        return _steps([bar.neg for bar in self.numbers.bars])


def _steps(hours: list[int]) -> tuple[int, ...]:
    """At most 28 points, sums of equal runs of hours ending now."""
    run = -(-len(hours) // 28)
    return tuple(sum(hours[max(0, end - run) : end]) for end in range(len(hours), 0, -run))[::-1]
