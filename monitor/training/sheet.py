"""What the worksheet shows while a run lasts: items to tag, newest topics, the bar of every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from monitor.lib.clock import month_of
from monitor.models import Item, Source, Topic, Training, TrainingTag, User
from monitor.queries.scope import seen_by
from monitor.training.gather import Sight
from monitor.training.pick import WANTED, Candidate, pick

TOPICS = 20


@dataclass(frozen=True, slots=True)
class TagRow:
    """An item to be tagged. Empty title and text: past the retention."""

    tag: TrainingTag
    title: str
    text: str
    source: str

    @property
    def unrelated(self) -> bool:
        """Tagged as 与职工无关."""
        return self.tag.tagged_at is not None and not self.tag.areas


@dataclass(frozen=True, slots=True)
class Bar:
    """The slim bar of a running training."""

    training: Training
    notes: int
    seconds_left: int

    @property
    def clock(self) -> str:
        """905 seconds: 15:05."""
        return clock_left(self.seconds_left)

    @property
    def over(self) -> bool:
        """The time is up; the result is made when the trainee looks."""
        return self.seconds_left == 0


def bar_of(user: User, *, now: datetime) -> Bar | None:
    """For every page of this member while their run has no result yet. One query."""
    training = Training.objects.filter(user=user, finished_at=None).annotate(n=Count("notes")).first()
    if training is None:
        return None
    return Bar(training, training.n, seconds_left(training, now=now))


def seconds_left(training: Training, *, now: datetime) -> int:
    """Whole seconds until the time is up, rounded up; 0 then."""
    return max(0, -int((now - training.ends_at).total_seconds() // 1))


def clock_left(seconds: int) -> str:
    """905 -> 15:05."""
    return f"{seconds // 60}:{seconds % 60:02d}"


def tags_top_up(training: Training, *, sight: Sight, now: datetime) -> None:
    """Add originals published since the start, up to ten in all; what is there stays. Safe to repeat."""
    have = list(training.tags.values_list("item_id", flat=True))
    if len(have) >= WANTED:
        return
    since, fields = training.started_at, ("id", "source_id", "in_focus")
    rows = Item.objects.filter(seen_by(sight), month__gte=month_of(since), at__gte=since, at__lte=now, by_hand=False)
    rows = rows.filter(topic_id__isnull=False, duplicate_of=None).exclude(link="").exclude(title="")
    found = [Candidate(*row) for row in rows.order_by("at", "id").values_list(*fields)]
    chosen = [Candidate(*row) for row in Item.objects.filter(id__in=have).values_list(*fields)]
    added = pick(found, chosen)
    TrainingTag.objects.bulk_create(
        [TrainingTag(training=training, item_id=candidate.item_id) for candidate in added], ignore_conflicts=True
    )


def tag_rows(training: Training, *, sight: Sight) -> list[TagRow]:
    """The items of the tagging exercise in the order in which they were chosen. Three queries."""
    tags = list(training.tags.all())
    items = {item.id: item for item in Item.objects.filter(seen_by(sight), id__in=[tag.item_id for tag in tags])}
    names = dict(Source.objects.filter(pk__in={i.source_id for i in items.values()}).values_list("pk", "name"))
    return [
        TagRow(tag, item.title, item.text, names.get(item.source_id, ""))
        for tag in tags
        if (item := items.get(tag.item_id))
    ]


def topics_newest(*, sight: Sight, since: datetime, limit: int = TOPICS) -> list[Topic]:
    """Topics with something new since then, newest first, those in focus before the rest. One query."""
    found = Topic.objects.filter(seen_by(sight), merged_into=None, muted=False, last_at__gte=since)
    return list(found.defer("vector", "summary").order_by("-in_focus", "-last_at", "-id")[:limit])
