"""The week's numbers of the standing plans, frozen with the report."""

from __future__ import annotations

from typing import Any

from monitor.models import Plan, Sentiment
from monitor.queries import plan_weeks as read
from monitor.queries.plans import about_units, unit_words
from monitor.queries.reports import Span

Frozen = dict[str, Any]


def plans_freeze(span: Span, before: Span, *, comparable: bool) -> Frozen:
    """`listed` in the order the plans were made. `negative` is None for a plan about a unit: units are not set side by side
    by tone (SCOPE 4). `previous` is None when there is no whole week before to compare with."""
    plans = read.plans_of_week(span)
    if not plans:
        return {"retagging": False, "listed": []}
    now, was = read.plan_week_counts(span), read.plan_week_counts(before)
    topics, words = read.plan_week_topics(span), unit_words()
    listed = []
    for plan in plans:
        n, originals = _items(now, plan), _originals(now, plan)
        whole = comparable and (plan.start is None or plan.start <= before.start)
        previous = _items(was, plan) if whole else None
        negative = None if about_units(plan, words) else _share(now[plan.pk, Sentiment.NEG.value, True], originals)
        listed.append(
            {
                "id": plan.pk,
                "name": plan.name,
                "items": n,
                "originals": originals,
                "negative": negative,
                "previous": previous,
                "change": round(100 * (n - previous) / previous, 1) if previous else None,
                "topics": [
                    {"id": topic.pk, "title": topic.title, "n": held} for topic, held in topics.get(plan.pk, [])
                ],
            }
        )
    return {"retagging": read.retagging(), "listed": listed}


def _items(counts: read.Counts, plan: Plan) -> int:
    return _originals(counts, plan) + sum(counts[plan.pk, tone, False] for tone in Sentiment.values)


def _originals(counts: read.Counts, plan: Plan) -> int:
    return sum(counts[plan.pk, tone, True] for tone in Sentiment.values)


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None
