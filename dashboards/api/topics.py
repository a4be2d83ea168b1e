"""Topics: many items about one matter, with their life and how loud they are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Path, Query, Router
from pydantic import Field

from dashboards.api import names
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import Caller, caller
from dashboards.api.paging import cursor_make, cursor_read, link_next
from dashboards.api.problem import ProblemError
from dashboards.api.types import Area, Asked, Coded, Cursor, Flag, Hours, Id, Limit, Out, Span, UnitId
from monitor.lib.clock import HOUR, hour_of
from monitor.models import ApiScope, Topic
from monitor.queries.scope import Scope
from monitor.queries.topics import (
    TopicLine,
    topic_bars,
    topic_find,
    topic_line,
    topic_sources,
    topics_hot,
    topics_newest,
)

router = Router(tags=["topics"])
DAYS = timedelta(days=7)


class HotAsked(Asked):
    """Filters of the hottest."""

    hours: Hours = 24
    area: Area | None = None
    unit: UnitId | None = None
    focus: Flag = Field(True, description=gettext_noop("只要与职工利益有关的；false 为全部"))
    limit: Limit = 50


class TopicsAsked(HotAsked):
    """Filters of all."""

    state: Literal["emerging", "growing", "peak", "fading", "ended", "revived"] | None = None
    watched: Flag = Field(False, description=gettext_noop("只要值守关注的"))
    after: Cursor | None = None


class TopicOut(Out):
    """One topic; counts are over the window of the answer."""

    id: int
    title: str
    state: Coded
    heat: float
    items: int
    originals: int
    negative: int = Field(description=gettext_noop("原创中负面的条数"))
    neutral: int
    positive: int
    sources: int = Field(description=gettext_noop("多少家来源"))
    areas: list[Coded]
    terms: list[str]
    grave: bool
    pinned: bool
    watched: bool
    muted: bool
    in_focus: bool
    last_at: datetime
    spark: list[int] = Field(description=gettext_noop("时段等分为 24 段，每段的条数，旧的在前"))


class HotOut(Out):
    """The hottest first, pinned ones before them."""

    window: Span
    topics: list[TopicOut]


class TopicsOut(HotOut):
    """A page, by the first item, latest first."""

    next: str | None


class HourOut(Out):
    """Originals of one hour."""

    hour: datetime
    negative: int
    neutral: int
    positive: int


class TopicSourceOut(Out):
    """A source and how often it wrote about the topic."""

    id: int
    name: str
    items: int


class TopicWhole(Out):
    """One topic in full. `merged_into`: it became part of that one."""

    window: Span
    topic: TopicOut
    first_at: datetime
    total_items: int = Field(description=gettext_noop("从头到现在"))
    total_originals: int
    merged_into: int | None
    by_source: list[TopicSourceOut]
    by_hour: list[HourOut] = Field(description=gettext_noop("每小时原创，最多 7 天"))


@endpoint(
    router,
    "GET",
    "/topics/hot",
    scope=ApiScope.READ_TOPICS,
    name="topics_hot",
    summary=gettext_lazy("最热的话题"),
    response=HotOut,
)
def hot(request: HttpRequest, asked: Query[HotAsked]) -> HotOut:
    by = caller(request)
    scope = _scope(by, asked)
    found = topics_hot(scope, limit=asked.limit)
    by.read("topics", len(found))
    return HotOut(window=_window(scope), topics=[topic_out(line) for line in found])


@endpoint(
    router,
    "GET",
    "/topics",
    scope=ApiScope.READ_TOPICS,
    name="topics_list",
    summary=gettext_lazy("话题，新出现的在前"),
    response=TopicsOut,
)
def topics_list(request: HttpRequest, response: HttpResponse, asked: Query[TopicsAsked]) -> TopicsOut:
    by = caller(request)
    scope = _scope(by, asked)
    found, key = topics_newest(
        scope, after=cursor_read(asked.after), limit=asked.limit, state=asked.state or "", watched=asked.watched
    )
    by.read("topics", len(found))
    following = link_next(request, response, cursor_make(*key) if key else None)
    return TopicsOut(window=_window(scope), topics=[topic_out(line) for line in found], next=following)


@endpoint(
    router,
    "GET",
    "/topics/{topic}",
    scope=ApiScope.READ_TOPICS,
    name="topic_get",
    summary=gettext_lazy("一个话题"),
    response=TopicWhole,
)
def topic_get(request: HttpRequest, topic: Path[Id]) -> TopicWhole:
    by = caller(request)
    found = topic_find(topic, sight=by.sight.units)
    if found is None:
        raise ProblemError("not_found")
    by.read("topics", 1)
    return _whole(found, by)


def _scope(by: Caller, asked: HotAsked) -> Scope:
    start = by.now - timedelta(hours=asked.hours)
    return Scope(start, by.now, area=asked.area or "", unit=asked.unit or 0, focus=asked.focus, sight=by.sight.units)


def _window(scope: Scope) -> Span:
    """Whole hours, as a topic's counts are kept."""
    return Span(start=hour_of(scope.start) + HOUR, end=hour_of(scope.end) + HOUR)


def topic_out(line: TopicLine) -> TopicOut:
    """A line as it is given out."""
    return TopicOut(
        id=line.id,
        title=line.title,
        state=Coded(code=line.state, name=line.state_label),
        heat=round(line.heat, 2),
        items=line.items,
        originals=line.originals,
        negative=line.neg,
        neutral=line.neu,
        positive=line.pos,
        sources=line.sources,
        areas=names.areas(line.areas),
        terms=list(line.terms),
        grave=line.grave,
        pinned=line.pinned,
        watched=line.watched,
        muted=line.muted,
        in_focus=line.in_focus,
        last_at=line.last_at,
        spark=list(line.spark),
    )


def _whole(topic: Topic, by: Caller) -> TopicWhole:
    scope = Scope(by.now - timedelta(hours=24), by.now, sight=by.sight.units)
    end = min(by.now, topic.last_at + HOUR)
    bars = topic_bars(topic.pk, start=hour_of(max(topic.first_at, end - DAYS)), end=end)
    return TopicWhole(
        window=_window(scope),
        topic=topic_out(topic_line(topic, scope)),
        first_at=topic.first_at,
        total_items=topic.n_items,
        total_originals=topic.n_originals,
        merged_into=topic.merged_into_id,
        by_source=[
            TopicSourceOut(id=source.id, name=source.name, items=source.items)
            for source in topic_sources(topic.pk, sight=by.sight.units)
        ],
        by_hour=[HourOut(hour=bar.hour, negative=bar.neg, neutral=bar.neu, positive=bar.pos) for bar in bars],
    )
