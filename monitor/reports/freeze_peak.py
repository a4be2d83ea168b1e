"""The day with most items, explained: which topics brought more than on their usual day."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import Any

from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen, share

NAMED = 3
LOOKED_AT = 50  # topics of that day: what is smaller explains nothing


def peak_freeze(daily: list[Frozen], span: Span) -> Frozen | None:
    """`excess`: items more than on the median day; each topic's is over its own median day of the period, `share` its part of the
    day's (None when other topics fell, so that parts do not add up)."""
    top = max(daily, key=lambda row: row["n"], default=None)
    if top is None or not top["n"]:
        return None
    n, others = top["n"], sum(row["n"] for row in daily) - top["n"]
    usual = median(row["n"] for row in daily)
    mean = others / (len(daily) - 1) if len(daily) > 1 else 0
    excess = round(n - usual, 1)
    return {
        "day": top["day"],
        "n": n,
        "others_mean": round(mean, 1),
        "times": round(n / mean, 1) if mean else None,
        "median": usual,
        "excess": excess,
        "gap": top["gap"],
        "topics": _topics(date.fromisoformat(top["day"]), span, len(daily), excess),
    }


def _topics(day: date, span: Span, days: int, excess: float) -> list[Frozen]:
    ids = [row["topic"] for row in read.topics_of(Span.day(day), limit=LOOKED_AT)]
    by_day, found = read.topic_days(ids, span), []
    for pk in ids:
        n = by_day[pk].get(day, 0)
        usual = median([*by_day[pk].values(), *[0] * (days - len(by_day[pk]))])
        found.append({"id": pk, "n": n, "usual": usual, "more": round(n - usual, 1)})
    found = sorted((row for row in found if row["more"] > 0), key=lambda row: (-row["more"], row["id"]))[:NAMED]
    titles = read.topic_rows([row["id"] for row in found])
    return [{**row, "title": titles[row["id"]].title, "share": _part(row["more"], excess)} for row in found]


def _part(more: Any, excess: float) -> float | None:
    return share(more, excess) if excess > 0 and more <= excess else None
