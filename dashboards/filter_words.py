"""Filters in words: the window, what its numbers are compared with, and a chip for each filter that is set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.filters import CUSTOM, Filters
from monitor.lib.clock import SHANGHAI
from monitor.models import PlaceScope, SourceKind, Unit
from monitor.queries import site
from monitor.queries.items import SENTIMENTS
from monitor.queries.scope import Scope

Link = Callable[..., str]


def windows() -> dict[str, str]:
    """Code of each window in its name, in the order of the menu."""
    return {
        "24h": _("近 24 小时"),
        "7d": _("近 7 天"),
        "30d": _("近 30 天"),
        "today": _("今天"),
        "week": _("本周"),
    }


def window_label(filters: Filters, scope: Scope) -> str:
    """近 24 小时, 今天, or 11-03 00:00–11-05 00:00."""
    return span_words(scope.start, scope.end) if filters.window == CUSTOM else windows()[filters.window]


def before_label(filters: Filters) -> str:
    """What the change of a number is a change against."""
    return {
        "24h": _("较前 24 小时"),
        "7d": _("较前 7 天"),
        "30d": _("较前 30 天"),
        "today": _("较昨天同一时段"),
        "week": _("较上周同一时段"),
    }.get(filters.window, _("较前一段同样时长"))


def span_words(start: datetime, end: datetime) -> str:
    """11-03 00:00–11-05 08:30, Asia/Shanghai."""
    first, last = start.astimezone(SHANGHAI), end.astimezone(SHANGHAI)
    return f"{first:%m-%d %H:%M}–{last:%m-%d %H:%M}"


def kind_choices() -> list[tuple[str, str]]:
    """(code, name) of the kinds of source."""
    return [(str(code), str(name)) for code, name in SourceKind.choices]


def filter_bar(filters: Filters, units: list[Unit], now: datetime, *, link: Link | None = None) -> dict[str, Any]:
    """What a page with filters hands its template. `units`: `unit_choices` of the reader; `link`: the query of this page with some
    of the filters exchanged."""
    bar = {
        "windows": windows(),
        "areas": list(labels.AREAS),
        "places": list(PlaceScope.values),
        "units": units,
        "unit_names": [(unit.pk, unit.name) for unit in units],
        "kinds": kind_choices(),
        "sentiments": SENTIMENTS,
        "days": site.retention_days(),
        "oldest": now - timedelta(days=site.retention_days()),
    }
    return {"filters": filters, "filter_bar": bar, "filter_chips": chips(filters, units, link or filters.without)}


def chips(filters: Filters, units: list[Unit], link: Link) -> list[tuple[str, str]]:
    """(words, query without it) for each filter that is set; of the windows only a custom one, which no menu names."""
    names = {unit.pk: unit.name for unit in units}
    found: list[tuple[Any, dict[str, Any]]] = [
        (filters.window == CUSTOM and _span(filters), {"window": "24h", "start": None, "end": None}),
        (filters.place and labels.place(filters.place), {"place": ""}),
        (filters.area and labels.area(filters.area), {"area": ""}),
        (filters.unit and names.get(filters.unit, "?"), {"unit": 0}),
        (filters.kind and str(SourceKind(filters.kind).label), {"kind": ""}),
        (filters.sentiment and labels.sentiment(filters.sentiment), {"sentiment": ""}),
        (not filters.focus and _("全部内容"), {"focus": True}),
    ]
    return [(str(words), link(**changes)) for words, changes in found if words]


def _span(filters: Filters) -> str:
    if filters.start is None:
        return ""
    if filters.end is None:
        return _("%(at)s 起") % {"at": f"{filters.start.astimezone(SHANGHAI):%m-%d %H:%M}"}
    return span_words(filters.start, filters.end)
