"""The period's numbers of the standing plans, frozen with the report."""

from __future__ import annotations

from monitor.models import Plan, Sentiment
from monitor.queries import plan_weeks as read
from monitor.queries.plans import about_units, unit_words
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen, change, share


def plans_freeze(span: Span, before: Span | None, *, chosen: tuple[int, ...] | None = None) -> Frozen:
    """`listed` in the order the plans were made. `negative` is None for a plan about a unit: units are not set side by side
    by tone (SCOPE 4). `previous` is None when there is no whole period before to compare with. `chosen`: these plans, in this order."""
    plans = read.plans_of_week(span)
    if chosen is not None:
        plans = sorted((plan for plan in plans if plan.pk in chosen), key=lambda plan: chosen.index(plan.pk))
    if not plans:
        return {"retagging": False, "listed": []}
    now, was = read.plan_week_counts(span), read.plan_week_counts(before) if before else None
    topics, words = read.plan_week_topics(span), unit_words()
    listed = []
    for plan in plans:
        n, originals = _items(now, plan), _originals(now, plan)
        whole = before is not None and (plan.start is None or plan.start <= before.start)
        previous = _items(was, plan) if whole and was is not None else None
        negative = None if about_units(plan, words) else share(now[plan.pk, Sentiment.NEG.value, True], originals)
        listed.append(
            {
                "id": plan.pk,
                "name": plan.name,
                "items": n,
                "originals": originals,
                "negative": negative,
                "previous": previous,
                "change": change(n, previous),
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
