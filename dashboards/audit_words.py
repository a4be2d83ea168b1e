"""Entries of the audit log as a page shows them: what happened, to what, with what details."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dashboards import labels
from monitor.models import AuditEntry

PAGES = frozenset(("alert", "item", "plan", "report", "rule", "source", "topic"))
SHORT = 180  # characters of the details that are shown before somebody opens them
PLAIN = str | int | float


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry, its action in words, the page of what it is about ("" when there is none), its details and their beginning."""

    entry: AuditEntry
    label: str
    href: str
    detail: str

    @property
    def is_long(self) -> bool:
        return len(self.detail) > SHORT

    @property
    def short(self) -> str:
        return f"{self.detail[:SHORT].rstrip()}…" if self.is_long else self.detail


def audit_row(entry: AuditEntry) -> AuditRow:
    """For audit/audit.html."""
    kind, _, pk = entry.target.partition(":")
    href = reverse(kind, args=[int(pk)]) if kind in PAGES and pk.isdecimal() else ""
    return AuditRow(entry, labels.action(entry.action), href, detail_words(entry.detail))


def detail_words(detail: dict[str, Any]) -> str:
    """What is known of it, "key=value" after "key=value"; nothing of what is empty."""
    return " ".join(f"{key}={_words(value)}" for key, value in detail.items() if value)


def _words(value: Any) -> str:
    if value is True:
        return "✓"
    if isinstance(value, PLAIN):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, PLAIN) for one in value):
        return ",".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)
