"""Puts analysed entries into the database: identity claimed, rows copied, counts moved, edits in place.

Call inside a transaction: all of it or nothing. What comes in here is clean and masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection

from monitor.feeds.intents import Analysed
from monitor.lib.clock import month_of
from monitor.models import Item, ItemKey, ItemTitle, Source
from monitor.models.partitions import partitions_ensure
from monitor.models.rollup import Counted, rollup_move, topic_retag
from monitor.text import Analysis

COLUMNS = (
    ("month", "date"),
    ("id", "int8"),
    ("source_id", "int8"),
    ("at", "timestamptz"),
    ("first_seen", "timestamptz"),
    ("published", "timestamptz"),
    ("title", "text"),
    ("text", "text"),
    ("link", "text"),
    ("lang", "varchar"),
    ("masked", "bool"),
    ("by_hand", "bool"),
    ("own", "bool"),
    ("sentiment", "varchar"),
    ("sentiment_p", "float8[]"),
    ("unsure", "bool"),
    ("areas", "text[]"),
    ("units", "int4[]"),
    ("place", "varchar"),
    ("terms", "text[]"),
    ("rules", "int4[]"),
    ("grave", "bool"),
    ("in_focus", "bool"),
    ("model", "text"),
)
COPY = f"COPY monitor_item ({', '.join(name for name, _ in COLUMNS)}) FROM STDIN"
CLAIM = """
INSERT INTO monitor_itemkey (source_id, digest, item_id, month, content, seen_at)
SELECT %s, * FROM unnest(%s::bytea[], %s::bigint[], %s::date[], %s::bytea[]), (VALUES (%s::timestamptz)) AS t(seen_at)
ON CONFLICT (source_id, digest) DO NOTHING RETURNING digest, item_id
"""
NO_ITEM = 0
TAGS = ("lang", "masked", "sentiment", "unsure", "place", "grave", "in_focus", "model")
LISTS = ("areas", "units", "terms", "rules", "sentiment_p")


@dataclass(frozen=True, slots=True)
class StoreOutcome:
    """Ids of items that were stored now, and of items that were edited."""

    new: tuple[int, ...] = ()
    updated: tuple[int, ...] = ()


def items_store(*, source: Source, analysed: Sequence[Analysed], now: datetime) -> StoreOutcome:
    """Store what was never seen, edit what changed. Another worker that was faster makes this one do nothing."""
    fresh = [item for item in analysed if item.known is None]
    edits = [item for item in analysed if item.known is not None]
    new = _insert(source, fresh, now) if fresh else ()
    updated = tuple(item.known.item_id for item in edits if item.known and _edit(source, item, now))
    return StoreOutcome(new, updated)


def _insert(source: Source, fresh: Sequence[Analysed], now: datetime) -> tuple[int, ...]:
    partitions_ensure({month_of(item.at) for item in fresh})
    by_id = dict(zip(_next_ids(len(fresh)), fresh, strict=True))
    rows = {item_id: by_id[item_id] for item_id in _claim(source, by_id, now)}
    with connection.cursor() as cursor, cursor.cursor.copy(COPY) as copy:
        copy.set_types([kind for _, kind in COLUMNS])
        for item_id, item in rows.items():
            copy.write_row(_row(source, item_id, item, now))
    if not source.own:
        rollup_move(_counted(source.pk, item.at, item.analysis) for item in rows.values())
    return tuple(rows)


def _next_ids(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('monitor_item_id_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def _claim(source: Source, by_id: dict[int, Analysed], now: datetime) -> list[int]:
    """Ids of the items whose keys are all ours; an item of which another worker has any key is that worker's.

    Keys go in sorted by digest, so that two workers on one source cannot deadlock.
    """
    keys = sorted((key, item_id) for item_id, item in by_id.items() for key in item.keys)
    won = _insert_keys(
        source,
        [(key, item_id, month_of(by_id[item_id].at), by_id[item_id].content_digest) for key, item_id in keys],
        now,
    )
    lost = {item_id for key, item_id in keys if key not in won}
    if lost:
        ItemKey.objects.filter(source=source, digest__in=won, item_id__in=lost).delete()
    return sorted(by_id.keys() - lost)


def links_mark(*, source: Source, marks: Sequence[bytes], now: datetime) -> None:
    """Remember that these links are shared by several entries: rows that lead to no item."""
    _insert_keys(source, [(mark, NO_ITEM, month_of(now), b"") for mark in sorted(marks)], now)


def _insert_keys(source: Source, rows: Sequence[tuple[bytes, int, date, bytes]], now: datetime) -> set[bytes]:
    """Digests of the keys that were not there."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [source.pk, *columns, now])
        return {bytes(row[0]) for row in cursor.fetchall()}


def _row(source: Source, item_id: int, item: Analysed, now: datetime) -> tuple[object, ...]:
    a = item.analysis
    return (
        month_of(item.at), item_id, source.pk, item.at, now, item.published, a.title, a.text, item.link, a.lang,
        a.masked, item.by_hand, source.own, a.sentiment, list(a.sentiment_p), a.unsure, list(a.areas), list(a.units),
        a.place, list(a.terms), list(a.rules), a.grave, a.in_focus, a.model,
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
    if row is None or row.at < now - timedelta(days=settings.RETENTION_DAYS):
        return False
    if row.title != item.analysis.title:
        ItemTitle.objects.create(item_id=row.id, title=row.title, until=now)
    before = _counted_row(row, sign=-1)
    a = item.analysis
    Item.objects.filter(month=month, id=row.id).update(
        title=a.title,
        text=a.text,
        link=item.link,
        updated_at=now,
        **{name: getattr(a, name) for name in TAGS},
        **{name: list(getattr(a, name)) for name in LISTS},
    )
    if not row.own:
        rollup_move([before, _counted(source.pk, row.at, a, original=row.duplicate_of is None)])
        if row.topic_id is not None:
            topic_retag(row.topic_id, at=row.at)
    return True


def _counted(source_id: int, at: datetime, a: Analysis, *, original: bool = True) -> Counted:
    return Counted(at, source_id, a.areas, a.units, a.sentiment, a.place, a.in_focus, original)


def _counted_row(row: Item, *, sign: int) -> Counted:
    original = row.duplicate_of is None
    return Counted(
        row.at,
        row.source_id,
        tuple(row.areas),
        tuple(row.units),
        row.sentiment,
        row.place,
        row.in_focus,
        original,
        sign,
    )
