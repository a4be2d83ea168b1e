"""Signing, and taking back. A signature starts the making and sending of files; a withdrawal tells those who got them."""

from __future__ import annotations

from django.db import transaction

from monitor.lib.clock import utc_now
from monitor.models import Report, ReportJob, Role, User, audit_record
from monitor.reports.errors import ReportError
from monitor.reports.freeze import digest
from monitor.reports.letters import letters_correct
from monitor.reports.said import said_digest
from monitor.reports.told import report_said, report_told, words_digest
from monitor.reports.words import draft_locked, plain_words
from monitor.text.mask import mask

SIGNERS = (Role.LEAD.value, Role.ADMIN.value)
MAX_REASON = 500


@transaction.atomic
def report_sign(*, report: Report, by: User) -> Report:
    """A lead signs: from now on neither numbers nor words change; a job makes the files and sends them.
    Raises ReportError (state, rights, digest)."""
    if by.role not in SIGNERS:
        raise ReportError("only a lead signs", label="report_rights")
    report = draft_locked(report)
    if digest(report.frozen) != report.digest:
        raise ReportError("the frozen numbers do not fit their digest", label="report_digest")
    now = utc_now()
    report.status, report.signed_by, report.signed_at, report.updated_at = Report.Status.SIGNED, by, now, now
    report.signature = str(by)
    report.said = report_said(report)
    report.said_digest = said_digest(report.said)
    report.told, report.remind_at = report_told(report), None
    report.told_digest = words_digest(report.told)
    report.save()
    ReportJob.objects.create(kind=ReportJob.Kind.ISSUE, report=report, by=by, created_at=now)
    detail = {
        "digest": report.digest,
        "analysis": words_digest(report.analysis),
        "told": report.told_digest,
        "said": report.said_digest,
    }
    audit_record(actor=by, action="report_sign", target=f"report:{report.pk}", detail=detail)
    return report


@transaction.atomic
def report_withdraw(*, report: Report, by: User, reason: str) -> Report:
    """A lead takes a signed report back and says why; it stays readable with that notice, mails that are not out yet are not sent, and
    whoever got one is told. Raises ReportError (rights, reason, state)."""
    if by.role not in SIGNERS:
        raise ReportError("only a lead withdraws", label="report_rights")
    reason = mask(plain_words(reason))[0][:MAX_REASON]
    if not reason:
        raise ReportError("a reason is needed", label="report_reason")
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.status != Report.Status.SIGNED:
        raise ReportError(f"the report is {report.status}")
    now = utc_now()
    report.status, report.updated_at = Report.Status.WITHDRAWN, now
    report.save(update_fields=["status", "updated_at"])
    waiting = ReportJob.objects.filter(report=report, state__in=[ReportJob.State.WAITING, ReportJob.State.RUNNING])
    waiting.update(state=ReportJob.State.FAILED, error_label="withdrawn", finished_at=now)
    told = letters_correct(report=report, reason=reason, now=now)
    detail = {"digest": report.digest, "reason": reason, "told": told}
    audit_record(actor=by, action="report_withdraw", target=f"report:{report.pk}", detail=detail)
    return report
