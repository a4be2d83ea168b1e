"""Puts analysed entries into the database: identity claimed, rows copied, counts moved, edits in place.

Call inside a transaction: all of it or nothing. What comes in here is clean and masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from django.db import connection

from monitor.feeds.article_queue import articles_queue
from monitor.feeds.intents import Analysed
from monitor.lib.clock import month_of
from monitor.models import Item, ItemKey, ItemTitle, Source
from monitor.models.copying import array_literal, copy_lines
from monitor.models.correcting import Labels, labels_in_force
from monitor.models.partitions import partitions_ensure
from monitor.models.rollup import Counted, rollup_move, topic_retag
from monitor.models.searching import search_put
from monitor.queries import site
from monitor.queries.config import current_config
from monitor.text import Analysis
from monitor.text.plans import Tags, plans_after, plans_of
from monitor.text.search_words import search_version, search_words

COLUMNS = [
    "month",
    "id",
    "source_id",
    "at",
    "first_seen",
    "published",
    "title",
    "text",
    "link",
    "lang",
    "masked",
    "by_hand",
    "own",
    "sentiment",
    "sentiment_p",
    "unsure",
    "areas",
    "units",
    "place",
    "terms",
    "rules",
    "grave",
    "in_focus",
    "model",
    "plans",
]
COPY = f"COPY monitor_item ({', '.join(COLUMNS)}) FROM STDIN"
CLAIM = """
INSERT INTO monitor_itemkey (source_id, digest, item_id, month, content, seen_at)
SELECT *, %s FROM unnest(%s::bigint[], %s::bytea[], %s::bigint[], %s::date[], %s::bytea[])
ON CONFLICT (source_id, digest) DO NOTHING RETURNING source_id, digest
"""
NO_ITEM = 0
AT_ONCE = 50  # rows that go to the server together
TAGS = ("lang", "masked", "sentiment", "unsure", "place", "grave", "in_focus", "model")
LISTS = ("areas", "units", "terms", "rules", "sentiment_p")


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """Ids of items that were stored now, and of items that were edited."""

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """What one source brings."""

    source: Source
    analysed: Sequence[Analysed]


Key = tuple[int, bytes]  # (source id, digest)


def items_store(*, source: Source, analysed: Sequence[Analysed], now: datetime) -> StoreOutcome:
    """Store what was never seen, edit what changed. Another worker that was faster makes this one do nothing."""
    return batches_store([Batch(source, analysed)], now=now)[source.pk]


def batches_store(batches: Sequence[Batch], *, now: datetime) -> dict[int, StoreOutcome]:
    """The same for several sources at once, by source id; each statement is one for all of them."""
    fresh = [(batch.source, item) for batch in batches for item in batch.analysed if item.known is None]
    new = _insert(fresh, now) if fresh else {}
    outcomes = {}
    for batch in batches:
        edits = [item for item in batch.analysed if item.known is not None]
        updated = tuple(item.known.item_id for item in edits if item.known and _edit(batch.source, item, now))
        outcomes[batch.source.pk] = StoreOutcome(new.get(batch.source.pk, ()), updated)
    return outcomes


def _insert(fresh: Sequence[tuple[Source, Analysed]], now: datetime) -> dict[int, tuple[int, ...]]:
    """Ids of new items by source."""
    partitions_ensure({month_of(item.at) for _, item in fresh})
    by_id = dict(zip(_next_ids(len(fresh)), fresh, strict=True))
    rows = {item_id: by_id[item_id] for item_id in _claim(by_id, now)}
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as copy:
        seen = now.isoformat()
        every = (_row(source, item_id, item, seen) for item_id, (source, item) in rows.items())
        while some := list(islice(every, AT_ONCE)):
            copy.write(copy_lines(some))
    rollup_move(
        _counted(source.pk, item.at, item.analysis, plans=_plans(item.analysis, source.pk, item.at))
        for source, item in rows.values()
        if not source.own
    )
    new: dict[int, list[int]] = {}
    for item_id, (source, _) in rows.items():
        new.setdefault(source.pk, []).append(item_id)
    _articles(rows, now)
    return {source_id: tuple(ids) for source_id, ids in new.items()}


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('monitor_item_id_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _claim(by_id: dict[int, tuple[Source, Analysed]], now: datetime) -> list[int]:
    """Ids of the items whose keys are all ours; an item of which another worker has any key is that worker's.

    Keys go in sorted by source and digest, so that two workers on the same sources cannot deadlock.
    """
    keys: list[tuple[Key, int]] = sorted(
        ((source.pk, key), item_id) for item_id, (source, item) in by_id.items() for key in item.keys
    )
    contents = {item_id: (month_of(item.at), item.content_digest) for item_id, (_, item) in by_id.items()}
    won = _insert_keys([(key, item_id, *contents[item_id]) for key, item_id in keys], now)
    lost = {item_id for key, item_id in keys if key not in won}
    if lost:
        mine = [key for key, item_id in keys if item_id in lost and key in won]
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM monitor_itemkey k USING unnest(%s::bigint[], %s::bytea[]) AS mine(source_id, digest) "
                "WHERE k.source_id = mine.source_id AND k.digest = mine.digest",
                [[source_id for source_id, _ in mine], [digest for _, digest in mine]],
            )
    return sorted(by_id.keys() - lost)


def links_mark(marks: Iterable[tuple[int, bytes]], *, now: datetime) -> None:
    """Remember that these links (source id, mark) are shared by several entries: rows that lead to no item."""
    _insert_keys([(mark, NO_ITEM, month_of(now), b"") for mark in sorted(marks)], now)


def _insert_keys(rows: Sequence[tuple[Key, int, date, bytes]], now: datetime) -> set[Key]:
    """The keys that were not there."""
    if not rows:
        return set()
    keys, *columns = zip(*rows, strict=True)
    arrays = ([key[0] for key in keys], [key[1] for key in keys], *columns)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now, *(array_literal(values) for values in arrays)])
        return {(source_id, bytes(digest)) for source_id, digest in cursor.fetchall()}


def _articles(rows: Mapping[int, tuple[Source, Analysed]], now: datetime) -> None:
    """Queue the linked pages of sources for which that is switched on."""
    wanted: dict[int, tuple[Source, list[tuple[date, int, str]]]] = {}
    for item_id, (source, item) in rows.items():
        if source.read_articles:
            wanted.setdefault(source.pk, (source, []))[1].append((month_of(item.at), item_id, item.link))
    for source, items in wanted.values():
        articles_queue(source=source, items=items, now=now)


def _row(source: Source, item_id: int, item: Analysed, seen: str) -> tuple[object, ...]:
    """`seen`: now, as written into every row."""
    a, at = item.analysis, item.at.isoformat()
    return (
        month_of(item.at), item_id, source.pk, at, seen, at if item.published is item.at else item.published, a.title,
        a.text, item.link, a.lang, a.masked, item.by_hand, source.own, a.sentiment, a.sentiment_p, a.unsure, a.areas,
        a.units, a.place, a.terms, a.rules, a.grave, a.in_focus, a.model, _plans(a, source.pk, item.at),
    )  # fmt: skip


def _edit(source: Source, item: Analysed, now: datetime) -> bool:
    """Bring one item up to date; False when another worker did, or its text is already past the retention."""
    assert item.known is not None  # noqa: S101 - for mypy; the caller chose
    keys = ItemKey.objects.filter(source=source, item_id=item.known.item_id)
    mine = keys.filter(digest=item.known.digest, content=item.known.content)
    if not mine.update(content=item.content_digest, seen_at=now):
        return False
    keys.filter(digest__in=item.keys).update(content=item.content_digest, seen_at=now)
    month = item.known.month
    row = Item.objects.select_for_update().filter(month=month, id=item.known.item_id).first()
    if row is None or row.at < now - timedelta(days=site.retention_days()):
        return False
    if row.title != item.analysis.title:
        ItemTitle.objects.create(item_id=row.id, title=row.title, until=now)
    item_rewrite(row, item.analysis, link=item.link, updated_at=now)
    if source.read_articles:  # what the feed gives is the shorter form
        articles_queue(source=source, items=[(month, row.id, item.link)], now=now)
    return True


def item_rewrite(row: Item, a: Analysis, **fields: object) -> None:
    """Another text or other tags for a stored item, and the counts with them; the caller locked the row.

    What a member corrected stays as corrected.
    """
    before = Counted.of(row, sign=-1)
    a = _in_force(row, a) if row.corrected else a
    plans = plans_after(row.plans, _plans(a, row.source_id, row.at), in_force=current_config().plans)
    Item.objects.filter(month=row.month, id=row.id).update(
        title=a.title,
        text=a.text,
        **{name: getattr(a, name) for name in TAGS},
        **{name: list(getattr(a, name)) for name in LISTS},
        plans=list(plans),
        **fields,
    )
    search_put([(row.month, row.id, search_words(a.title, a.text))], version=search_version())
    if not row.own:
        if row.topic_id is not None:
            topic_retag(row.topic_id, at=row.at)  # before the counts, as everybody locks them
        after = _counted(row.source_id, row.at, a, plans=plans, original=row.duplicate_of is None)
        rollup_move([before, after])


def _in_force(row: Item, a: Analysis) -> Analysis:
    machine = Labels(
        row.month, a.sentiment, a.unsure, a.areas, in_focus=a.in_focus, by_rule=bool(a.rules), model=a.model
    )
    labels = labels_in_force({row.id: machine})[row.id]
    return replace(a, sentiment=labels.sentiment, unsure=labels.unsure, areas=labels.areas, in_focus=labels.in_focus)


def _plans(a: Analysis, source_id: int, at: datetime) -> tuple[int, ...]:
    return plans_of(a.plans, Tags(at, source_id, a.areas, a.units, a.place)) if a.plans else ()


def _counted(source_id: int, at: datetime, a: Analysis, *, plans: tuple[int, ...], original: bool = True) -> Counted:
    return Counted(at, source_id, a.areas, a.units, a.sentiment, a.place, a.in_focus, original, plans=plans)
