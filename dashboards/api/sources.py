"""Sources and how they are."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Path, Query, Router
from pydantic import Field

from dashboards.api import names
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import caller
from dashboards.api.paging import link_next
from dashboards.api.problem import ProblemError
from dashboards.api.types import Asked, Coded, Id, Kind, Limit, Out
from dashboards.source_words import source_trouble
from monitor.models import ApiScope, Source, SourceFormat
from monitor.queries.sources import SourceLine, source_line, source_lines, source_outages

router = Router(tags=["sources"])
State = Literal[
    "new",
    "healthy",
    "partial",
    "suspicious",
    "empty",
    "silent",
    "slow",
    "moved",
    "failing",
    "gone",
    "paused",
]


class SourcesAsked(Asked):
    """Filters of the list."""

    kind: Kind | None = None
    state: State | None = None
    after: Id | None = Field(None, description=gettext_noop("上一页最后一个来源的编号"))
    limit: Limit = 50


class SourceOut(Out):
    """One source with its health."""

    id: int
    name: str
    url: str
    kind: Coded
    region: str
    own: bool = Field(description=gettext_noop("工会自己发布的，不计数"))
    enabled: bool
    state: Coded
    state_since: datetime | None
    trouble: str = Field(description=gettext_noop("出了什么事、该怎么办；没事为空"))
    last_checked_at: datetime | None
    last_ok_at: datetime | None
    last_new_at: datetime | None
    items_24h: int
    outages_7d: int
    down_seconds_7d: int


class SourcesOut(Out):
    """A page, in the order in which they were added."""

    computed_at: datetime
    sources: list[SourceOut]
    next: str | None


class OutageOut(Out):
    """A time without data; `end` null: still."""

    start: datetime
    end: datetime | None
    reason: str


class SourceWhole(SourceOut):
    """One source with its latest outages."""

    outages: list[OutageOut]


@endpoint(
    router,
    "GET",
    "/sources",
    scope=ApiScope.READ_SOURCES,
    name="sources_list",
    summary=gettext_lazy("来源与健康状况"),
    response=SourcesOut,
)
def sources_list(request: HttpRequest, response: HttpResponse, asked: Query[SourcesAsked]) -> SourcesOut:
    by = caller(request)
    found = source_lines(
        now=by.now, after=asked.after or 0, limit=asked.limit + 1, kind=asked.kind or "", state=asked.state or ""
    )
    page = found[: asked.limit]
    by.read("sources", len(page))
    following = str(page[-1].source.pk) if len(found) > len(page) else None
    return SourcesOut(
        computed_at=by.now,
        sources=[_out(line, by.now) for line in page],
        next=link_next(request, response, following),
    )


@endpoint(
    router,
    "GET",
    "/sources/{source}",
    scope=ApiScope.READ_SOURCES,
    name="source_get",
    summary=gettext_lazy("一个来源"),
    response=SourceWhole,
)
def source_get(request: HttpRequest, source: Path[Id]) -> SourceWhole:
    by = caller(request)
    found = Source.objects.filter(pk=source).first()
    if found is None:
        raise ProblemError("not_found")
    by.read("sources", 1)
    outages = [OutageOut(start=row.started_at, end=row.ended_at, reason=row.label) for row in source_outages(found)]
    return SourceWhole(**dict(_out(source_line(source=found, now=by.now), by.now)), outages=outages)


def _out(line: SourceLine, now: datetime) -> SourceOut:
    source = line.source
    fetched = source.format != SourceFormat.BY_HAND
    return SourceOut(
        id=source.pk,
        name=source.name,
        url=source.url,
        kind=names.kind(source.kind),
        region=source.region,
        own=source.own,
        enabled=source.enabled,
        state=Coded(code=source.state if fetched else SourceFormat.BY_HAND, name=line.state_name),
        state_since=source.state_since,
        trouble=source_trouble(source, now) if fetched else "",
        last_checked_at=source.last_checked_at,
        last_ok_at=source.last_ok_at,
        last_new_at=source.last_new_at,
        items_24h=line.items,
        outages_7d=line.outages,
        down_seconds_7d=round(line.down.total_seconds()),
    )
