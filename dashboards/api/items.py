"""Items: what was published, clean and masked, with its tags."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Path, Query, Router
from pydantic import Field

from dashboards.api import names
from dashboards.api.endpoint import endpoint
from dashboards.api.guard import Caller, caller
from dashboards.api.paging import cursor_make, cursor_read, link_next
from dashboards.api.problem import ProblemError
from dashboards.api.types import (
    Area,
    Asked,
    Coded,
    Cursor,
    Flag,
    Hours,
    Id,
    Limit,
    Moment,
    Named,
    Out,
    Span,
    Tone,
    UnitId,
    settled,
)
from monitor.models import ApiScope, Item
from monitor.queries.corrections import CorrectionLine, corrections_of
from monitor.queries.items import ItemRow, item_one, items_page, rows_of
from monitor.queries.scope import Scope

router = Router(tags=["items"])


class ItemsAsked(Asked):
    """Filters of the list."""

    hours: Hours = 24
    until: Moment | None = Field(None, description=gettext_noop("时段的终点；不填为现在"))
    area: Area | None = None
    unit: UnitId | None = None
    source: Id | None = None
    topic: Id | None = None
    sentiment: Tone | None = None
    focus: Flag = Field(True, description=gettext_noop("只要与职工利益有关的；false 为全部"))
    originals: Flag = Field(False, description=gettext_noop("不要转载"))
    after: Cursor | None = None
    limit: Limit = 50


class ItemOut(Out):
    """One item without its text. Title and link are empty once past the retention."""

    id: int
    at: datetime
    title: str
    link: str
    source: Named
    sentiment: Coded
    confidence: float = Field(description=gettext_noop("情感判断的概率，0 到 1"))
    unsure: bool
    areas: list[Coded]
    units: list[Named]
    place: Coded | None
    topic: Named | None
    repost: bool
    own: bool = Field(description=gettext_noop("工会自己发布的，不计数"))
    by_hand: bool
    masked: bool
    in_focus: bool
    corrected: bool


class CorrectionOut(Out):
    """A label that a member changed."""

    id: int
    what: str
    before: str
    after: str
    at: datetime
    undone_at: datetime | None


class ItemWhole(ItemOut):
    """One item with its text."""

    text: str
    terms: list[str]
    first_seen: datetime
    duplicate_of: int | None = Field(description=gettext_noop("转载自哪一条"))
    corrections: list[CorrectionOut]


class ItemsOut(Out):
    """A page, newest first."""

    window: Span
    items: list[ItemOut]
    next: str | None


@endpoint(
    router,
    "GET",
    "/items",
    scope=ApiScope.READ_ITEMS,
    name="items_list",
    summary=gettext_lazy("条目，新的在前"),
    response=ItemsOut,
)
def items_list(request: HttpRequest, response: HttpResponse, asked: Query[ItemsAsked]) -> ItemsOut:
    by = caller(request)
    end = settled(asked.until, by.now)
    scope = Scope(
        end - timedelta(hours=asked.hours),
        end,
        area=asked.area or "",
        unit=asked.unit or 0,
        focus=asked.focus,
        sight=by.sight.units,
    )
    after = cursor_read(asked.after)
    page = items_page(
        scope,
        sentiment=asked.sentiment or "",
        source=asked.source or 0,
        topic=asked.topic or 0,
        originals=asked.originals,
        after=f"{after[0].isoformat()}~{after[1]}" if after else "",
        limit=asked.limit,
    )
    by.read("items", len(page.rows))
    cursor = cursor_make(page.rows[-1].at, page.rows[-1].id) if page.next else None
    window = Span(start=scope.start, end=scope.end)
    return ItemsOut(window=window, items=items_out(page.rows, by), next=link_next(request, response, cursor))


@endpoint(
    router,
    "GET",
    "/items/{item}",
    scope=ApiScope.READ_ITEMS,
    name="item_get",
    summary=gettext_lazy("一条，含正文"),
    response=ItemWhole,
)
def item_get(request: HttpRequest, item: Path[Id]) -> ItemWhole:
    by = caller(request)
    found = item_seen(by, item)
    by.read("items", 1)
    return item_whole(found, by)


def item_seen(by: Caller, number: int) -> Item:
    """The item, when this caller may see it. Raises a problem."""
    found = item_one(number, sight=by.sight.units)
    if found is None:
        raise ProblemError("not_found")
    return found


def items_out(rows: list[ItemRow], by: Caller) -> list[ItemOut]:
    """Rows as they are given out; one query for the names of units."""
    units = names.unit_names({unit for row in rows for unit in row.units}, by.sight.units)
    return [
        ItemOut(
            id=row.id,
            at=row.at,
            title=row.title,
            link=row.link,
            source=Named(id=row.source_id, name=row.source),
            sentiment=names.tone(row.sentiment),
            confidence=round(row.confidence, 4),
            unsure=row.unsure,
            areas=names.areas(row.areas),
            units=[units[unit] for unit in row.units if unit in units],
            place=names.place(row.place),
            topic=Named(id=row.topic_id, name=row.topic) if row.topic_id else None,
            repost=row.repost,
            own=row.own,
            by_hand=row.by_hand,
            masked=row.masked,
            in_focus=row.in_focus,
            corrected=row.corrected,
        )
        for row in rows
    ]


def item_whole(item: Item, by: Caller) -> ItemWhole:
    """With its text and the corrections."""
    (row,) = items_out(rows_of([item], sight=by.sight.units), by)
    return ItemWhole(
        **dict(row),
        text=item.text,
        terms=item.terms,
        first_seen=item.first_seen,
        duplicate_of=item.duplicate_of,
        corrections=[_correction(line) for line in corrections_of(item)],
    )


def _correction(line: CorrectionLine) -> CorrectionOut:
    return CorrectionOut(
        id=line.id, what=line.what, before=line.before, after=line.after, at=line.at, undone_at=line.undone_at
    )
