"""Append-only audit log, hash-chained, protected by a trigger (migration 0002). Heartbeats of processes."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction

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
        indexes = [models.Index(fields=("-at",), name="audit_time")]

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.action}"

    def expected_digest(self) -> str:
        """SHA-256 over the previous digest and this row's content."""
        return _digest(self.previous, self.at, self.actor, self.action, self.target, self.detail)


def _digest(previous: str, at: datetime, actor: str, action: str, target: str, detail: dict[str, Any]) -> str:
    content = json.dumps([previous, at.isoformat(), actor, action, target, detail], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def audit_record(
    *, actor: User | str, action: str, target: str = "", detail: dict[str, Any] | None = None
) -> AuditEntry:
    """Append one entry to the chain; commits with the surrounding transaction."""
    name = actor if isinstance(actor, str) else actor.username
    at, detail = utc_now(), detail or {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.AUDIT])
        last = AuditEntry.objects.order_by("-id").values_list("digest", flat=True).first()
        previous = last or ""
        digest = _digest(previous, at, name, action, target, detail)
        return AuditEntry.objects.create(
            at=at, actor=name, action=action, target=target, detail=detail, previous=previous, digest=digest
        )


def audit_verify() -> int | None:
    """Walk the chain; None when whole, else the id of the first entry that does not fit."""
    previous = ""
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous != previous or entry.digest != entry.expected_digest():
            return entry.pk
        previous = entry.digest
    return None


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
