"""Django's PostgreSQL engine, with connections that outlive a request or a task.

Under ASGI each request has a thread of its own, and Django closes its connection after it; Celery does the same after each task. To
open the next one costs 20 to 100 ms until its first answer: a password proof on both sides, and a process of PostgreSQL's that has
to read the catalogue anew. A process that calls `keep_connections` lays them aside instead, and asks each that lay there for more than
a moment whether it still answers before it is used again. Not psycopg's pool: that connects in threads of its own, so a server that is
away costs every page its whole time-out (15 to 20 s), where a refusal is a matter of a millisecond; how many work at a time is said
elsewhere (`monitor/crowd.py`).
"""

from __future__ import annotations

import atexit
import select
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Error
from psycopg.pq import TransactionStatus

BESIDE_PAGES = 8
"""Connections that a web process keeps beside those of pages that are read: forms, live streams."""
IDLE_S = 300.0
MOMENT_S = 5.0
LIFE_S = 3600.0
"""A process of PostgreSQL's grows with what it has seen of the catalogue."""


@dataclass(frozen=True, slots=True)
class Kept:
    """`born` and `since` (laid aside) on the monotonic clock."""

    connection: Any
    born: float
    since: float


_aside: dict[str, deque[Kept]] = {}  # by alias, the one that was used last at the right; empty: this process keeps none
_most = 0


def keep_connections(most: int) -> None:
    """From now on this process lays up to so many aside (for each database). Never before a fork."""
    global _most
    _most = most
    atexit.register(_close_all)


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection: taken from those laid aside, and given back to them."""

    _born = 0.0

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        aside = _aside.setdefault(self.alias, deque())
        while aside:
            try:
                kept = aside.pop()
            except IndexError:  # another thread was quicker
                break
            if _silent(kept) or _answers(kept.connection):
                self._born = kept.born
                return kept.connection
        self._born = time.monotonic()
        return super().get_new_connection(conn_params)

    def _close(self) -> None:
        now = time.monotonic()
        aside = _aside.setdefault(self.alias, deque())
        if self._fit(now) and len(aside) < _most:
            aside.append(Kept(self.connection, self._born, now))
        else:
            super()._close()  # type: ignore[misc]  # django-stubs do not know it
        with suppress(IndexError):  # none is left: another thread may have taken the last one between two steps
            while aside[0].since < now - IDLE_S:
                aside.popleft().connection.close()

    def _fit(self, now: float) -> bool:
        """Nothing went wrong on it, nothing is open in it, and it is young."""
        connection = self.connection
        return (
            connection is not None
            and not self.errors_occurred
            and not connection.closed
            and bool(connection.autocommit)
            and connection.info.transaction_status == TransactionStatus.IDLE
            and now - self._born < LIFE_S
        )


def _silent(kept: Kept) -> bool:
    """It was used a moment ago, and the server has said nothing since: one that ends a connection, or itself, says so."""
    if time.monotonic() - kept.since > MOMENT_S:
        return False
    socket = select.poll()
    try:
        socket.register(kept.connection.fileno(), select.POLLIN)
    except Error:  # it is closed
        return False
    return not socket.poll(0)


def _answers(connection: Any) -> bool:
    try:
        connection.execute("")
    except Error:
        connection.close()
        return False
    return True


def _close_all() -> None:
    for aside in _aside.values():
        while aside:
            aside.pop().connection.close()
