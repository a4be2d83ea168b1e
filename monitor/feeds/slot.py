"""How many processes of one machine fetch at the same time, so that some are always free for alerts and mails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from zlib import crc32

from django.db import InterfaceError, OperationalError, connection

from monitor.lib.locks import Lock

MACHINES = 1 << 26  # numbers that a host name is spread over
MOST = 16


@contextmanager
def fetch_slot(processes: int, what: str = "feeds") -> Iterator[bool]:
    """True for the first `processes` of this machine that are in here; a killed one gives its place back by itself."""
    first = crc32(f"{socket.gethostname()} {what}".encode()) % MACHINES * MOST
    place = next((n for n in range(first, first + min(processes, MOST)) if _locked(n)), None)
    try:
        yield place is not None
    finally:
        if place is not None:
            with suppress(OperationalError, InterfaceError), connection.cursor() as cursor:  # gone: the lock is too
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [Lock.FETCHING, place])


def _locked(place: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [Lock.FETCHING, place])
        return bool(cursor.fetchone()[0])
