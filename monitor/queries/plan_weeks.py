"""What a weekly report counts of standing plans. Everything a plan holds counts, also what is not in focus."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from monitor.lib.clock import month_of
from monitor.lib.replica import reading
from monitor.models import Plan, PlanHour, PlanState, RetagJob, RetagState, Topic

if TYPE_CHECKING:
    from monitor.queries.reports import Span

TOPICS = """
SELECT plan, topic_id, count(*) AS n FROM monitor_item, unnest(plans) AS plan
WHERE month = ANY(%s) AND at >= %s AND at < %s AND plans <> '{}' AND NOT own AND duplicate_of IS NULL
    AND topic_id IS NOT NULL
GROUP BY plan, topic_id ORDER BY n DESC, topic_id
"""
Counts = Counter[tuple[int, str, bool]]  # (plan, sentiment, original)


def plans_of_week(span: Span) -> list[Plan]:
    """Plans with a paragraph of their own: going on, or ended since the week began; of which a day lies in the week.

    One that was made after the week has it too: history is tagged when a plan is made.
    """
    live = Q(state=PlanState.ACTIVE) | Q(state=PlanState.ENDED, ended_at__gte=span.start)
    plans = Plan.objects.filter(live, in_report=True)
    return [plan for plan in plans if (plan.start or span.start) < span.end and (plan.end or span.end) > span.start]


def plan_week_counts(span: Span) -> Counts:
    """Items by plan, sentiment, and whether they are originals."""
    rows = PlanHour.objects.filter(hour__gte=span.start, hour__lt=span.end).values("plan", "sentiment", "original")
    return Counter({(r["plan"], r["sentiment"], r["original"]): r["total"] for r in rows.annotate(total=Sum("n"))})


def plan_week_topics(span: Span, *, limit: int = 3) -> dict[int, list[tuple[Topic, int]]]:
    """{plan: its topics with their originals in it, most first}; muted and merged ones left out. Two queries."""
    with reading().cursor() as cursor:
        cursor.execute(TOPICS, [[month_of(span.start), month_of(span.end)], span.start, span.end])
        rows = cursor.fetchall()
    topics = (
        Topic.objects.filter(merged_into=None, muted=False).defer("vector").in_bulk({topic for _, topic, _ in rows})
    )
    found: dict[int, list[tuple[Topic, int]]] = defaultdict(list)
    for plan, topic, n in rows:
        if topic in topics and len(found[plan]) < limit:
            found[plan].append((topics[topic], n))
    return found


def retagging() -> bool:
    """Whether history is still being tagged, so that counts of plans may be too small."""
    return RetagJob.objects.filter(state__in=[RetagState.QUEUED, RetagState.RUNNING]).exists()
