"""A person says that a topic holds more than one matter: items go to a topic of their own, or to another that there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db.models import Q

from monitor.models import Item, Topic, User
from monitor.models.topic_apart import apart_keep
from monitor.topics.hand import HandError, change_record, hand_run, items_lock, reason_clean, topics_lock
from monitor.topics.hand_rename import title_clean
from monitor.topics.settle import topics_settle


def topic_split(
    *,
    topic: int,
    items: Collection[int],
    by: User,
    now: datetime,
    into: int | None = None,
    title: str = "",
    reason: str = "",
) -> Topic:
    """Move items, with the reposts of each, into a new topic (`title` may name it) or into the one with id `into`.

    The alert thread stays with `topic`. The machine never merges the two. Raises HandError: split_nothing, split_all,
    personal_name, title_length, title_masked, topic_gone, topic_busy.
    """
    if into == topic:
        raise HandError(label="split_nothing")
    reason, title = reason_clean(reason), title_clean(title) if title.strip() else ""
    return hand_run(lambda: _split(topic, [list(items)], into, title, by, now, reason, "split"))[0]


def topic_dissolve(
    *, topic: int, parts: Sequence[Collection[int]], by: User, now: datetime, reason: str = ""
) -> list[Topic]:
    """ "Not one matter": each part becomes a topic of its own; what is in none stays. Raises HandError as `topic_split`."""
    reason = reason_clean(reason)
    return hand_run(lambda: _split(topic, [list(part) for part in parts], None, "", by, now, reason, "dissolve"))


def topic_split_by_machine(*, topic: int, parts: Sequence[Collection[int]], now: datetime) -> list[Topic]:
    """What the background pass found to be matters of their own (`topics.split`). Raises HandError as `topic_split`."""
    return hand_run(lambda: _split(topic, [list(part) for part in parts], None, "", None, now, "", "split"))


def _split(
    topic_id: int,
    parts: list[list[int]],
    into: int | None,
    title: str,
    by: User | None,
    now: datetime,
    reason: str,
    kind: str,
) -> list[Topic]:
    topics = topics_lock({topic_id, into} if into else {topic_id})
    source = topics[topic_id]
    items_lock([topic_id])
    families = _families(topic_id, parts)
    targets = [topics[into]] if into else [_opened(source, title, now) for _ in families]
    for target, family in zip(targets, families, strict=True):
        items_move(family, to=target.pk)
    if not Item.objects.filter(topic_id=topic_id).exists():
        raise HandError(label="split_all")
    ids = [topic_id, *(target.pk for target in targets)]
    for one, other in combinations(ids, 2):
        apart_keep(one, other, by=by, at=now)
    topics_settle(ids, now=now)
    told: list[dict[str, Any]] = [
        {"topic": target.pk, "items": family, "new": not into} for target, family in zip(targets, families, strict=True)
    ]
    for target in targets:
        change_record(target, "came", by=by, now=now, reason=reason, before={"topic": topic_id})
    change_record(source, kind, by=by, now=now, reason=reason, after={"parts": told})
    return list(Topic.objects.filter(pk__in=ids[1:]).order_by("pk"))


def _families(topic_id: int, parts: list[list[int]]) -> list[list[int]]:
    """Items of the topic with their reposts, each in the first part that has it; a repost picked alone brings its original."""
    seen: set[int] = set()
    families = []
    for part in parts:
        family = sorted(set(family_of(topic_id, part)) - seen)
        if family:
            families.append(family)
            seen |= set(family)
    if not families:
        raise HandError(label="split_nothing")
    return families


def family_of(topic_id: int, items: Collection[int]) -> list[int]:
    """These items as far as they are in the topic, the originals that they repeat, and all reposts of those."""
    rows = Item.objects.filter(topic_id=topic_id, id__in=items).values_list("id", "duplicate_of")
    heads = {original or item for item, original in rows}
    found = Item.objects.filter(Q(id__in=heads) | Q(duplicate_of__in=heads), topic_id=topic_id)
    return list(found.values_list("id", flat=True))


def items_move(ids: Collection[int], *, to: int) -> None:
    """How near an item was to the topic that it left says nothing of the new one."""
    Item.objects.filter(id__in=ids).update(topic_id=to, similarity=None)


def _opened(source: Topic, title: str, now: datetime) -> Topic:
    return Topic.objects.create(
        title=title,
        renamed=bool(title),
        first_at=source.first_at,
        last_at=source.last_at,
        created_at=now,
        updated_at=now,
    )
