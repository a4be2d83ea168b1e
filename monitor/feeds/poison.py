"""Entries whose analysis raises: offered again at the next polls, set aside after the third time with the reason, then
tried once a day; while a source has such an entry its feed is asked for whole, since nothing new would be offered otherwise.

Known by the digest of their words, so that one that its source mends is tried again. Rows hold no word of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Value

from monitor.feeds.intents import Failed
from monitor.models import POISON_TRIES, PoisonedEntry, Source
from monitor.models.copying import array_literal

ASIDE = """
SELECT source_id, digest FROM monitor_poisonedentry WHERE source_id = ANY(%s::bigint[]) AND tries >= %s AND last_at >= %s
"""
AGAIN = timedelta(days=1)  # what is set aside is tried once a day: the fault may be ours, and mended


def entries_aside(sources: Iterable[Source], *, now: datetime) -> dict[int, set[bytes]]:
    """Digests of what is set aside, by source id; one query for all."""
    found: dict[int, set[bytes]] = {}
    with connection.cursor() as cursor:
        cursor.execute(ASIDE, [array_literal([source.pk for source in sources]), POISON_TRIES, now - AGAIN])
        for source_id, digest in cursor.fetchall():
            found.setdefault(source_id, set()).add(bytes(digest))
    return found


def entries_failed(failed: Mapping[int, Sequence[Failed]], *, now: datetime) -> None:
    """One more try of each, in the caller's transaction; nothing to do, no query."""
    for source_id, entries in failed.items():
        for digest, reason in {entry.digest: entry.reason for entry in entries}.items():
            PoisonedEntry.objects.update_or_create(
                source_id=source_id,
                digest=digest,
                defaults={"tries": F("tries") + Value(1), "reason": reason[:60], "last_at": now},
                create_defaults={"tries": 1, "reason": reason[:60], "first_at": now, "last_at": now},
            )
