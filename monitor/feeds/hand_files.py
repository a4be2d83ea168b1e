"""A file of published items: parked masked while a person looks at it, imported in the background once it is confirmed.

file_park ─▶ (a person confirms) file_confirm ─▶ files_import_due: claim ─▶ one batch and how far we are, in one transaction ─▶ …

A kill at any moment repeats nothing and loses nothing; the lease runs out and another worker goes on.
"""

from __future__ import annotations

import html
import json
import secrets
import zlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from monitor.feeds.by_hand import HandCounts, hand_store
from monitor.feeds.hand_known import batches_of, row_keys
from monitor.feeds.hand_rows import HandRow
from monitor.feeds.links import public
from monitor.feeds.polls import log_fault
from monitor.lib.clock import parse_time, utc_now
from monitor.models import HandFile, HandFileState, User, audit_record
from monitor.text import clean_masked
from monitor.text.mask import mask

SHOWN_FOR = timedelta(hours=2)
TOLD_FOR = timedelta(days=1)
LEASE = timedelta(minutes=2)
TRIES = 3
CLAIM = """
UPDATE monitor_handfile SET claimed_until = %s, tries = tries + 1 WHERE id = (
    SELECT id FROM monitor_handfile
    WHERE state = 'confirmed' AND (claimed_until IS NULL OR claimed_until < %s)
    ORDER BY confirmed_at FOR UPDATE SKIP LOCKED LIMIT 1
) RETURNING id
"""


def row_masked(row: HandRow) -> tuple[HandRow, bool]:
    """(the row as it may be kept, whether anything was hidden). It is the same item as the row that came."""
    title, text, hidden = clean_masked(row.title, row.text)
    identity, _ = mask(row.id)
    url = public(row.url) if row.url else ""
    kept = replace(row, title=title, text=text, id=identity, url=url, masked=row.masked or hidden)
    return replace(kept, keys=row.keys or row_keys(row)), hidden


def file_park(rows: Iterable[HandRow], *, now: datetime) -> HandFile:
    """Keep rows that `row_masked` gave until they are confirmed, at most SHOWN_FOR."""
    values = [_value(row) for row in rows]
    packed = zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
    return HandFile.objects.create(key=secrets.token_urlsafe(32), rows=packed, total=len(values), created_at=now)


@transaction.atomic
def file_confirm(*, key: str, by: User, now: datetime) -> bool:
    """Let it be imported. False for one that is gone, or was confirmed before."""
    waiting = HandFile.objects.filter(key=key, state=HandFileState.SHOWN, created_at__gt=now - SHOWN_FOR)
    if not waiting.update(state=HandFileState.CONFIRMED, confirmed_at=now):
        return False
    file = HandFile.objects.get(key=key)
    audit_record(actor=by, action="items_import_confirm", target=f"file:{file.pk}", detail={"rows": file.total})
    return True


def files_import_due(*, now: datetime) -> int:
    """Import what is confirmed, delete what had its time; how many rows were done."""
    HandFile.objects.filter(state=HandFileState.SHOWN, created_at__lt=now - SHOWN_FOR).delete()
    HandFile.objects.filter(
        state__in=(HandFileState.DONE, HandFileState.FAILED), confirmed_at__lt=now - TOLD_FOR
    ).delete()
    done = 0
    while (pk := _claimed(utc_now())) is not None:
        done += _import(pk)
    return done


def _claimed(now: datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [now + LEASE, now])
        row = cursor.fetchone()
    return int(row[0]) if row else None


def _import(pk: int) -> int:
    """A batch that fails ends this claim; the file is given up when the same one failed, or killed us, TRIES times."""
    file = HandFile.objects.get(pk=pk)
    if file.tries > TRIES:
        HandFile.objects.filter(pk=pk).update(state=HandFileState.FAILED, rows=b"")
        return 0
    begun = done = file.done
    try:
        for batch in batches_of(_rows(file)[done:]):
            if not _step(pk, batch, done):
                return done - begun  # another worker has it
            done += len(batch)
    except DatabaseError as error:
        log_fault("file_import_failed", pk, error)
    return done - begun


@transaction.atomic
def _step(pk: int, batch: list[HandRow], done: int) -> bool:
    """One batch; with the last one the rows go and the audit log says what became of them."""
    file = HandFile.objects.select_for_update().filter(pk=pk, state=HandFileState.CONFIRMED, done=done).first()
    if file is None or file.confirmed_at is None:
        return False
    counts = HandCounts(**file.counts) + hand_store(batch, now=file.confirmed_at)
    file.done, file.counts = done + len(batch), asdict(counts)
    file.claimed_until, file.tries = utc_now() + LEASE, 0
    if file.done == file.total:
        file.state, file.rows = HandFileState.DONE, b""
        audit_record(actor="import", action="items_import", target=f"file:{pk}", detail=file.counts)
    file.save(update_fields=["done", "counts", "claimed_until", "tries", "state", "rows"])
    return True


def _value(row: HandRow) -> dict[str, object]:
    """Escaped, since it will be cleaned once more and must come out as it is."""
    words = {"title": html.escape(row.title, quote=False), "text": html.escape(row.text, quote=False)}
    return asdict(row) | words | {"at": row.at.isoformat() if row.at else ""}


def _rows(file: HandFile) -> list[HandRow]:
    values = json.loads(zlib.decompress(bytes(file.rows)))
    return [_row(value) for value in values]


def _row(value: dict[str, Any]) -> HandRow:
    at = parse_time(value["at"]) if value["at"] else None
    return HandRow(**value | {"at": at, "keys": tuple(value["keys"])})
