"""Rows of tables of topics, and what a heat is made of, written from drawn templates (dashboards.drawn)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboards import labels
from dashboards.clocks import iso_stamp
from dashboards.drawn import drawn
from dashboards.small_charts import meter, spark, tone
from monitor.lib.clock import shanghai_date, utc_now
from monitor.queries.topics import TopicLine

AREAS = 2


def topic_row_html(line: TopicLine, *, pick: bool, keyed: str, drill: bool) -> SafeString:
    """topics/row.html; `keyed`: what its keys begin with, `pick`: it can be ticked. Kept, under all that it shows."""
    return _kept(_Whole(line), get_language() or "", pick, keyed, drill, shanghai_date(utc_now()))


class _Whole:
    """A value that equals another when all that it holds does; for those with dictionaries in them."""

    __slots__ = ("said", "value")

    def __init__(self, value: TopicLine) -> None:
        self.value, self.said = value, repr(value)

    def __hash__(self) -> int:
        return hash(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Whole) and self.said == other.said


@lru_cache(maxsize=500)
def _kept(whole: _Whole, language: str, pick: bool, keyed: str, drill: bool, _today: date) -> SafeString:
    line = whole.value
    values = {
        "id": str(line.id),
        "title": escape(line.title),
        "href": escape(reverse("topic", args=[line.id])),
        "areas": _areas(line.areas[:AREAS], language),
        "heat": _rounded(line.heat, 0, language),
        "spark": spark(line.spark, 84, 22),
        "items_href": escape(topic_items_href(line)),
        "originals": str(line.originals),
        "items": str(line.items),
        "sources": str(line.sources),
        "tone": tone(line.neg, line.neu, line.pos),
        "state": escape(line.state_label),
        "why": heat_html(line.heat_parts, line.heat),
    }
    flags = {name: getattr(line, name) for name in ("in_focus", "pinned", "watched", "muted", "grave")}
    return drawn("topics/row.html", values, **flags, pick=pick, keyed=keyed, drill=drill)


def heat_html(parts: Mapping[str, Any], heat: float) -> SafeString:
    """topics/heat.html: the four parts of a heat, and when they were computed."""
    language = get_language() or ""
    values = {"heat": _rounded(heat, 1, language)}
    for key, (most, _name, _help) in labels.HEAT_PARTS.items():
        value = parts.get(key, 0)
        values |= {f"{key}_bar": meter(value, most), f"{key}_value": _rounded(value, 1, language)}
    at = parts.get("computed_at")
    values["at"] = escape(iso_stamp(at)) if at else ""
    return drawn("topics/heat.html", values)


def topic_items_href(line: TopicLine) -> str:
    """The items behind a topic's counts."""
    start = line.window_start.isoformat().replace("+00:00", "Z")
    return f"{reverse('items')}?{urlencode({'topic': line.id, 'from': start, 'focus': 'everything'})}"


@lru_cache(maxsize=5000)
def _rounded(value: Any, digits: int, _language: str) -> str:
    return floatformat(value, digits)


@lru_cache(maxsize=500)
def _areas(codes: tuple[str, ...], _language: str) -> str:
    return "".join(f'<span class="tag">{escape(labels.area(code))}</span> ' for code in codes)
