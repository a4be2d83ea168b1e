"""Rows of a run -> the values that score.py judges, and the score itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.drill.model import DrillItem
from monitor.lib.clock import month_of
from monitor.models import AlertEvent, Item, Source, Topic, Training
from monitor.queries.scope import seen_by
from monitor.training.advice import advice
from monitor.training.score import Score, score
from monitor.training.truth import LOOK_BACK, RISING, Paper, link_path, matters, topic_story
from monitor.training.values import Act, Said, Tagged

Sight = tuple[int, ...] | None
STEPS = ("acknowledged", "handling", "resolved", "false_alarm")
CHAIN = 10  # merges that are followed


def result_of(training: Training, *, end: datetime, paper: Paper, sight: Sight) -> dict[str, object]:
    """What is frozen: the score up to `end` and three sentences of advice."""
    found = training_score(training, end=end, paper=paper, sight=sight)
    return found.as_json() | {"advice": [sentence.as_json() for sentence in advice(found)]}


def training_score(training: Training, *, end: datetime, paper: Paper, sight: Sight) -> Score:
    """Judge the rows of one run. A fixed number of queries."""
    start, names = training.started_at, paper.name_by_path()
    notes = list(training.notes.select_related("topic"))
    events = list(_steps(training, end))
    stories = _stories([n.topic_id for n in notes] + [e.alert.topic_id for e in events], names, start)
    return score(
        start=start,
        end=end,
        matters=matters(paper, seen=_seen(start, end, sight), start=start, end=end),
        older=[truth.name for truth in paper.stories if truth.areas],
        beyond=[truth.name for truth in paper.stories if not truth.areas],
        notes=[
            Said(
                title=note.topic.title if note.topic else "",
                story=stories.get(note.topic_id),
                at=note.noted_at,
                answered_at=note.answered_at,
                needs_alert=note.needs_alert,
                areas=tuple(note.areas),
                tone=note.tone,
                first_step=note.first_step,
            )
            for note in notes
        ],
        acts=[Act(stories.get(e.alert.topic_id), e.at, false_alarm=e.kind == "false_alarm") for e in events],
        tags=_tagged(training, paper.by_path()),
    )


def _steps(training: Training, end: datetime) -> Iterable[AlertEvent]:
    """What the trainee did with alerts on topics during the run."""
    rows = AlertEvent.objects.filter(by=training.user_id, at__gte=training.started_at, at__lte=end, kind__in=STEPS)
    return rows.filter(alert__topic__isnull=False).select_related("alert")


def _seen(start: datetime, end: datetime, sight: Sight) -> dict[str, datetime]:
    """Path of the link -> when first fetched, of what this trainee could see."""
    rows = Item.objects.filter(seen_by(sight), month__gte=month_of(start - RISING), at__gte=start - RISING)
    found = rows.filter(at__lte=end, first_seen__lte=end).exclude(link="").values_list("link", "first_seen")
    return {link_path(link): first_seen for link, first_seen in found.iterator()}


def _stories(
    topic_ids: Iterable[int | None], names: Mapping[str, str], start: datetime
) -> dict[int | None, str | None]:
    """Topic -> the storyline that most of its items tell; a merged topic is what it became."""
    final = _merged({topic_id for topic_id in topic_ids if topic_id})
    since = start - LOOK_BACK
    rows = Item.objects.filter(month__gte=month_of(since), at__gte=since, topic_id__in=set(final.values()))
    paths: dict[int | None, list[str]] = defaultdict(list)
    for topic_id, link in rows.values_list("topic_id", "link"):
        paths[topic_id].append(link_path(link))
    return {topic_id: topic_story(paths[became], names) for topic_id, became in final.items()}


def _merged(topic_ids: set[int]) -> dict[int, int]:
    """Topic -> what it was merged into, in the end."""
    final = {topic_id: topic_id for topic_id in topic_ids}
    for _ in range(CHAIN):
        into = dict(
            Topic.objects.filter(pk__in=set(final.values()), merged_into__isnull=False).values_list(
                "pk", "merged_into_id"
            )
        )
        if not into:
            break
        final = {topic_id: into.get(became) or became for topic_id, became in final.items()}
    return final


def _tagged(training: Training, by_path: Mapping[str, DrillItem]) -> list[Tagged]:
    """The tagging exercise beside its truth; an item that the exercise does not know is left out."""
    tags = list(training.tags.all())
    items = {item.id: item for item in Item.objects.filter(id__in=[tag.item_id for tag in tags])}
    names = dict(Source.objects.filter(pk__in={i.source_id for i in items.values()}).values_list("pk", "name"))
    found = []
    for tag in tags:
        item = items.get(tag.item_id)
        truth = by_path.get(link_path(item.link)) if item else None
        if item is None or truth is None:
            continue
        found.append(
            Tagged(
                title=item.title,
                source=names.get(item.source_id, ""),
                given_areas=tuple(tag.areas) if tag.tagged_at else None,
                given_tone=tag.tone,
                areas=truth.areas,
                tone=truth.sentiment,
            )
        )
    return found
