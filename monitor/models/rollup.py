"""Moves hourly counts together with the rows they count, in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from monitor.lib.clock import hour_of

Key = tuple[datetime, str, int, int, str, str, bool, bool]


@dataclass(frozen=True, slots=True)
class Counted:
    """The tags of one item that counts are kept by. `sign` +1 adds it, -1 takes it away."""

    at: datetime
    source_id: int
    areas: tuple[str, ...]
    units: tuple[int, ...]
    sentiment: str
    place: str | None
    in_focus: bool
    original: bool
    sign: int = 1

    def keys(self) -> list[Key]:
        """Every rollup row this item belongs to: all areas and each of its areas x all units and each of its units."""
        hour, place = hour_of(self.at), self.place or ""
        return [
            (hour, area, unit, self.source_id, self.sentiment, place, self.in_focus, self.original)
            for area in ("", *self.areas)
            for unit in (0, *self.units)
        ]


UPSERT = """
INSERT INTO monitor_hourcount (hour, area, unit, source_id, sentiment, place, in_focus, original, n)
SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[],
                     %s::bool[], %s::bool[], %s::int[])
ON CONFLICT (hour, area, unit, source_id, sentiment, place, in_focus, original)
DO UPDATE SET n = monitor_hourcount.n + excluded.n
"""


def rollup_move(items: Iterable[Counted]) -> None:
    """Add (or with sign -1 take away) items; call inside the transaction that stores or re-tags them.

    Keys are sorted so that two writers lock rows in one order and cannot deadlock.
    """
    moves: Counter[Key] = Counter()
    for item in items:
        for key in item.keys():  # noqa: SIM118 - a method, not a mapping
            moves[key] += item.sign
    rows = sorted((key, n) for key, n in moves.items() if n)
    if not rows:
        return
    columns = [list(column) for column in zip(*(key for key, _ in rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [*columns, [n for _, n in rows]])
