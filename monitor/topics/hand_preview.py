"""What a change by hand would make of topics, before it is made. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache

from monitor.models import OPEN_STATUSES, Alert, Item, Topic, TopicHour
from monitor.models.topic_apart import apart_from
from monitor.topics.cluster import TopicItem
from monitor.topics.parts import parts_propose
from monitor.topics.state import ItemId
from monitor.topics.take_up import topic_texts
from monitor.topics.threads import thread_raised_on
from monitor.topics.title import HEADLINES, choose_title

SHOWN = 6  # titles of a part
LOOKED_AT = 40  # newest items of a topic that are taken apart: what a page may take (0.1 s) allows no more
KEPT_S = 3600


@dataclass(frozen=True, slots=True)
class MergePreview:
    """The topic that several would be. Counts are over their whole lives; `areas` are {area: originals}, most first."""

    winner: Topic
    others: list[Topic]
    title: str
    named: bool  # by a person: the machine leaves it
    items: int
    originals: int
    sources: int
    areas: list[str]
    first_at: datetime
    last_at: datetime
    threads: int  # open alert threads now; one goes on
    apart: list[Topic]  # a person once set these apart from the winner
    muted: bool  # the result raises no alert
    spread: tuple[int, ...]  # reports per twenty-fourth of the whole span


def merge_preview(topics: Sequence[Topic], winner: Topic) -> MergePreview:
    """`topics` are two or more, `winner` among them. Five queries."""
    ids = [topic.pk for topic in topics]
    others = [topic for topic in topics if topic.pk != winner.pk]
    areas = sum((Counter(topic.areas) for topic in topics), Counter[str]())
    named = next((topic for topic in (winner, *others) if topic.renamed), None)
    first, last = min(t.first_at for t in topics), max(t.last_at for t in topics)
    set_apart = apart_from([winner.pk])
    return MergePreview(
        winner=winner,
        others=others,
        title=named.title if named else _title(ids) or winner.title,
        named=named is not None,
        items=sum(topic.n_items for topic in topics),
        originals=sum(topic.n_originals for topic in topics),
        sources=len({source for topic in topics for source in topic.sources}),
        areas=[area for area, _n in areas.most_common()],
        first_at=first,
        last_at=last,
        threads=Alert.objects.filter(topic__in=ids, status__in=OPEN_STATUSES).count(),
        apart=[topic for topic in others if topic.pk in set_apart],
        muted=winner.muted,
        spread=_spread(ids, first, last),
    )


def _title(ids: list[int]) -> str:
    rows = Item.objects.filter(topic_id__in=ids, duplicate_of=None).order_by("-at", "-id")
    return choose_title(list(rows.values_list("title", flat=True)[:HEADLINES]))


def _spread(ids: list[int], first: datetime, last: datetime, steps: int = 24) -> tuple[int, ...]:
    counts = [0] * steps
    length = max((last - first).total_seconds(), 3600.0) / steps
    for hour, n in TopicHour.objects.filter(topic__in=ids).values_list("hour", "n_items"):
        counts[min(steps - 1, max(0, int((hour - first).total_seconds() / length)))] += n
    return tuple(counts)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a topic that the machine proposes: its originals, a title for it, and some of their headlines."""

    items: list[int]
    title: str
    headlines: list[str]

    @property
    def more(self) -> int:
        return len(self.items) - len(self.headlines)


@dataclass(frozen=True, slots=True)
class Parts:
    """The first part stays, and with it an open alert (`thread`): the one that the alert was raised on. `read` originals were looked at,
    the newest ones; older ones stay too."""

    parts: list[Part]
    read: int
    left_out: int
    thread: bool = False


def parts_preview(topic: Topic) -> Parts:
    """What the topic falls into; a tenth of a second for a big one. Kept for those very texts, so never out of date."""
    texts = [item for item, is_original in topic_texts([topic.pk], LOOKED_AT)[topic.pk] if is_original]
    known = {item.id: item for item in texts}
    told = thread_raised_on(topic.pk)
    found = sorted(_proposed(texts), key=lambda part: -len(told.intersection(map(int, part)))) if texts else []
    parts = [_part([known[pk] for pk in part]) for part in found]
    return Parts(parts, len(texts), max(0, topic.n_originals - len(texts)), bool(told))


def _proposed(texts: list[TopicItem]) -> list[list[ItemId]]:
    """Ids by part. Only ids are kept, under a digest of everything that the proposal is made of."""
    key = f"parts:{sha256(repr(texts).encode()).hexdigest()}"
    found: list[list[ItemId]] | None = cache.get(key)
    if found is None:
        found = parts_propose(texts)
        cache.set(key, found, KEPT_S)
    return found


def _part(items: list[TopicItem]) -> Part:
    titles = [item.title for item in reversed(items) if item.title]
    return Part([int(item.id) for item in items], choose_title(titles[:HEADLINES]), titles[:SHOWN])
