"""Which database a read goes to, where TINGCHAO_REPLICA_URL names a replica: a choice made for one request at a time.

    GET of a page or the API ──▶ `replica_reads()` ──▶ ReplicaRouter: reads to the replica
    everything else (workers, writes, streams) ──────▶ the primary

A read goes to the primary all the same when it is about who somebody is and what they may (AUTH), inside a transaction on the
primary, and once the request has written: whoever wrote reads what they wrote. `dashboards/replica.py` decides for a request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
AUTH = frozenset(
    {
        "monitor.user",
        "monitor.unit",  # what a viewer sees hangs on the member's units
        "monitor.membersession",
        "monitor.apitoken",
        "monitor.apiread",
        "monitor.walltoken",
        "monitor.auditentry",
        "monitor.installation",
        "monitor.sitesetting",
        "monitor.setupcode",
        "monitor.processbeat",
    }
)
"""A right that was taken away counts at once, so these are never read from a replica; nor is any app but `monitor`."""


@dataclass(slots=True)
class Reads:
    """Of one request. Threads of the request share it, so that a write in one is known in the other."""

    primary: bool = False  # from now on
    asked: bool = False  # the replica, at least once


_reads: ContextVar[Reads | None] = ContextVar("tingchao_reads", default=None)


@contextmanager
def replica_reads() -> Iterator[Reads]:
    """Reads in here may go to the replica, until `primary` of what is given is set."""
    token = _reads.set(Reads())
    try:
        yield _reads.get() or Reads()
    finally:
        _reads.reset(token)


@contextmanager
def primary_reads() -> Iterator[None]:
    """Reads in here go to the primary: for what a process keeps in memory, and what must not be seconds old."""
    token = _reads.set(None)
    try:
        yield
    finally:
        _reads.reset(token)


def read_alias() -> str:
    """The database that a read of items, topics, counts goes to now."""
    reads = _reads.get()
    if reads is None or reads.primary or transaction.get_connection(PRIMARY).in_atomic_block:
        return PRIMARY
    reads.asked = True
    return REPLICA


def reading() -> BaseDatabaseWrapper:
    """The connection for a SELECT written by hand."""
    return connections[read_alias()]


class ReplicaRouter:
    """For DATABASE_ROUTERS, where there is a replica."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Replica or primary, see the module."""
        instance = hints.get("instance")
        if _about_people(model) or (instance is not None and _about_people(type(instance))):
            return PRIMARY
        return read_alias()

    def db_for_write(self, model: type[Model], **_hints: Any) -> str:
        """The primary; what the request reads from now on too, but for what the guard at the door writes."""
        reads = _reads.get()
        if reads is not None and not _about_people(model):
            reads.primary = True
        return PRIMARY

    def allow_relation(self, *_objects: Model, **_hints: Any) -> bool:
        """Both hold the same rows."""
        return True

    def allow_migrate(self, db: str, *_where: Any, **_hints: Any) -> bool:
        """The replica follows by itself."""
        return db == PRIMARY


def _about_people(model: type[Model]) -> bool:
    return model._meta.app_label != "monitor" or model._meta.label_lower in AUTH
