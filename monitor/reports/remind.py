"""An unsigned report reminds the leads, twice, and waits. It never sends itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from monitor.models import Report, audit_record
from monitor.reports.letters import leads_listed, letters_remind
from monitor.reports.periods import MOST_REMINDERS, remind_again


@transaction.atomic
def report_remind_due(*, now: datetime) -> int:
    """Remind of drafts whose time has come; how many mails were posted. Reads the partial index of unsigned reports."""
    due = Report.objects.select_for_update(skip_locked=True).filter(status=Report.Status.DRAFT, remind_at__lte=now)
    told = 0
    for report in due.order_by("id"):
        told += letters_remind(report=report, addresses=leads_listed(), now=now)
        report.reminders += 1
        report.remind_at = remind_again(now) if report.reminders < MOST_REMINDERS else None
        report.save(update_fields=["reminders", "remind_at"])
        audit_record(actor="beat", action="report_remind", target=f"report:{report.pk}", detail={"n": report.reminders})
    return told
