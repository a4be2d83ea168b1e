"""Rows of items, written from templates that are drawn once for each shape of row instead of once for each row.

What the template asks of a row (has it a title, is it a repost, ...) is its shape; what it only shows (the title, the time) is
put in afterwards. A page has 40 rows and a handful of shapes; a template takes half a millisecond a row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboards import labels
from dashboards.clocks import clock, percent
from monitor.queries.items import ItemRow

MANY, PLAN = (
    990_990_003,
    990_990_004,
)  # reposts where there are several, which say so in the same words; a standing plan
AT = datetime(1901, 1, 1, tzinfo=UTC)
STAND_IN: dict[str, Any] = {
    "id": 990_990_001,
    "topic_id": 990_990_002,
    "at": AT,
    "confidence": 99.07,
    "title": "\ue000title\ue001",
    "link": "\ue000link\ue001",
    "source": "\ue000source\ue001",
    "topic": "\ue000topic\ue001",
    "areas": ("\ue000area\ue001",),
}
"""What no row holds: found again in what the template makes of it. Where a row has none of it, neither has its stand-in."""
SHOWN = {  # how each stands in the drawn template
    str(STAND_IN["id"]): "id",
    str(STAND_IN["topic_id"]): "topic_id",
    str(clock(AT)): "at",
    percent(STAND_IN["confidence"]): "confidence",
    str(MANY): "reposts",
    str(PLAN): "plan_pk",
    '<span class="tag">\ue000area\ue001</span>': "areas",
} | {STAND_IN[name]: name for name in ("title", "link", "source", "topic")}
PLACES = re.compile("|".join(map(re.escape, SHOWN)))
MOST_AREAS = 3


def row_html(row: ItemRow, *, may_correct: bool, **shown: int) -> SafeString:
    """items/row.html with these variables in the language of the moment. `shown`: compact, hide_topic, plan_pk."""
    stand_in = {name: found for name, found in STAND_IN.items() if getattr(row, name)}
    several = MANY if row.reposts > 1 else row.reposts
    shape = replace(
        row, **stand_in, reposts=several, source_id=0, masked=False, units=(), place=""
    )  # these are not shown
    plan = shown.get("plan_pk", 0)
    if plan:
        shown["plan_pk"] = PLAN
    values = {
        "id": str(row.id),
        "topic_id": str(row.topic_id),
        "at": clock(row.at),
        "confidence": percent(row.confidence),
        "reposts": str(row.reposts),
        "plan_pk": str(plan),
        "title": escape(row.title),
        "link": escape(row.link),
        "source": escape(row.source),
        "topic": escape(row.topic),
        "areas": _areas(row.areas[: 1 if shown.get("compact") else MOST_AREAS], get_language() or ""),
    }
    parts = _drawn(shape, get_language() or "", may_correct, *shown.items())
    return SafeString("".join(values[part] if n % 2 else part for n, part in enumerate(parts)))


@lru_cache(maxsize=2000)
def _drawn(shape: ItemRow, _language: str, may_correct: bool, *shown: tuple[str, int]) -> tuple[str, ...]:
    """Texts, and between them the names of what stands there."""
    html = render_to_string("items/row.html", {"row": shape, "may_correct": may_correct, **dict(shown)})
    parts, end = [], 0
    for found in PLACES.finditer(html):
        parts += [html[end : found.start()], SHOWN[found[0]]]
        end = found.end()
    return (*parts, html[end:])


@lru_cache(maxsize=500)
def _areas(codes: tuple[str, ...], _language: str) -> str:
    return "".join(f'<span class="tag">{escape(labels.area(code))}</span>' for code in codes)
