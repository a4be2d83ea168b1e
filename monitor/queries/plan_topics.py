"""Which topics belong to a standing plan, and which plans a topic belongs to.

A topic is in a plan when at least a fifth of its originals are: the share that puts a topic in focus (topics.focus).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet

from monitor.models import Item, Topic
from monitor.queries.count_table import Unnest
from monitor.queries.scope import Scope, held_condition, listed, seen_by, shaped_scope
from monitor.queries.shapes import any_of, shaped
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
    of = sorted(ids)
    rows, topics = yield [shaped(_held_rows, ids=of), shaped(_original_rows, ids=of)]
    originals, found = dict(topics), defaultdict[int, set[int]](set)
    for topic, plan_id, n in rows:
        if topic in originals and n >= SHARE * originals[topic]:
            found[topic].add(plan_id)
    return found


def _held_rows(*, ids: list[int]) -> QuerySet[Item, Any]:
    """(topic, plan, originals of both)."""
    held = Item.objects.filter(~Q(plans=[]) & any_of("topic_id", ids), duplicate_of=None, own=False).order_by()
    plan = Unnest("plans", output_field=IntegerField())
    return held.annotate(plan=plan).values_list("topic_id", "plan").annotate(n=Count("*"))


def _original_rows(*, ids: list[int]) -> QuerySet[Topic, Any]:
    return Topic.objects.filter(any_of("pk", ids)).order_by().values_list("pk", "n_originals")


def plan_topics_reading(scope: Scope, *, limit: int = 10) -> Reading[list[PlanTopic]]:
    """Topics of what a plan (`scope.plan`) holds in the window, most originals in the plan first. Three rounds."""
    (most,) = yield [shaped_scope(_most_rows, scope, limit * 2)]
    held = dict(most)
    (topics,) = yield [shaped(_line_rows, ids=list(held), sight=listed(scope.sight))]
    ordered = sorted(topics, key=lambda topic: (-held[topic.pk], -topic.pk))[:limit]
    lines = yield from lines_reading(ordered, scope)
    return [PlanTopic(line, held[line.id]) for line in lines]


def _most_rows(scope: Scope, limit: int) -> QuerySet[Item, Any]:
    """(topic, originals in the plan)."""
    rows = Item.objects.filter(held_condition(scope), own=False, duplicate_of=None, topic_id__isnull=False)
    return rows.order_by().values_list("topic_id").annotate(n=Count("*")).order_by("-n", "-topic_id")[:limit]


def _line_rows(*, ids: list[int], sight: list[int] | None) -> QuerySet[Topic]:
    return Topic.objects.filter(seen_by(sight) & any_of("pk", ids), merged_into=None, muted=False).only(*LINED)
