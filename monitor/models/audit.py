"""Append-only audit log, hash-chained, protected by a trigger (migration 0002). Heartbeats of processes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

from monitor.lib.clock import utc_now
from monitor.lib.locks import Lock
from monitor.models.team import User


class AuditEntry(models.Model):
    """Who opened, searched, exported, corrected, acknowledged or changed what. Rows can be added, never changed."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="user name of the member, or the process")
    action = models.CharField(max_length=40)
    target = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=("-at",), name="audit_time"),
            # health page, doctor, /metrics: when the last backup was made and proven
            models.Index("id", name="audit_backups", condition=models.Q(action="backup_make")),
        ]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.action}"

    def expected_digest(self) -> str:
        """SHA-256 over the previous digest and this row's content."""
        return _digest(self.previous, self.at, self.actor, self.action, self.target, self.detail)


def _digest(previous: str, at: datetime, actor: str, action: str, target: str, detail: dict[str, Any]) -> str:
    content = f'["{previous}", {_after_previous(at, actor, action, target, detail)}'
    return hashlib.sha256(content.encode()).hexdigest()


def _after_previous(at: datetime, actor: str, action: str, target: str, detail: dict[str, Any]) -> str:
    """What is hashed is the JSON of [previous, at, actor, action, target, detail]; this is what follows `previous`."""
    return json.dumps([at.isoformat(), actor, action, target, detail], ensure_ascii=False, sort_keys=True)[1:]


def audit_record(
    *, actor: User | str, action: str, target: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Append one entry to the chain; commits with the surrounding transaction. One statement: every page makes one."""
    name = actor if isinstance(actor, str) else actor.username
    at, detail = utc_now(), detail or {}
    rest = _after_previous(at, name, action, target, detail)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM monitor_audit_append(%s, %s, %s, %s, %s, %s::jsonb, %s)",
            [Lock.AUDIT, at, name, action, target, json.dumps(detail), rest],
        )
        pk, previous, digest = cursor.fetchone()
    return AuditEntry(pk, at, name, action, target, detail, previous, digest)


CHAINED = ("id", "at", "actor", "action", "target", "detail", "previous", "digest")


def audit_verify() -> int | None:
    """Walk the chain; None when whole, else the id of the first entry that does not fit."""
    return audit_walk().broken_at


@dataclass(frozen=True, slots=True)
class Walked:
    """A stretch of the chain: the first entry that does not fit, else None; the last entry that does, and its digest."""

    broken_at: int | None = None
    last: int = 0
    digest: str = ""


def audit_walk(after: Walked | None = None, *, until: int | None = None) -> Walked:
    """Walk on from there, else from the beginning, to the end or this entry. Rows without models: 20,000 entries are walked while a reader waits."""
    found = after or Walked()
    rows = AuditEntry.objects.filter(pk__gt=found.last).order_by("id").values_list(*CHAINED)
    rows = rows if until is None else rows.filter(pk__lte=until)
    previous, last = found.digest, found.last
    for pk, at, actor, action, target, detail, before, digest in rows.iterator(chunk_size=2000):
        if before != previous or digest != _digest(before, at, actor, action, target, detail):
            return Walked(pk, last, previous)
        previous, last = digest, pk
    return Walked(None, last, previous)


def audit_print(last: int) -> str:
    """SHA-256 over all that stands in the entries up to this one, by PostgreSQL: equal means that not a sign of them was changed."""
    with connection.cursor() as cursor:
        cursor.execute(PRINT, [last])
        return str(cursor.fetchone()[0])


PRINT = """
SELECT encode(sha256(convert_to(coalesce(string_agg(e::text, E'\\n' ORDER BY id), ''), 'UTF8')), 'hex')
FROM monitor_auditentry e WHERE id <= %s
"""


class ProcessBeat(models.Model):
    """Heartbeat of a process: the health page and `doctor` read it."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name


def process_beat(name: str, detail: dict[str, Any] | None = None) -> None:
    """Say that process `name` is alive now."""
    ProcessBeat.objects.update_or_create(name=name, defaults={"at": utc_now(), "detail": detail or {}})
