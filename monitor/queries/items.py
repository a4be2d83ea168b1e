"""Items as lists show them: newest first, paged by the last row seen (keyset), with the names that a row needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from monitor.lib.clock import parse_time
from monitor.models import Item, Source, SourceKind, Topic
from monitor.queries.keyset import Key, keyset_end, keyset_reading, keyset_rows
from monitor.queries.scope import Scope, listed, months_of, seen_by, shaped_scope
from monitor.queries.shapes import Shaped, any_of, shaped
from monitor.queries.together import Reading, fetch_together, read_alone

PAGE = 50
SENTIMENTS = ("neg", "neu", "pos")
UNSHOWN = (  # what no list shows
    *(
        "text",
        "terms",
        "rules",
        "set_aside",
        "first_seen",
        "published",
        "updated_at",
        "lang",
        "plans",
        "grave",
        "model",
    ),
    *("similarity", "tries"),
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in a list. `confidence` is the probability of its sentiment, 0..1; `reposts` 0 where not counted."""

    id: int
    at: datetime
    title: str  # empty once past the retention
    link: str
    source_id: int
    source: str
    sentiment: str
    confidence: float
    unsure: bool
    areas: tuple[str, ...]
    topic_id: int | None
    topic: str
    repost: bool
    own: bool
    by_hand: bool
    masked: bool
    in_focus: bool
    reposts: int = 0
    corrected: bool = False
    units: tuple[int, ...] = ()
    place: str = ""

    @property
    def cursor(self) -> str:
        """Where the next page starts."""
        return f"{self.at.isoformat()}~{self.id}"


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One page; `next` is the cursor of the following one, empty on the last."""

    rows: list[ItemRow]
    next: str = ""


def items_page(
    scope: Scope,
    *,
    sentiment: str = "",
    source: int = 0,
    topic: int = 0,
    originals: bool = False,
    after: str = "",
    limit: int = PAGE,
) -> ItemPage:
    """Newest items of a scope. Two queries at most, whatever the page. A cursor that makes no sense is ignored."""
    narrowed: dict[str, Any] = {"sentiment": sentiment, "source": source, "topic": topic, "originals": originals}
    return read_alone(items_page_reading(scope, **narrowed, after=after, limit=limit))


def items_page_reading(
    scope: Scope,
    *,
    sentiment: str = "",
    source: int = 0,
    topic: int = 0,
    originals: bool = False,
    after: str = "",
    limit: int = PAGE,
) -> Reading[ItemPage]:
    """The same; two rounds."""
    found = Item.objects.filter(scope.condition())
    if sentiment in SENTIMENTS:
        found = found.filter(sentiment=sentiment)
    if source:
        found = found.filter(source_id=source)
    if topic:
        found = found.filter(topic_id=topic)
    if originals:
        found = found.filter(duplicate_of=None)
    ids_first = months_of(scope.start, scope.end) if scope.unit and not topic else None
    return (yield from page_reading(found, sight=scope.sight, after=after, limit=limit, ids_first=ids_first))


def newest_reading(scope: Scope, *, limit: int) -> Reading[ItemPage]:
    """The newest items of a scope. Two rounds."""
    (rows,) = yield [shaped_scope(_newest_rows, scope, limit)]
    return (yield from _page(rows, limit, scope.sight))


def _newest_rows(scope: Scope, limit: int) -> QuerySet[Item]:
    ids_first = Q(month__in=scope.months) if scope.unit else None
    found = Item.objects.filter(scope.condition()).defer(*UNSHOWN)
    return keyset_rows(found, time="at", after=None, limit=limit, ids_first=ids_first)


def shaped_page_reading(
    build: Callable[..., QuerySet[Item]], scope: Scope, /, *shape: Any, after: str, limit: int, **slots: Any
) -> Reading[ItemPage]:
    """A page of the rows that `build` gives for a scope, which finds them in an index first. Two rounds."""
    key = parse_cursor(after)
    at, number = key or (None, None)
    (rows,) = yield [shaped_scope(_page_rows, scope, build, limit, *shape, _after_at=at, _after_id=number, **slots)]
    return (yield from _page(rows, limit, scope.sight))


def _page_rows(
    scope: Scope,
    build: Callable[..., QuerySet[Item]],
    limit: int,
    /,
    *shape: Any,
    _after_at: datetime | None,
    _after_id: int | None,
    **slots: Any,
) -> QuerySet[Item]:
    after = None if _after_at is None else (_after_at, _after_id or 0)
    found = build(scope, *shape, **slots).defer(*UNSHOWN)
    return keyset_rows(found, time="at", after=after, limit=limit, ids_first=Q(month__in=scope.months))


def _page(found: list[Item], limit: int, sight: tuple[int, ...] | None) -> Reading[ItemPage]:
    items, key = keyset_end(found, time="at", limit=limit)
    rows = yield from rows_reading(items, sight=sight)
    return ItemPage(rows, rows[-1].cursor if key else "")


def page_reading(
    found: QuerySet[Item],
    *,
    sight: tuple[int, ...] | None,
    after: str = "",
    limit: int = PAGE,
    ids_first: Q | None = None,
) -> Reading[ItemPage]:
    """The rows after a cursor, newest first. Two rounds."""
    items, key = yield from _keyset(found, after, limit, ids_first)
    rows = yield from rows_reading(items, sight=sight)
    return ItemPage(rows, rows[-1].cursor if key else "")


def _keyset(
    found: QuerySet[Item], after: str, limit: int, ids_first: Q | None = None
) -> Reading[tuple[list[Item], Key | None]]:
    shown, key = found.defer(*UNSHOWN), parse_cursor(after)
    return keyset_reading(shown, time="at", after=key, limit=limit, ids_first=ids_first)


def parse_cursor(raw: str) -> Key | None:
    """(at, id) of the last row seen, or None."""
    at, _, item_id = raw.partition("~")
    try:
        return parse_time(at.replace(" ", "+")), int(item_id)
    except ValueError:
        return None


def rows_of(items: Iterable[Item], *, sight: tuple[int, ...] | None) -> list[ItemRow]:
    """Items with the names of their sources and topics: one query. A reader may see an item that is tagged with no unit
    and not its topic, which others are tagged in: such a topic is left out."""
    return read_alone(rows_reading(items, sight=sight))


def rows_reading(
    items: Iterable[Item], *, sight: tuple[int, ...] | None, reposts: Shaped | None = None
) -> Reading[list[ItemRow]]:
    """The same; one round. `reposts`: (original, how many) to be counted with them."""
    items = list(items)
    if not items:
        return []
    sources, topics = {i.source_id for i in items}, {i.topic_id for i in items if i.topic_id}
    names = shaped(_names, sources=sorted(sources), topics=sorted(topics), sight=listed(sight))
    named, *counted = yield [names, *([reposts] if reposts is not None else [])]
    counts = dict(counted[0]) if counted else {}
    of_source, of_topic = _by_table(named)
    return [_row(item, of_source, of_topic, counts.get(item.id, 0)) for item in items]


def rows_named(items: Iterable[Item], sources: dict[int, str], topics: dict[int, str]) -> list[ItemRow]:
    """The same of names that are known: of sources, and of topics that this reader may see."""
    return [_row(item, sources, topics, 0) for item in items]


def names_of(
    sources: set[int], topics: set[int], *, sight: tuple[int, ...] | None
) -> tuple[dict[int, str], dict[int, str]]:
    """(names of sources, titles of topics that this reader may see), by id. One query."""
    asked = shaped(_names, sources=sorted(sources), topics=sorted(topics), sight=listed(sight))
    return _by_table(fetch_together([asked])[0])


def _by_table(named: list[tuple[str, int, str]]) -> tuple[dict[int, str], dict[int, str]]:
    found: dict[str, dict[int, str]] = {"s": {}, "t": {}}
    for table, pk, name in named:
        found[table][pk] = name
    return found["s"], found["t"]


def _names(*, sources: list[int], topics: list[int], sight: list[int] | None) -> QuerySet[Any, Any]:
    """Names of sources ("s") and titles of topics ("t")."""
    named = (
        Source.objects.filter(any_of("pk", sources)).order_by().values_list(Value("s"), "pk", Cast("name", TextField()))
    )
    held = Topic.objects.filter(seen_by(sight), any_of("pk", topics)).order_by()
    return named.union(held.values_list(Value("t"), "pk", "title"), all=True)


def topic_items(topic_id: int, *, sight: tuple[int, ...] | None, after: str = "", limit: int = PAGE) -> ItemPage:
    """A topic's originals, newest first, each with the number of its reposts. Two queries."""
    return read_alone(topic_items_reading(topic_id, sight=sight, after=after, limit=limit))


def topic_items_reading(
    topic_id: int, *, sight: tuple[int, ...] | None, after: str = "", limit: int = PAGE
) -> Reading[ItemPage]:
    """The same; two rounds."""
    held: dict[str, Any] = {"topic": topic_id, "sight": listed(sight)}
    at, number = parse_cursor(after) or (None, None)
    (found,) = yield [shaped(_topic_page, limit, **held, at=at, number=number)]
    items, key = keyset_end(found, time="at", limit=limit)
    reposts = shaped(_topic_copies, **held, originals=[item.id for item in items])
    rows = yield from rows_reading(items, sight=sight, reposts=reposts)
    return ItemPage(rows, rows[-1].cursor if key else "")


def _topic_page(
    limit: int, *, topic: int, sight: list[int] | None, at: datetime | None, number: int | None
) -> QuerySet[Item]:
    after = None if at is None else (at, number or 0)
    originals = Item.objects.filter(seen_by(sight), topic_id=topic, duplicate_of=None)
    return keyset_rows(originals.defer(*UNSHOWN), time="at", after=after, limit=limit)


def _topic_copies(*, topic: int, sight: list[int] | None, originals: list[int]) -> QuerySet[Any, Any]:
    """(original, its reposts)."""
    seen = Item.objects.filter(seen_by(sight), any_of("duplicate_of", originals), topic_id=topic)
    return seen.order_by().values_list("duplicate_of").annotate(n=Count("*"))


def items_by_hand(*, sight: tuple[int, ...] | None, limit: int = 20) -> list[ItemRow]:
    """What members typed in lately, newest first."""
    sources = Source.objects.filter(kind=SourceKind.GRASSROOTS).values("id")
    found = Item.objects.filter(seen_by(sight), source_id__in=sources, by_hand=True)
    return rows_of(found.defer(*UNSHOWN).order_by("-at", "-id")[:limit], sight=sight)


def reposts_of(item: Item, *, sight: tuple[int, ...] | None, limit: int = PAGE) -> list[ItemRow]:
    """The reposts of one original, newest first."""
    found = Item.objects.filter(seen_by(sight), topic_id=item.topic_id, duplicate_of=item.id)
    return rows_of(found.order_by("-at", "-id")[:limit], sight=sight)


def item_one(item_id: int, *, sight: tuple[int, ...] | None) -> Item | None:
    """One item with its text, or None if there is none that this reader may see."""
    (found,) = fetch_together([shaped(_one, item=item_id, sight=listed(sight))])
    return next(iter(found), None)


def _one(*, item: int, sight: list[int] | None) -> QuerySet[Item]:
    return Item.objects.filter(seen_by(sight), id=item)[:1]


def _row(item: Item, sources: dict[int, str], topics: dict[int, str], reposts: int) -> ItemRow:
    fields: dict[str, Any] = {
        name: getattr(item, name)
        for name in (
            "id",
            "at",
            "title",
            "link",
            "source_id",
            "sentiment",
            "unsure",
            "own",
            "by_hand",
            "corrected",
        )
    }
    return ItemRow(
        **fields,
        source=sources.get(item.source_id, ""),
        confidence=item.sentiment_p[SENTIMENTS.index(item.sentiment)],
        areas=tuple(item.areas),
        topic_id=item.topic_id if item.topic_id in topics else None,
        topic=topics.get(item.topic_id or 0, ""),
        repost=item.duplicate_of is not None,
        masked=item.masked,
        in_focus=item.in_focus,
        reposts=reposts,
        units=tuple(item.units),
        place=item.place or "",
    )
