"""What a topic's page shows, read when the template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import Sight
from dashboards.charts import Chart
from dashboards.filter_words import span_words
from dashboards.filters import Filters
from dashboards.forecast import ForecastPanel
from dashboards.topic_words import change_words
from monitor.lib.clock import HOUR, SHANGHAI, hour_of
from monitor.models import Alert, AlertStatus, Plan, Source, Topic, TopicChange
from monitor.queries.alerts import AlertLine, topic_alert_lines
from monitor.queries.counts import HourBar
from monitor.queries.desk import Mark, gaps
from monitor.queries.plan_topics import plans_of_topics
from monitor.queries.scope import Scope
from monitor.queries.topic_changes import (
    ChangeLine,
    OwnItem,
    Sentence,
    topic_changes,
    topic_own_items,
    topic_quieted,
    topic_summary,
)
from monitor.queries.topics import TopicLine, TopicSource, topic_bars, topic_line, topic_sources

DAYS = 7  # the longest stretch that the chart draws


@dataclass(frozen=True)
class TopicPage:
    """One topic for one sight at one moment (aware, whole seconds)."""

    topic: Topic
    filters: Filters
    sight: Sight
    now: datetime

    @cached_property
    def line(self) -> TopicLine:
        return topic_line(self.topic, self.filters.scope(self.now, self.sight))

    @cached_property
    def alerts(self) -> list[AlertLine]:
        lines = topic_alert_lines(topic_id=self.topic.pk, now=self.now)
        return [line for line in lines if line.status != AlertStatus.MERGED]  # told by the thread that goes on

    @cached_property
    def plans(self) -> list[Plan]:
        """Standing plans that the topic is in."""
        held = plans_of_topics([self.topic.pk]).get(self.topic.pk)
        return list(Plan.objects.filter(pk__in=held)) if held else []

    @cached_property
    def sources(self) -> list[TopicSource]:
        return topic_sources(self.topic.pk, sight=self.sight.units)

    @cached_property
    def bars(self) -> list[HourBar]:
        """From its first hour on, at most the last seven days of its life, at least a day."""
        end = min(self.now, self.topic.last_at + timedelta(hours=6))
        start = max(self.topic.first_at - timedelta(hours=2), end - timedelta(days=DAYS))
        return topic_bars(self.topic.pk, start=hour_of(min(start, end - timedelta(hours=24))), end=end)

    @cached_property
    def own(self) -> list[OwnItem]:
        return topic_own_items(self.topic.pk, sight=self.sight.units)

    @cached_property
    def changes(self) -> list[tuple[ChangeLine, str]]:
        """Each change with what it did in words."""
        return [(line, change_words(line)) for line in topic_changes(self.topic, sight=self.sight.units)]

    @cached_property
    def quieted(self) -> TopicChange | None:
        return topic_quieted(self.topic)

    @cached_property
    def summary(self) -> list[Sentence]:
        return topic_summary(self.topic, sight=self.sight.units)

    @property
    def chart(self) -> Chart:
        bars = self.bars
        raised = Alert.objects.filter(topic=self.topic, raised_at__gte=bars[0].hour).order_by("raised_at")
        return Chart(
            id="topic-volume",
            title=_("%(window)s，每小时原创条数")
            % {"window": span_words(bars[0].hour, min(self.now, bars[-1].hour + HOUR))},
            foot=_("%(computed)s 计算 · %(sources)s 家来源 · n = %(n)s 条原创")
            % {
                "computed": f"{self.now.astimezone(SHANGHAI):%H:%M:%S}",
                "sources": len(self.sources),
                "n": f"{sum(bar.total for bar in bars):,}",
            },
            bars=tuple(bars),
            gaps=tuple(gaps(Scope(bars[0].hour, self.now))),
            sources=Source.objects.filter(enabled=True).count(),
            flags=tuple((item.at, item.title) for item in self.own if bars[0].hour <= item.at <= bars[-1].hour + HOUR),
            csv_href=reverse("topic_csv", args=[self.topic.pk]),
            marks=tuple(Mark(a.pk, a.raised_at, a.level, self.topic.title) for a in raised),
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
