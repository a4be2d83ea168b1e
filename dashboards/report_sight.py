"""Which reports a member may read: what was signed, everybody; drafts, the desk (docs/reports.md)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from dashboards.access import may
from monitor.models import Report, Role
from monitor.queries.report_archive import reports_readable


def reads_drafts(user: Any) -> bool:
    """Monitors and up."""
    return may(user, Role.MONITOR)


def reports_for(user: Any) -> QuerySet[Report]:
    """What this member may read; a page answers 404 for any other."""
    return reports_readable(drafts=reads_drafts(user))
