"""Rows of the list of sources, written from a drawn template (dashboards.drawn) and kept: a page has fifty of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from dashboards.clocks import clock, span
from dashboards.drawn import drawn
from monitor.lib.clock import shanghai_date, utc_now
from monitor.models import SourceFormat, SourceKind
from monitor.queries.sources import SourceLine


class Shown(NamedTuple):
    """All that a row shows, besides what is wrong."""

    pk: int
    name: str
    kind: str
    format: str
    region: str
    tone: str
    state: str
    items: int
    asked: bool
    last_ok_at: datetime | None
    last_new_at: datetime | None
    interval_s: int
    outages: int
    down: timedelta


def source_row_html(line: SourceLine, trouble: str) -> SafeString:
    """sources/row.html; `trouble`: what is wrong with it, in words. Kept, under all that it shows."""
    source = line.source
    shown = Shown(
        source.pk,
        source.name,
        source.kind,
        source.format,
        source.region,
        line.tone,
        line.state_name,
        line.items,
        bool(source.url),
        source.last_ok_at,
        source.last_new_at,
        source.interval_s,
        line.outages,
        line.down,
    )
    return _kept(shown, trouble, get_language() or "", shanghai_date(utc_now()))


@lru_cache(maxsize=500)
def _kept(row: Shown, trouble: str, _language: str, _today: date) -> SafeString:
    times = ngettext("%(n)s 次", "%(n)s 次", row.outages) % {"n": row.outages} if row.outages else ""
    values = {
        "href": escape(reverse("source", args=[row.pk])),
        "name": escape(row.name),
        "kind": escape(str(SourceKind(row.kind).label)),
        "format": escape(str(SourceFormat(row.format).label)),
        "region": escape(row.region),
        "trouble": escape(trouble),
        "tone": row.tone,
        "state": escape(row.state),
        "items": str(row.items or ""),
        "items_href": f"{escape(reverse('items'))}?source={row.pk}&amp;focus=everything",
        "last_ok": clock(row.last_ok_at) if row.asked else "",
        "last_new": clock(row.last_new_at),
        "interval": escape(span(row.interval_s)) if row.asked else "",
        "outages": escape(times),
        "down": escape(span(row.down.total_seconds())),
    }
    return drawn("sources/row.html", values)
