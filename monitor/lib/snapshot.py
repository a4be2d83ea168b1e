"""Reading many queries at one moment of the database, and writing beside that.

In PostgreSQL's default isolation each statement sees what was committed before *it*: a report of forty queries would mix moments, and
its areas would no longer sum to its volume. REPEATABLE READ shows every statement what the first one saw; READ ONLY costs writers
nothing and refuses a write by mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment. Inside another transaction it raises RuntimeError: that one's moments would count."""
    with transaction.atomic(durable=True):
        if not connection.savepoint_ids:  # a test's own transaction cannot change its manners any more
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def aside() -> Iterator[Callable[[Callable[[], Any]], None]]:
    """A caller of functions on a database connection of its own: what they write stands at once, whatever this one is amid."""
    with ThreadPoolExecutor(1, thread_name_prefix="aside") as thread:
        try:
            yield lambda write: thread.submit(write).result()
        finally:
            thread.submit(lambda: connection.close()).result()  # its own: looked up there
