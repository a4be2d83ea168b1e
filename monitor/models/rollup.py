"""Moves hourly counts together with the rows they count, in the same transaction.

A trigger on HourCount (migration 0049) appends the same moves to HourSum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from monitor.lib.clock import hour_of
from monitor.models.copying import array_literal

Key = tuple[datetime, str, int, int, str, str, bool, bool]
PlanKey = tuple[int, datetime, str, bool]


class Tagged(Protocol):
    """A stored item, however it was read."""

    @property
    def at(self) -> datetime: ...
    @property
    def source_id(self) -> int: ...
    @property
    def areas(self) -> Sequence[str]: ...
    @property
    def units(self) -> Sequence[int]: ...
    @property
    def sentiment(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def in_focus(self) -> bool: ...
    @property
    def duplicate_of(self) -> int | None: ...
    @property
    def plans(self) -> Sequence[int]: ...


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
    plans: tuple[int, ...] = ()

    @classmethod
    def of(cls, row: Tagged, *, sign: int = 1) -> Counted:
        """As a stored item is counted."""
        return cls(
            row.at,
            row.source_id,
            tuple(row.areas),
            tuple(row.units),
            row.sentiment,
            row.place,
            row.in_focus,
            row.duplicate_of is None,
            sign,
            tuple(row.plans),
        )

    def keys(self) -> list[Key]:
        """Every rollup row this item belongs to: all areas and each of its areas x all units and each of its units."""
        hour, place = hour_of(self.at), self.place or ""
        return [
            (hour, area, unit, self.source_id, self.sentiment, place, self.in_focus, self.original)
            for area in ("", *self.areas)
            for unit in (0, *self.units)
        ]

    def plan_keys(self) -> list[PlanKey]:
        """The rollup rows of its plans."""
        return [(plan, hour_of(self.at), self.sentiment, self.original) for plan in self.plans]


UPSERT = """
INSERT INTO monitor_hourcount (hour, area, unit, source_id, sentiment, place, in_focus, original, n)
SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[],
                     %s::bool[], %s::bool[], %s::int[])
ON CONFLICT (hour, area, unit, source_id, sentiment, place, in_focus, original)
DO UPDATE SET n = monitor_hourcount.n + excluded.n
"""
PLANS = """
INSERT INTO monitor_planhour (plan_id, hour, sentiment, original, n)
SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::bool[], %s::int[])
ON CONFLICT (plan_id, hour, sentiment, original) DO UPDATE SET n = monitor_planhour.n + excluded.n
"""


def rollup_move(items: Iterable[Counted]) -> None:
    """Add (or with sign -1 take away) items; call inside the transaction that stores or re-tags them.

    Keys are sorted so that two writers lock rows in one order and cannot deadlock.
    """
    moves: Counter[Key] = Counter()
    plans: Counter[PlanKey] = Counter()
    for item in items:
        for key in item.keys():  # noqa: SIM118 - a method, not a mapping
            moves[key] += item.sign
        for plan_key in item.plan_keys():
            plans[plan_key] += item.sign
    _upsert(UPSERT, moves)
    _upsert(PLANS, plans)


def _upsert(statement: str, moves: Mapping[Any, int]) -> None:
    rows = sorted((key, n) for key, n in moves.items() if n)
    if not rows:
        return
    columns = zip(*((*key, n) for key, n in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(statement, [array_literal(column) for column in columns])


TOPIC = """
UPDATE monitor_topic SET n_neg = c.neg, n_neu = c.neu, n_pos = c.pos, n_focus = c.focus, areas = c.areas,
    needs_decision = needs_decision OR in_focus
FROM (
    SELECT count(*) FILTER (WHERE sentiment = 'neg') AS neg, count(*) FILTER (WHERE sentiment = 'neu') AS neu,
           count(*) FILTER (WHERE sentiment = 'pos') AS pos, count(*) FILTER (WHERE in_focus) AS focus,
           (SELECT coalesce(jsonb_object_agg(area, n), '{}') FROM (
               SELECT area, count(*) AS n FROM monitor_item, unnest(areas) AS area
               WHERE topic_id = %(topic)s AND duplicate_of IS NULL AND NOT own GROUP BY area) by_area) AS areas
    FROM monitor_item WHERE topic_id = %(topic)s AND duplicate_of IS NULL AND NOT own
) c WHERE id = %(topic)s
"""
TOPIC_HOUR = """
UPDATE monitor_topichour SET n_neg = c.neg, n_pos = c.pos FROM (
    SELECT count(*) FILTER (WHERE sentiment = 'neg') AS neg, count(*) FILTER (WHERE sentiment = 'pos') AS pos
    FROM monitor_item WHERE topic_id = %(topic)s AND duplicate_of IS NULL AND NOT own
        AND at >= %(hour)s AND at < %(hour)s + interval '1 hour'
) c WHERE topic_id = %(topic)s AND hour = %(hour)s
"""


def topic_retag(topic_id: int, *, at: datetime) -> None:
    """Count a topic's tags again after one of its originals (of time `at`) was edited or re-tagged.

    Call inside the transaction that changed the item. The topic's row is locked first, so that the topics writer and this
    come one after the other, and each sees what the other did.
    """
    values: dict[str, int | datetime] = {"topic": topic_id, "hour": hour_of(at)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM monitor_topic WHERE id = %(topic)s FOR UPDATE", values)
        cursor.execute(TOPIC, values)
        cursor.execute(TOPIC_HOUR, values)
