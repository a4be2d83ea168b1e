"""What a topic's page shows, read when the template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import Sight
from dashboards.charts import Chart
from dashboards.filter_words import span_words
from dashboards.filters import Filters
from dashboards.forecast import ForecastPanel
from dashboards.topic_words import change_words
from monitor.lib.clock import HOUR, SHANGHAI, hour_of
from monitor.lib.plurals import with_plurals
from monitor.models import Alert, AlertStatus, Plan, Source, Topic, TopicChange
from monitor.queries.alerts import AlertLine, topic_alerts_reading
from monitor.queries.counts import HourBar
from monitor.queries.desk import Gap, Mark, gaps_reading
from monitor.queries.items import ItemPage, topic_items_reading
from monitor.queries.plan_topics import plans_of_reading
from monitor.queries.scope import Scope
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import Part, Reading, counted, parts_reading
from monitor.queries.topic_changes import (
    ChangeLine,
    OwnItem,
    Sentence,
    topic_changes_reading,
    topic_merge_reading,
    topic_own_reading,
    topic_quieted_reading,
    topic_summary_reading,
)
from monitor.queries.topics import (
    TopicLine,
    TopicSource,
    lines_reading,
    topic_bars_reading,
    topic_sources_reading,
)

DAYS = 7  # the longest stretch that the chart draws
PARTS = (
    "page",
    "line",
    "alerts",
    "plans",
    "sources",
    "own",
    "_changes",
    "quieted",
    "came_by",
    "summary",
    "bars",
    "_beside_bars",
)


@dataclass(frozen=True)
class TopicPage:
    """One topic for one sight at one moment (aware, whole seconds)."""

    topic: Topic
    filters: Filters
    sight: Sight
    now: datetime
    after: str = ""
    came_from: int = 0

    @Part
    def page(self) -> Reading[ItemPage]:
        """Its originals."""
        return topic_items_reading(self.topic.pk, sight=self.sight.units, after=self.after)

    @Part
    def line(self) -> Reading[TopicLine]:
        (line,) = yield from lines_reading([self.topic], self.filters.scope(self.now, self.sight))
        return line

    @Part
    def alerts(self) -> Reading[list[AlertLine]]:
        lines = yield from topic_alerts_reading(topic_id=self.topic.pk, now=self.now)
        return [line for line in lines if line.status != AlertStatus.MERGED]  # told by the thread that goes on

    @Part
    def plans(self) -> Reading[list[Plan]]:
        """Standing plans that the topic is in."""
        held = yield from plans_of_reading([self.topic.pk])
        (found,) = yield [shaped(_plan_rows, ids=sorted(held.get(self.topic.pk, ())))]
        return found

    @Part
    def sources(self) -> Reading[list[TopicSource]]:
        return topic_sources_reading(self.topic.pk, sight=self.sight.units)

    @Part
    def own(self) -> Reading[list[OwnItem]]:
        return topic_own_reading(self.topic.pk, sight=self.sight.units)

    @Part
    def _changes(self) -> Reading[list[ChangeLine]]:
        return topic_changes_reading(self.topic, sight=self.sight.units)

    @property
    def changes(self) -> list[tuple[ChangeLine, str]]:
        """Each change with what it did in words."""
        return [(line, change_words(line)) for line in self._changes]

    @Part
    def quieted(self) -> Reading[TopicChange | None]:
        return topic_quieted_reading(self.topic)

    @Part
    def came_by(self) -> Reading[TopicChange | None]:
        """How the topic that the reader opened became part of this one."""
        return topic_merge_reading(self.topic, self.came_from)

    @Part
    def summary(self) -> Reading[list[Sentence]]:
        return topic_summary_reading(self.topic, sight=self.sight.units)

    @cached_property
    def drawn(self) -> tuple[datetime, datetime]:
        """What the chart draws: from its first hour on, at most the last seven days of its life, at least a day."""
        end = min(self.now, self.topic.last_at + timedelta(hours=6))
        start = max(self.topic.first_at - timedelta(hours=2), end - timedelta(days=DAYS))
        return hour_of(min(start, end - timedelta(hours=24))), end

    @Part
    def bars(self) -> Reading[list[HourBar]]:
        start, end = self.drawn
        return topic_bars_reading(self.topic.pk, start=start, end=end)

    @Part
    def _beside_bars(self) -> Reading[tuple[list[Gap], list[Mark], int]]:
        """Outages, alerts on the topic, and how many sources are read."""
        start = self.drawn[0]
        gaps = yield from gaps_reading(Scope(start, self.now))
        alerts, sources = yield [shaped(_raised_rows, topic=self.topic.pk, start=start), shaped(_source_count)]
        return gaps, [Mark(pk, at, level, self.topic.title) for pk, at, level in alerts], sum(sources)

    @property
    def next_query(self) -> str:
        """Of the page with older reports, or ""."""
        return f"?after={self.page.next.replace('+', '%2B')}" if self.page.next else ""

    @property
    def live_query(self) -> str:
        """What the live stream is asked for."""
        return f"?topic={self.topic.pk}"

    def asked(self) -> dict[str, Reading[Any]]:
        """Everything that the page shows, to be read in three statements."""
        asked: dict[str, Reading[Any]] = {"page": parts_reading(self, *PARTS)}
        if self.topic.in_focus and not self.topic.muted:
            asked["forecast"] = parts_reading(self.forecast, "outlook")
        return asked

    @property
    def chart(self) -> Chart:
        bars, (gaps, marks, sources) = self.bars, self._beside_bars
        return Chart(
            id="topic-volume",
            title=_("%(window)s，每小时原创条数")
            % {"window": span_words(bars[0].hour, min(self.now, bars[-1].hour + HOUR))},
            foot=_("%(computed)s 计算 · %(sources)s 家来源 · n = %(n)s 条原创")
            % with_plurals(
                {
                    "computed": f"{self.now.astimezone(SHANGHAI):%H:%M:%S}",
                    "sources": len(self.sources),
                    "n": f"{sum(bar.total for bar in bars):,}",
                }
            ),
            bars=tuple(bars),
            gaps=tuple(gaps),
            sources=sources,
            flags=tuple((item.at, item.title) for item in self.own if bars[0].hour <= item.at <= bars[-1].hour + HOUR),
            csv_href=reverse("topic_csv", args=[self.topic.pk]),
            marks=tuple(marks),
        )

    @cached_property
    def forecast(self) -> ForecastPanel:
        return ForecastPanel(self.now, topic_id=self.topic.pk)

    @property
    def places(self) -> list[tuple[str, int]]:
        """(place, originals that are about it), most first."""
        return sorted(self.topic.places.items(), key=lambda counted: -counted[1])

    @property
    def neu(self) -> int:
        return max(0, self.topic.n_originals - self.topic.n_neg - self.topic.n_pos)


def _plan_rows(*, ids: list[int]) -> QuerySet[Plan]:
    return Plan.objects.filter(any_of("pk", ids))


def _raised_rows(*, topic: int, start: datetime) -> QuerySet[Alert, Any]:
    raised = Alert.objects.filter(topic=topic, raised_at__gte=start).order_by("raised_at")
    return raised.values_list("pk", "raised_at", "level")


def _source_count() -> QuerySet[Any, Any]:
    return counted(Source.objects.filter(enabled=True))
