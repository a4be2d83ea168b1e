"""A report out of its frozen numbers: numbered sections of sentences and tables, for every kind and format. Pure.

`sections(frozen, translate, names)` says the same thing for the same numbers, today or in a year; what it cannot say
(no comparable period before, an empty one, numbers frozen before a section existed) it leaves out or says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from monitor.reports.layout import SECTIONS, sections_checked
from monitor.reports.parts import Columns, Section, Table
from monitor.reports.periods import DAILY, DOSSIER, MONTHLY, WEEKLY
from monitor.reports.say import brief, dossier
from monitor.reports.say.advice import analysis
from monitor.reports.say.alerts import alerts
from monitor.reports.say.forecast import forecast
from monitor.reports.say.notes import notes
from monitor.reports.say.overview import overview
from monitor.reports.say.plans import plans
from monitor.reports.say.structure import structure
from monitor.reports.say.terms import terms
from monitor.reports.say.topics import topics
from monitor.reports.say.trend import trend
from monitor.reports.tell import Names, Sentence, Teller, Translate

__all__ = ["NUMERALS", "Columns", "Section", "Sentence", "Table", "sections"]

NUMERALS = "一二三四五六七八九十"
Say = Callable[[Teller, Translate], Section | None]
LONG: Mapping[str, Say] = {
    "overview": overview,
    "trend": trend,
    "structure": structure,
    "topics": topics,
    "terms": terms,
    "plans": plans,
    "alerts": alerts,
    "analysis": analysis,
    "forecast": forecast,
    "notes": notes,
}
KINDS: Mapping[str, Mapping[str, Say]] = {
    WEEKLY: LONG,
    MONTHLY: LONG,
    DAILY: {
        "overview": brief.overview,
        "topics": brief.topics,
        "alerts": brief.alerts,
        "analysis": brief.advised,
        "notes": brief.notes,
    },
    DOSSIER: {
        "overview": dossier.overview,
        "trend": dossier.trend,
        "spread": dossier.spread,
        "terms": dossier.terms,
        "alerts": alerts,
        "analysis": analysis,
        "forecast": dossier.forecast,
        "notes": dossier.notes,
    },
}


def sections(frozen: dict[str, Any], _: Translate, names: Names) -> list[Section]:
    """The report in the order of its layout; a section that has nothing to stand on is left out."""
    tell, kind = Teller(frozen, _, names), frozen.get("kind", WEEKLY)
    keys = sections_checked(kind, frozen.get("layout", {}).get("sections") or SECTIONS[kind])
    parts = [part for part in (KINDS[kind][key](tell, _) for key in keys) if part is not None]
    return [replace(part, numeral=NUMERALS[n]) for n, part in enumerate(parts)]
