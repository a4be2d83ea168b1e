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
EMPTY: tuple[Any, ...] = (None, "", [], {})


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
    """What is known of it, "key=value" after "key=value"; nothing of what is empty. No and 0 are said: they are what was done."""
    return " ".join(f"{key}={_words(value)}" for key, value in detail.items() if value not in EMPTY)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, PLAIN):
        return str(value)
    if isinstance(value, list) and all(isinstance(one, PLAIN) for one in value):
        return ",".join(map(_words, value))
    return json.dumps(value, ensure_ascii=False)
