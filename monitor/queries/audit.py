"""The read side of the audit log."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from monitor.lib.clock import shanghai_day_start
from monitor.models import AuditEntry, audit_verify

VERIFY_AT_ONCE = 20_000  # entries; above that the reader asks for it


def audit_entries(
    *, action: str = "", actor: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[AuditEntry]:
    """Entries, newest first; days are days in Asia/Shanghai, both included."""
    rows = AuditEntry.objects.all()
    if action:
        rows = rows.filter(action=action)
    if actor:
        rows = rows.filter(actor=actor)
    if since:
        rows = rows.filter(at__gte=shanghai_day_start(since))
    if until:
        rows = rows.filter(at__lt=shanghai_day_start(date.fromordinal(until.toordinal() + 1)))
    return rows


def audit_choices() -> tuple[list[str], list[str]]:
    """(actions, actors) that occur, sorted."""
    actions = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
    actors = AuditEntry.objects.order_by("actor").values_list("actor", flat=True).distinct()
    return list(actions), list(actors)


def audit_chain(*, asked: bool = False) -> tuple[bool, int | None]:
    """(verified, id of the first entry that does not fit or None); a long log is walked only when asked."""
    if not asked and AuditEntry.objects.count() > VERIFY_AT_ONCE:
        return False, None
    return True, audit_verify()
