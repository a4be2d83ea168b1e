"""Services of the weekly report: draft, edit, sign, withdraw. Nothing here sends anything."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from monitor.errors import TingchaoError
from monitor.lib.clock import WEEK, utc_now, week_before
from monitor.lib.locks import Lock
from monitor.models import Report, Role, User, audit_record
from monitor.queries import reports as read
from monitor.reports.freeze import digest, same_numbers, week_freeze
from monitor.text.mask import mask

STILL_COMING = timedelta(hours=1)
MAX_ANALYSIS = 20_000
SIGNERS = (Role.LEAD.value, Role.ADMIN.value)


class ReportError(TingchaoError):
    """The report cannot do this now. Labels: report_state, report_rights, report_digest, report_reason, report_long."""

    label = "report_state"
    permanent = True


@transaction.atomic
def report_draft_week(*, monday: date, now: datetime, by: User | None = None) -> Report:
    """The report of the week that begins on `monday`: made, or, while unsigned, counted again.

    A signed or withdrawn report is returned as it is. Nothing changes when only the moment of counting would.
    """
    if monday.weekday():
        raise ValueError(f"{monday} is not a Monday")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.REPORT])
    report = Report.objects.select_for_update().filter(kind=Report.Kind.WEEKLY, period_start=monday).first()
    if report and report.status != Report.Status.DRAFT:
        return report
    frozen = week_freeze(monday=monday, now=now)
    if report and same_numbers(report.frozen, frozen):
        return report
    before = report.digest if report else ""
    report = report or Report(
        kind=Report.Kind.WEEKLY,
        number=_next_number(monday.year),
        period_start=monday,
        period_end=monday + WEEK - timedelta(days=1),
        created_at=now,
    )
    report.frozen, report.digest, report.updated_at = frozen, digest(frozen), now
    report.save()
    _audit(report, by or "beat", "report_draft", {"digest": report.digest, "before": before})
    return report


def report_draft_last_week(*, now: datetime) -> Report | None:
    """Draft last week's report, also when Monday morning was missed; None while there is nothing to report on.

    Waits for a run or two while items of that week that arrived within the hour are not sorted into topics yet. Until a
    person writes in it, the draft follows corrections of the data; after that it is counted again only on request.
    """
    monday = week_before(now)
    existing = Report.objects.filter(kind=Report.Kind.WEEKLY, period_start=monday).first()
    if existing and (existing.status != Report.Status.DRAFT or existing.analysis):
        return existing
    span = read.Span.week(monday)
    if not read.items_everything(span):
        return existing
    if read.waiting_items(span).filter(first_seen__gte=now - STILL_COMING).exists():
        return existing
    return report_draft_week(monday=monday, now=now)


def report_draft_missing(*, now: datetime) -> Report | None:
    """As report_draft_last_week, but leaves a report that exists alone: cheap enough to be asked every minute."""
    monday = week_before(now)
    if Report.objects.filter(kind=Report.Kind.WEEKLY, period_start=monday).exists():
        return None
    return report_draft_last_week(now=now)


@transaction.atomic
def report_save_analysis(*, report: Report, text: str, by: User) -> Report:
    """Keep the analyst's own words, masked. Raises ReportError unless it is a draft."""
    report = _locked(report, Report.Status.DRAFT)
    if len(text) > MAX_ANALYSIS:
        raise ReportError("the analysis is too long", label="report_long")
    report.analysis = mask(plain_words(text))[0]
    report.updated_at = utc_now()
    report.save(update_fields=["analysis", "updated_at"])
    _audit(report, by, "report_edit", {"characters": len(report.analysis)})
    return report


@transaction.atomic
def report_sign(*, report: Report, by: User) -> Report:
    """A lead signs: from now on neither numbers nor words change. Raises ReportError (state, rights, digest)."""
    if by.role not in SIGNERS:
        raise ReportError("only a lead signs", label="report_rights")
    report = _locked(report, Report.Status.DRAFT)
    if digest(report.frozen) != report.digest:
        raise ReportError("the frozen numbers do not fit their digest", label="report_digest")
    report.status, report.signed_by, report.signed_at = Report.Status.SIGNED, by, utc_now()
    report.updated_at = report.signed_at
    report.save()
    words = hashlib.sha256(report.analysis.encode()).hexdigest()
    _audit(report, by, "report_sign", {"digest": report.digest, "analysis": words})
    return report


@transaction.atomic
def report_withdraw(*, report: Report, by: User, reason: str) -> Report:
    """A lead takes a signed report back and says why; it stays readable with that notice. Raises ReportError."""
    if by.role not in SIGNERS:
        raise ReportError("only a lead withdraws", label="report_rights")
    reason = mask(plain_words(reason))[0][:500]
    if not reason:
        raise ReportError("a reason is needed", label="report_reason")
    report = _locked(report, Report.Status.SIGNED)
    report.status, report.updated_at = Report.Status.WITHDRAWN, utc_now()
    report.save(update_fields=["status", "updated_at"])
    _audit(report, by, "report_withdraw", {"digest": report.digest, "reason": reason})
    return report


def plain_words(text: str) -> str:
    """Words as they are stored before masking: one kind of line end, no NUL (PostgreSQL refuses it)."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _next_number(year: int) -> int:
    """期数: counted through the year of the period's Monday, in the order of drafting."""
    last = Report.objects.filter(kind=Report.Kind.WEEKLY, period_start__year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _locked(report: Report, status: Report.Status) -> Report:
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    if fresh.status != status:
        raise ReportError(f"the report is {fresh.status}")
    return fresh


def _audit(report: Report, by: User | str, action: str, detail: dict[str, object]) -> None:
    audit_record(actor=by, action=action, target=f"report:{report.pk}", detail=detail)
