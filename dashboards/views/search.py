"""Search: the page, its counts where they take longer, its figures and its rows as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from dashboards.access import may, member, needs, sight_of
from dashboards.export import csv_response, csv_stream, xlsx_response
from dashboards.filters import unit_choices_reading
from dashboards.nav import read_with_nav
from dashboards.rule_words import query_fault
from dashboards.search_filters import SearchAddress, rule_href
from dashboards.search_page import chart, count_words, lines, passage_text
from dashboards.search_words import chips, facets, looser, place_name, refused
from monitor.errors import QueryError, SearchError
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import Role, SavedSearch, SynonymGroup, Unit, User, audit_record
from monitor.queries import site
from monitor.queries.saved_searches import saved_counted, saved_reading, saved_visible
from monitor.queries.search import SearchPage, SearchRow, search_export, search_page
from monitor.queries.search_ask import SearchAsk, number, search_ask
from monitor.queries.search_hits import MOST
from monitor.queries.together import Reading, read_together
from monitor.searches.saved import saved_search_look

READING = 0.12  # seconds that the page reads for; what takes longer is counted by the fragment behind it
COUNTING = 2.5
EXAMPLES = (
    ("(欠薪 OR 讨薪) 工人 -游戏", gettext_noop("两个词里任一个，再加一个词，不含“游戏”")),
    ('"高温津贴" NEAR/20 工地', gettext_noop("原样的字句，与另一个词相隔最多 20 个字")),
    ("标题:*裁员* 来源:晚报", gettext_noop("标题里有“裁员”，来源名里有“晚报”")),
)
HEAD = (
    "time",
    "title",
    "passage",
    "source",
    "link",
    "sentiment",
    "areas",
    "place",
    "more_of_the_story",
    "repost",
    "id",
)


@needs()
def search(request: HttpRequest) -> HttpResponse:
    """The page. `?after=` goes on; `?saved=` says from which saved search the reader came."""
    address, now, after = SearchAddress.of(request.GET), utc_now().replace(microsecond=0), request.GET.get("after", "")
    context = _frame(request, address, now)
    if not address.asked:
        return render(request, "search/search.html", context | _start(request, context, now))
    ask = _ask(request, address, now, context["groups"])
    if not isinstance(ask, SearchAsk):
        # not 422: addresses that are refused go into the log, and this one may hold a name
        return render(request, "search/search.html", context | ask)
    try:
        page = search_page(ask, after=after, seconds=READING)
    except SearchError:
        return _too_slow(request, context)
    _opened(request, address, page, after)
    context |= _found(address, ask, page, context["units"], now, after)
    context["seen_id"] = _looked(request, context["saved_from"], page, now)
    return render(request, "search/search.html", context)


@needs()
def counts(request: HttpRequest) -> HttpResponse:
    """Total, facets and chart once everything was read: a fragment that the page asks for when its own time was too short."""
    address, now = SearchAddress.of(request.GET), utc_now().replace(microsecond=0)
    context = _frame(request, address, now, page=False)
    ask = _ask(request, address, now, context["groups"])
    if not isinstance(ask, SearchAsk):
        raise Http404
    try:
        page = search_page(ask, limit=1, seconds=COUNTING)
    except SearchError:
        return HttpResponse(status=204)
    context |= _found(address, ask, page, context["units"], now, "")
    return render(request, "search/_counts.html", context | {"counted": True})


@needs()
def volume_csv(request: HttpRequest) -> HttpResponse:
    """The numbers behind the chart."""
    address, now = SearchAddress.of(request.GET), utc_now().replace(microsecond=0)
    ask = _ask(request, address, now)
    if not isinstance(ask, SearchAsk):
        raise Http404
    try:
        page = search_page(ask, limit=1, seconds=COUNTING)
    except SearchError:
        return _too_slow(request, _frame(request, address, now))
    audit_record(actor=member(request), action="export", target="search_volume", detail=address.pairs)
    rows = [
        (bar.hour.astimezone(SHANGHAI).isoformat(), bar.neg, bar.neu, bar.pos, bar.total) for bar in page.tally.bars
    ]
    return csv_response("search-volume", ("from", "negative", "neutral", "positive", "total"), rows)


@needs()
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The rows of a search, as listed, at most 10,000; CSV (streamed) or XLSX; audited with words and number of rows."""
    address, now = SearchAddress.of(request.GET), utc_now().replace(microsecond=0)
    ask = _ask(request, address, now)
    if kind not in ("csv", "xlsx") or not isinstance(ask, SearchAsk) or not address.asked:
        raise Http404
    try:
        n, found = search_export(ask, seconds=COUNTING)
    except SearchError:
        return _too_slow(request, _frame(request, address, now))
    audit_record(
        actor=member(request),
        action="search_export",
        target="search",
        detail={**address.pairs, "kind": kind, "rows": n},
    )
    if kind == "csv":
        return csv_stream(request, "search", HEAD, _records(found))
    return xlsx_response("search", HEAD, _records(found))


def _ask(
    request: HttpRequest, address: SearchAddress, now: datetime, groups: Sequence[SynonymGroup] | None = None
) -> SearchAsk | dict[str, Any]:
    """The search, or what is wrong with it. `groups`: all, where they are read already."""
    named = None if groups is None else {group.name: group.words for group in groups}
    try:
        return search_ask(address.pairs, sight=sight_of(member(request)).units, now=now, groups=named)
    except QueryError as error:
        fault = query_fault(error, address.q)
        return {
            "fault": fault,
            "repaired": address.with_(q=fault.suggestion) if fault.suggestion else "",
            "plainly": address.with_(mode="words"),
        }
    except SearchError as error:
        return {"refused": refused(error)}


def _too_slow(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What was asked takes too long, on the page or as a file: what to do about it."""
    day = context["address"].with_(window="24h")
    return render(request, "search/search.html", context | {"too_slow": True, "day": day}, status=503)


def _frame(request: HttpRequest, address: SearchAddress, now: datetime, *, page: bool = True) -> dict[str, Any]:
    """What stands around every search; with the navigation's figures (of a page) in one statement."""
    user = member(request)
    asked: dict[str, Reading[Any]] = {
        "units": unit_choices_reading(sight_of(user)),
        "kept": _kept_reading(user, request.GET.get("saved", "")),
    }
    if not address.asked:
        asked["saved"] = saved_reading(user)
    found = read_with_nav(request, asked) if page else read_together(asked)
    groups, saved_from = found.pop("kept")
    return found | {
        "address": address,
        "now": now,
        "most": MOST,
        "rule_href": rule_href(address) if may(request.user, Role.MONITOR) else "",
        "windows": [
            ("24h", _("近 24 小时")),
            ("7d", _("近 7 天")),
            ("30d", _("近 30 天")),
            ("all", _("全部（%(days)d 天）") % {"days": site.retention_days()}),
        ],
        "carried": address.hidden("q", "mode", "window", "from", "to", "focus", "reposts", "sort"),
        "groups": groups,
        "saved_from": saved_from,
    }


def _kept_reading(user: User, saved: str) -> Reading[tuple[list[SynonymGroup], SavedSearch | None]]:
    """(synonym groups, the saved search that the reader came from); one round."""
    groups, found = yield [SynonymGroup.objects.all(), saved_visible(user).filter(pk=number(saved))]
    return groups, next(iter(found), None)


def _start(request: HttpRequest, context: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Before anything is asked: how to write, and what is kept."""
    examples = [(query, SearchAddress({"q": query}).query, _(said)) for query, said in EXAMPLES]
    user, groups = member(request), {group.name: group.words for group in context["groups"]}
    lines = saved_counted(context["saved"], user, sight=sight_of(user).units, now=now, groups=groups)
    return {"examples": examples, "saved": lines}


def _found(
    address: SearchAddress, ask: SearchAsk, page: SearchPage, units: list[Unit], now: datetime, after: str
) -> dict[str, Any]:
    tally, after_pairs = page.tally, f"&after={page.next.replace('+', '%2B')}"
    narrowed = chips(address, page, units=units)
    return {
        "ask": ask,
        "page": page,
        "tally": tally,
        "lines": lines(page),
        "n_words": count_words(tally),
        "facets": facets(page, address, units=units),
        "chips": narrowed,
        "looser": looser(address, narrowed) if not tally.total and not tally.read_to else [],
        "chart": chart(tally, ask, address, now=now, sources=page.enabled),
        "next_query": f"{address.query}{after_pairs}" if page.next else "",
        "first_query": address.query if after else "",
    }


def _opened(request: HttpRequest, address: SearchAddress, page: SearchPage, after: str) -> None:
    detail = {**address.pairs, "after": after, "found": page.tally.total}
    audit_record(actor=member(request), action="search", target="search", detail=detail)


def _looked(request: HttpRequest, saved: SavedSearch | None, page: SearchPage, now: datetime) -> int:
    """Opened from the list of saved searches: what is there now is no longer new. Returns up to where the reader had seen it."""
    if saved is None or request.GET.get("look") != "1":
        return 0
    return saved_search_look(saved=saved, user=member(request), seen_id=page.tally.newest, now=now)


def _records(found: Iterator[SearchRow]) -> Iterator[tuple[object, ...]]:
    for one in found:
        row = one.item
        yield (
            row.at, row.title, passage_text(one), row.source, row.link, row.sentiment, " ".join(row.areas),
            place_name(one.place or "none"), one.copies, int(row.repost), row.id,
        )  # fmt: skip
