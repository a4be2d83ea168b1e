"""What the desk shows, read when a template asks for it: the page and every live fragment build on the same value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import Sight
from dashboards.charts import Chart
from dashboards.filters import Filters, items_query
from dashboards.forecast import ForecastPanel
from monitor.lib.clock import SHANGHAI
from monitor.models import Shift
from monitor.queries import desk as read
from monitor.queries.alerts import AlertLine, alerts_open
from monitor.queries.items import ItemRow, items_page
from monitor.queries.roster import shifts_now
from monitor.queries.scope import Scope
from monitor.queries.topics import TopicLine, topics_hot, topics_watched

STALE_AFTER = timedelta(minutes=5)
HEROES = 3
WATCHED = 8


@dataclass(frozen=True)
class Desk:
    """The desk for one set of filters, one sight, at one moment (aware, whole seconds)."""

    filters: Filters
    sight: Sight
    now: datetime

    @cached_property
    def scope(self) -> Scope:
        return self.filters.scope(self.now, self.sight)

    @cached_property
    def numbers(self) -> read.Numbers:
        return read.numbers(self.scope, now=self.now)

    @cached_property
    def topics(self) -> list[TopicLine]:
        return topics_hot(self.scope)

    @cached_property
    def watched(self) -> list[TopicLine]:
        return [line for line in topics_watched(self.scope, limit=WATCHED) if not line.muted]

    @cached_property
    def alerts(self) -> list[AlertLine]:
        lines = alerts_open(now=self.now, sight=self.sight.units)
        return [line for line in lines if not self.scope.area or self.scope.area in line.areas]

    @cached_property
    def duty(self) -> list[Shift]:
        """Who is on duty."""
        return shifts_now(self.now)

    @cached_property
    def heroes(self) -> list[TopicLine]:
        """The hottest topics that no open alert speaks of already; fewer when there are many alerts."""
        told = {line.topic_id for line in self.alerts}
        rest = [line for line in self.topics if line.id not in told and line.originals]
        return rest[: max(1, HEROES - len(self.alerts))]

    @cached_property
    def newest(self) -> list[ItemRow]:
        return items_page(self.scope, limit=40).rows

    @cached_property
    def sources(self) -> read.SourceSummary:
        return read.source_summary()

    @cached_property
    def stale_minutes(self) -> int:
        """Minutes since any source was read, when that is too long; else 0."""
        at = self.sources.data_at
        return int((self.now - at).total_seconds() // 60) if at and self.now - at > STALE_AFTER else 0

    @cached_property
    def chart(self) -> Chart:
        bars = tuple(self.numbers.bars)
        return Chart(
            id="volume",
            title=_("走势：%(window)s每小时条数") % {"window": self.window_label},
            foot=_("%(computed)s 计算 · %(sources)s 家来源 · n = %(n)s · 首尾两小时不满一小时")
            % {
                "computed": f"{self.now.astimezone(SHANGHAI):%H:%M:%S}",
                "sources": self.sources.total,
                "n": f"{self.numbers.now.items:,}",
            },
            bars=bars,
            gaps=tuple(read.gaps(self.scope)),
            marks=tuple(read.marks(self.scope)),
            sources=self.sources.total,
            csv_href=reverse("volume_csv") + self.filters.query,
        )

    @cached_property
    def forecast(self) -> ForecastPanel | None:
        """Forecasts are of all units, in focus; for a narrower or wider view there is none."""
        whole = self.scope.focus and not self.scope.unit and self.scope.sight is None
        return ForecastPanel(self.now, area=self.scope.area) if whole else None

    @property
    def window_label(self) -> str:
        return _("近 24 小时") if self.filters.window == "24h" else _("近 7 天")

    @property
    def before_label(self) -> str:
        return _("较前 24 小时") if self.filters.window == "24h" else _("较前 7 天")

    @property
    def items_href(self) -> str:
        return reverse("items") + items_query(self.scope, window=self.filters.window)

    @property
    def originals_href(self) -> str:
        return reverse("items") + items_query(self.scope, window=self.filters.window, originals=True)

    @property
    def negative_href(self) -> str:
        return reverse("items") + items_query(self.scope, window=self.filters.window, originals=True, sentiment="neg")

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
