"""What was done to a topic, by whom and why; what the union itself published about it; its summary with its sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from monitor.models import Item, Source, Topic, TopicChange
from monitor.queries.items import UNSHOWN
from monitor.queries.scope import listed, seen_by
from monitor.queries.shapes import any_of, shaped
from monitor.queries.together import Reading

SHOWN = 50
QUIETING = ("mute", "unrelated")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change. `topics` are (id, title) of the others it touched, as far as this reader may see them; `items`, how many
    moved; `title` and `title_before` are of a rename."""

    id: int
    kind: str
    by: str  # empty: the machine
    at: datetime
    reason: str
    topics: tuple[tuple[int, str], ...]
    items: int
    title: str
    title_before: str
    undone_at: datetime | None
    undone_by: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the summary and the item that it stands in."""

    text: str
    item: int
    source: str


@dataclass(frozen=True, slots=True)
class OwnItem:
    """What the union published: shown and searchable, counted in nothing."""

    id: int
    at: datetime
    title: str


def topic_changes_reading(
    topic: Topic, *, sight: tuple[int, ...] | None, limit: int = SHOWN
) -> Reading[list[ChangeLine]]:
    """Latest first. Two rounds."""
    (rows,) = yield [shaped(_change_rows, limit, topic=topic.pk)]
    others = {pk for row in rows for pk in _others(row)}
    (titles,) = yield [shaped(_titles, ids=sorted(others), sight=listed(sight))]
    return [_line(row, dict(titles)) for row in rows]


def _change_rows(limit: int, *, topic: int) -> QuerySet[TopicChange]:
    return TopicChange.objects.filter(topic=topic).select_related("by", "undone_by")[:limit]


def _titles(*, ids: list[int], sight: list[int] | None) -> QuerySet[Topic, Any]:
    return Topic.objects.filter(seen_by(sight), any_of("pk", ids)).order_by().values_list("pk", "title")


def topic_quieted_reading(topic: Topic) -> Reading[TopicChange | None]:
    """The change that muted it: who, when, why. None when it is not muted, or was so before changes were written down."""
    if not topic.muted:
        return None
    (rows,) = yield [topic.changes.filter(kind__in=QUIETING, undone_at=None).select_related("by")[:1]]
    return rows[0] if rows else None


def topic_merge_reading(topic: Topic, came_from: int) -> Reading[TopicChange | None]:
    """The merge by which `came_from` became part of the topic, itself or as part of another; None for 0."""
    if not came_from:
        return None
    found = Q(before__topic=came_from) | Q(before__redirects__contains=came_from)
    (rows,) = yield [topic.changes.filter(found, kind="merge", undone_at=None).select_related("by")[:1]]
    return rows[0] if rows else None


def topic_summary_reading(topic: Topic, *, sight: tuple[int, ...] | None) -> Reading[list[Sentence]]:
    """Its sentences whose items this reader may see. Two rounds."""
    ids = [part["item"] for part in topic.summary if isinstance(part.get("item"), int)]
    (items,) = yield [shaped(_said_rows, ids=ids, sight=listed(sight))]
    seen = dict(items)
    (sources,) = yield [shaped(_source_names, ids=sorted(set(seen.values())))]
    names = dict(sources)
    return [
        Sentence(str(part.get("text", "")), part["item"], names.get(seen[part["item"]], ""))
        for part in topic.summary
        if part.get("item") in seen
    ]


def _said_rows(*, ids: list[int], sight: list[int] | None) -> QuerySet[Item, Any]:
    return Item.objects.filter(seen_by(sight), any_of("id", ids)).order_by().values_list("id", "source_id")


def _source_names(*, ids: list[int]) -> QuerySet[Source, Any]:
    return Source.objects.filter(any_of("pk", ids)).order_by().values_list("pk", "name")


def topic_own_reading(topic_id: int, *, sight: tuple[int, ...] | None, limit: int = 20) -> Reading[list[OwnItem]]:
    """Latest first. One round."""
    (found,) = yield [shaped(_own_rows, limit, topic=topic_id, sight=listed(sight))]
    return [OwnItem(*row) for row in found]


def _own_rows(limit: int, *, topic: int, sight: list[int] | None) -> QuerySet[Item, Any]:
    rows = Item.objects.filter(seen_by(sight), topic_id=topic, own=True).order_by("-at", "-id")
    return rows.values_list("id", "at", "title")[:limit]


def topic_originals(
    topic_id: int, *, words: str = "", also: Collection[int] = (), limit: int = 300
) -> tuple[list[Item], int]:
    """(its newest originals with all these words in title or text, and those in `also`; how many have the words)."""
    rows = Item.objects.filter(topic_id=topic_id, duplicate_of=None)
    found = rows
    for word in words.replace("\x00", "").split():
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
    order = ("-at", "-id")
    listed = list(found.defer(*UNSHOWN).order_by(*order)[:limit])
    known = {item.id for item in listed}
    listed += rows.filter(id__in=set(also) - known).defer(*UNSHOWN).order_by(*order)
    return listed, found.count()


def _others(row: TopicChange) -> list[int]:
    ids: list[Any] = [row.before.get("topic"), *(part["topic"] for part in row.after.get("parts", ()))]
    return [pk for pk in dict.fromkeys(ids) if isinstance(pk, int) and pk != row.topic_id]


def _line(row: TopicChange, titles: dict[int, str]) -> ChangeLine:
    parts = row.after.get("parts", ())
    moved = sum(len(part.get("items", ())) for part in parts) or len(row.before.get("items", ()))
    corrected = len(row.after.get("corrections", ()))
    takes_back = row.kind in ("split", "dissolve", "rename", "unrelated") or (
        row.kind == "merge" and "items" in row.before
    )
    return ChangeLine(
        id=row.pk,
        kind=row.kind,
        by=str(row.by) if row.by else "",
        at=row.at,
        reason=row.reason,
        topics=tuple((pk, titles[pk]) for pk in _others(row) if pk in titles),
        items=moved or corrected,
        title=str(row.after.get("title", "")),
        title_before=str(row.before.get("title", "")),
        undone_at=row.undone_at,
        undone_by=str(row.undone_by) if row.undone_by else "",
        can_undo=takes_back and row.undone_at is None and "trimmed" not in row.after,
    )
