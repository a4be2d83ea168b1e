"""Which topics belong to a standing plan, and which plans a topic belongs to.

A topic is in a plan when at least a fifth of its originals are: the share that puts a topic in focus (topics.focus).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q

from monitor.models import Item, Topic
from monitor.queries.count_table import Unnest
from monitor.queries.scope import Scope, held_condition, seen_by
from monitor.queries.together import Reading, read_alone
from monitor.queries.topics import LINED, TopicLine, lines_reading

SHARE = 0.2


@dataclass(frozen=True, slots=True)
class PlanTopic:
    """A topic with originals in the plan: `held` of them in the window; the line counts the whole topic."""

    line: TopicLine
    held: int


def plans_of_topics(ids: Collection[int]) -> dict[int, set[int]]:
    """{topic: plans that it is in}. One query."""
    return read_alone(plans_of_reading(ids))


def plans_of_reading(ids: Collection[int]) -> Reading[dict[int, set[int]]]:
    """The same; one round."""
    if not ids:
        return {}
    held = Item.objects.filter(~Q(plans=[]), topic_id__in=ids, duplicate_of=None, own=False).order_by()
    plan = Unnest("plans", output_field=IntegerField())
    rows, topics = yield [
        held.annotate(plan=plan).values_list("topic_id", "plan").annotate(n=Count("*")),
        Topic.objects.filter(pk__in=ids).order_by().values_list("pk", "n_originals"),
    ]
    originals, found = dict(topics), defaultdict[int, set[int]](set)
    for topic, plan_id, n in rows:
        if topic in originals and n >= SHARE * originals[topic]:
            found[topic].add(plan_id)
    return found


def plan_topics_reading(scope: Scope, *, limit: int = 10) -> Reading[list[PlanTopic]]:
    """Topics of what a plan (`scope.plan`) holds in the window, most originals in the plan first. Three rounds."""
    rows = Item.objects.filter(held_condition(scope), own=False, duplicate_of=None, topic_id__isnull=False)
    counted = rows.order_by().values_list("topic_id").annotate(n=Count("*")).order_by("-n", "-topic_id")
    (most,) = yield [counted[: limit * 2]]
    held = dict(most)
    found = Topic.objects.filter(seen_by(scope.sight), pk__in=held, merged_into=None, muted=False)
    (topics,) = yield [found.only(*LINED)]
    ordered = sorted(topics, key=lambda topic: (-held[topic.pk], -topic.pk))[:limit]
    lines = yield from lines_reading(ordered, scope)
    return [PlanTopic(line, held[line.id]) for line in lines]
