"""Which topics belong to a standing plan, and which plans a topic belongs to.

A topic is in a plan when at least a fifth of its originals are: the share that puts a topic in focus (topics.focus).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from monitor.lib.replica import reading
from monitor.models import Item, Topic
from monitor.queries.scope import Scope, seen_by
from monitor.queries.topics import TopicLine, topic_lines

SHARE = 0.2
HELD = """
SELECT t.id, plan FROM monitor_topic t JOIN monitor_item i ON i.topic_id = t.id, unnest(i.plans) AS plan
WHERE t.id = ANY(%s) AND i.duplicate_of IS NULL AND NOT i.own AND i.plans <> '{}'
GROUP BY t.id, plan, t.n_originals HAVING count(*) >= %s * t.n_originals
"""


@dataclass(frozen=True, slots=True)
class PlanTopic:
    """A topic with originals in the plan: `held` of them in the window; the line counts the whole topic."""

    line: TopicLine
    held: int


def plans_of_topics(ids: Collection[int]) -> dict[int, set[int]]:
    """{topic: plans that it is in}. One query."""
    if not ids:
        return {}
    found: dict[int, set[int]] = defaultdict(set)
    with reading().cursor() as cursor:
        cursor.execute(HELD, [list(ids), SHARE])
        for topic, plan in cursor.fetchall():
            found[topic].add(plan)
    return found


def plan_topics(scope: Scope, *, limit: int = 10) -> list[PlanTopic]:
    """Topics of what a plan (`scope.plan`) holds in the window, most originals in the plan first. Four queries."""
    rows = Item.objects.filter(scope.condition(), own=False, duplicate_of=None, topic_id__isnull=False)
    counted = rows.order_by().values_list("topic_id").annotate(n=Count("*")).order_by("-n", "-topic_id")
    held = {topic or 0: n for topic, n in counted[: limit * 2]}
    topics = Topic.objects.filter(seen_by(scope.sight), pk__in=held, merged_into=None, muted=False)
    ordered = sorted(topics.defer("vector", "summary"), key=lambda topic: (-held[topic.pk], -topic.pk))[:limit]
    return [PlanTopic(line, held[line.id]) for line in topic_lines(ordered, scope)]
