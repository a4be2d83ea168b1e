"""What the test boxes of a rule and of a standing plan show alike: whether a query can be read, matches, a tally, one item's reasons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dashboards.rule_form import spot_pack, tally_pack
from dashboards.rule_marks import marked
from dashboards.rule_words import query_fault, rule_sentence, verdict_sentence
from monitor.errors import QueryError
from monitor.lib.clock import WEEK, utc_now
from monitor.models import Item
from monitor.queries.items import rows_of
from monitor.rules.check import RuleError, query_check
from monitor.rules.explain import Explained
from monitor.rules.reading import groups_now, sources_now
from monitor.rules.scan import Found, FoundPage, Tally

PAGE = 20  # matches at once


def checked(query: str) -> dict[str, Any]:
    """Whether a query can be read; what is wrong with it, for rules/_fault.html."""
    try:
        query_check(query, groups_now())
    except QueryError as error:
        return {"ok": False, "fault": query_fault(error, query)}
    except RuleError as error:
        return {"ok": False, "refused": rule_sentence(error)}
    return {"ok": True}


def tally_context(counted: Tally) -> dict[str, Any]:
    """How many matched so far, and how much of the month was read."""
    share = 100 * counted.seen // counted.total if counted.total else 100
    return {
        "tally": counted,
        "packed": tally_pack(counted),
        "percent": 100 if counted.over else min(share, 99),
        "computed": utc_now(),
    }


def matches_context(page: FoundPage, *, first: bool, now: datetime) -> dict[str, Any]:
    """A page of matches of the last 7 days; `first`: the one that the test begins with."""
    return {
        "first": first,
        "lines": match_lines(page.found),
        "spot": spot_pack(page.spot) if page.spot else "",
        "reached": page.spot.at if page.spot else None,
        "cut": page.cut,
        "now": now,
        "since": now - WEEK,
    }


def explain_context(item: Item, said: Explained) -> dict[str, Any]:
    """Why one item matches, or does not."""
    return {
        "said": said,
        "sentence": verdict_sentence(said),
        "matched": said.match is not None and said.match.matched,
        "marks": marked(said.stored, said.match),
        "row": rows_of([item], sight=None)[0],
    }


def match_lines(found: tuple[Found, ...]) -> list[dict[str, Any]]:
    """What rules/_match_list.html shows."""
    sources = sources_now({item.source_id for item in found})
    return [
        {
            "id": item.id,
            "at": item.at,
            "source": sources.get(item.source_id, (_("来源已删除"), ""))[0],
            "marks": marked(item.stored, item.match),
            "match": item.match,
            "tagged": item.in_force,
        }
        for item in found
    ]
