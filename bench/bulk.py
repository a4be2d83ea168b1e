"""Many seeded rows in little time: PostgreSQL makes them of a few texts, on two connections, and its indexes are made afterwards.

Chance is a hash of the row's number (`DRAW`), so that the same number of rows gives the same rows, however they are shared out.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

HANDS = 2  # connections that write at the same time
CHUNK = 10_000
LARGE = 50_000  # rows from which on it pays to make indexes anew
EVERY_S = 10.0  # between two lines of progress, where nobody looks at a terminal
DRAW = "((hashint8extended({key}, {salt}) & 2147483647)::float8 / 2147483648)"
"""[0, 1) of a number (`key`, SQL) and of what is drawn (`salt`, an integer)."""
OF_TABLE = """
SELECT c.relname, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid) ORDER BY 1
"""
PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass ORDER BY 1"
_told = [0.0]


def draw(salt: int, key: str = "n") -> str:
    """SQL for a number in [0, 1)."""
    return DRAW.format(key=key, salt=salt)


def pick(array: str, size: int, chance: str) -> str:
    """SQL for one element of an array of this size."""
    return f"({array})[1 + floor({chance} * {size})::int]"


def say(line: str, *, often: bool = False) -> None:
    """Progress, on standard error: over the last line in a terminal. `often`: elsewhere at most every ten seconds."""
    now = time.monotonic()
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<78}")
    elif not often or now - _told[0] > EVERY_S:
        sys.stderr.write(f"{line}\n")
        _told[0] = now
    sys.stderr.flush()


def in_chunks(what: str, total: int, statements: Sequence[str], params: dict[str, Any]) -> None:
    """Run statements for the rows 1 to `total`, a chunk at a time (`%(first)s` to `%(last)s`), HANDS chunks at once."""
    done, begun = [0], time.monotonic()

    def chunk(first: int) -> None:
        last = min(total, first + CHUNK - 1)
        _run(statements, {**params, "first": first, "last": last})
        done[0] += last - first + 1
        passed = time.monotonic() - begun
        say(f"{what}: {done[0]:,} of {total:,}, {passed:.0f} s, {passed * (total / done[0] - 1):.0f} to go", often=True)

    _together(chunk, range(1, total + 1, CHUNK))


@contextmanager
def indexes_later(total: int, *tables: str) -> Iterator[None]:
    """Tables without their indexes (but for those of constraints), which are made anew behind the block. Not in a transaction; for few
    rows nothing happens."""
    if total < LARGE:
        yield
        return
    whole: list[str] = []
    parts: list[str] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(PARTITIONS, [table])
            partitions = [name for (name,) in cursor.fetchall()]
            cursor.execute(OF_TABLE, [table])
            for name, definition in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')
                whole.append(definition)
                parts += [re.sub(r"^(CREATE INDEX) \S+ ON \S+", rf"\1 ON {one}", definition) for one in partitions]
    try:
        yield
    finally:
        parts.sort(key=lambda definition: " gin (words)" not in definition)  # the longest first
        done = [0]

        def make(definition: str) -> None:
            _run([definition], {}, "SET maintenance_work_mem = '512MB'")
            done[0] += 1
            say(f"indexes: {done[0]} of {len(parts)}", often=True)

        _together(make, parts)
        for definition in whole:  # takes those of the partitions
            _run([definition], {})


def _together(work: Callable[[Any], None], each: Sequence[Any]) -> None:
    """In threads with connections of their own. Raises what one of them raises."""

    def with_own(one: Any) -> None:
        try:
            work(one)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        for _ in pool.map(with_own, each):
            pass


def _run(statements: Sequence[str], params: dict[str, Any], *before: str) -> None:
    with connection.cursor() as cursor:
        for setting in ("SET work_mem = '128MB'", *before):
            cursor.execute(setting)
        for statement in statements:
            cursor.execute(statement, params or None)
