"""Rows of items, written from templates that are drawn once for each shape of row instead of once for each row.

What the template asks of a row (has it a title, is it a repost, ...) is its shape; what it only shows (the title, the time) is
put in afterwards. A page has 40 rows and a handful of shapes; a template takes half a millisecond a row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboards import labels
from dashboards.clocks import clock, percent
from dashboards.drawn import Parts, filled, mark, parted
from monitor.lib.clock import shanghai_date, utc_now
from monitor.queries.items import ItemRow

MANY = 990_990_003  # reposts where there are several, which say so in the same words
PLAN = 990_990_004
AT = datetime(1901, 1, 1, tzinfo=UTC)
STAND_IN: dict[str, Any] = {
    "id": 990_990_001,
    "topic_id": 990_990_002,
    "at": AT,
    "confidence": 99.07,
    "areas": (mark("areas"),),
    **{name: mark(name) for name in ("title", "link", "source", "topic")},
}
"""What no row holds. Where a row has none of it, neither has its stand-in."""
MARKED = {  # how those that are no text stand in the drawn template
    str(STAND_IN["id"]): "id",
    str(STAND_IN["topic_id"]): "topic_id",
    str(clock(AT)): "at",
    percent(STAND_IN["confidence"]): "confidence",
    str(MANY): "reposts",
    str(PLAN): "plan_pk",
    f'<span class="tag">{mark("areas")}</span>': "areas",
}
PLACES = re.compile("|".join(map(re.escape, MARKED)))
MOST_AREAS = 3


def row_html(row: ItemRow, *, may_correct: bool, **shown: int) -> SafeString:
    """items/row.html with these variables in the language of the moment. `shown`: compact, hide_topic, plan_pk. Kept, under all that
    it shows: desks, lists and live streams show the same newest items."""
    return _kept(row, get_language() or "", may_correct, shanghai_date(utc_now()), *shown.items())


@lru_cache(maxsize=1000)
def _kept(row: ItemRow, language: str, may_correct: bool, _today: date, *given: tuple[str, int]) -> SafeString:
    shown = dict(given)
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
        "areas": _areas(row.areas[: 1 if shown.get("compact") else MOST_AREAS], language),
    }
    return filled(_drawn(shape, language, may_correct, *shown.items()), values)


@lru_cache(maxsize=2000)
def _drawn(shape: ItemRow, _language: str, may_correct: bool, *shown: tuple[str, int]) -> Parts:
    html = render_to_string("items/row.html", {"row": shape, "may_correct": may_correct, **dict(shown)})
    return parted(PLACES.sub(lambda found: mark(MARKED[found[0]]), html))


@lru_cache(maxsize=500)
def _areas(codes: tuple[str, ...], _language: str) -> str:
    return "".join(f'<span class="tag">{escape(labels.area(code))}</span>' for code in codes)
