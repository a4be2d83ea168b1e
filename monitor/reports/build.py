"""Drafting: count a period, freeze it, keep it as a draft until a person signs. Nothing here sends anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from monitor.lib.locks import Lock
from monitor.lib.workdays import day_of
from monitor.models import Report, ReportKind, ReportTemplate, Topic, User, audit_record
from monitor.queries import reports as read
from monitor.queries.roster import calendar_known
from monitor.reports.errors import ReportError
from monitor.reports.freeze import Progress, digest, report_freeze, same_numbers, silent
from monitor.reports.freeze_dossier import dossier_freeze, dossier_period
from monitor.reports.freezing import Frozen
from monitor.reports.periods import DAILY, DOSSIER, MONTHLY, WEEKLY, Period, Working, due_now, remind_first, week_of
from monitor.reports.sign import report_sign, report_withdraw
from monitor.reports.templates import layout_from, template_standard
from monitor.reports.told import report_edits_keep, report_told
from monitor.reports.words import plain_words, report_save_analysis

__all__ = [
    "ReportError",
    "plain_words",
    "report_draft",
    "report_draft_due",
    "report_draft_missing",
    "report_draft_topic",
    "report_draft_week",
    "report_save_analysis",
    "report_sign",
    "report_withdraw",
]

STILL_COMING = timedelta(hours=1)
AUTOMATIC = (WEEKLY, MONTHLY, DAILY)


def report_draft(
    *,
    period: Period,
    now: datetime,
    by: User | None = None,
    template: ReportTemplate | None = None,
    topic: Topic | None = None,
    progress: Progress = silent,
) -> Report:
    """The report of a period (of a topic: a dossier): made, or, while unsigned, counted again.

    A signed report is returned as it is; in place of a withdrawn one a person (never the beat) gets a new draft. Nothing changes when
    only the moment of counting would. Edits of sentences that say something else by now are dropped (they stay in the history).
    """
    template = template or template_standard(period.kind)
    found = _existing(period, topic)
    if found and (found.status == Report.Status.SIGNED or (found.status == Report.Status.WITHDRAWN and by is None)):
        return found
    layout = layout_from(template)
    if topic is not None:
        frozen = dossier_freeze(topic=topic, period=period, now=now, layout=layout, progress=progress)
    else:
        frozen = report_freeze(period=period, now=now, layout=layout, progress=progress)
    return _keep(period, frozen, now, by, template, topic)


def report_draft_week(*, monday: date, now: datetime, by: User | None = None) -> Report:
    """The weekly report of the week that begins on `monday`. Raises ValueError when that is none."""
    return report_draft(period=week_of(monday), now=now, by=by)


def report_draft_topic(*, topic: Topic, now: datetime, by: User, progress: Progress = silent) -> Report:
    """The dossier of a topic as it stands today."""
    return report_draft(period=dossier_period(topic, now=now), topic=topic, now=now, by=by, progress=progress)


def report_draft_due(*, now: datetime, only: str = "") -> list[Report]:
    """Draft what is due of each kind (`only`: of one), also when its moment was missed; nothing while there is nothing to report on.

    Waits for a run or two while items of the period that arrived within the hour are not sorted into topics yet. Until a person
    writes in it, a draft follows corrections of the data; after that it is counted again only on request.
    """
    found = [_draft_due(kind, now) for kind in AUTOMATIC if kind == (only or kind)]
    return [report for report in found if report is not None]


def report_draft_missing(*, now: datetime) -> list[Report]:
    """As report_draft_due, but leaves reports that exist alone: cheap enough to be asked every minute."""
    working, made = workdays(now), []
    for kind in AUTOMATIC:
        period = due_now(kind, now, working)
        if period is not None and _existing(period, None) is None:
            made += report_draft_due(now=now, only=kind)
    return made


def workdays(now: datetime) -> Working:
    """Whether people work on a day: weekends, holidays, make-up days, and what was entered by hand."""
    known = calendar_known(since=(now - timedelta(days=30)).date())
    return lambda day: day_of(day, known).working


def _draft_due(kind: str, now: datetime) -> Report | None:
    template = template_standard(kind)
    period = due_now(kind, now, workdays(now))
    if period is None or not template.automatic:
        return None
    existing = _existing(period, None)
    if existing and (existing.status != Report.Status.DRAFT or existing.revision):
        return existing
    span = read.Span.days(period.start, period.end)
    if not read.items_everything(span):
        return existing
    if read.waiting_items(span).filter(first_seen__gte=now - STILL_COMING).exists():
        return existing
    return report_draft(period=period, now=now, template=existing.template if existing else template)


def _existing(period: Period, topic: Topic | None) -> Report | None:
    """One that is not withdrawn before one that is."""
    if topic is not None:
        rows = Report.objects.filter(kind=DOSSIER, topic=topic, period_end=period.end)
    else:
        rows = Report.objects.filter(kind=period.kind, period_start=period.start)
    return min(rows, key=lambda row: (row.status == Report.Status.WITHDRAWN, -row.pk), default=None)


@transaction.atomic
def _keep(
    period: Period, frozen: Frozen, now: datetime, by: User | None, template: ReportTemplate, topic: Topic | None
) -> Report:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [Lock.REPORT])
    found = _existing(period, topic)
    if found and found.status != Report.Status.WITHDRAWN:
        report = Report.objects.select_for_update().get(pk=found.pk)
        if report.status != Report.Status.DRAFT or same_numbers(report.frozen, frozen):
            return report
    else:
        report = _new(period, now, topic, found)
    before = report.digest
    report.frozen, report.digest, report.updated_at, report.template = frozen, digest(frozen), now, template
    report.period_start, report.period_end = period.start, period.end
    dropped = report_edits_keep(report)
    report.told = report_told(report)
    report.save()
    detail = {"digest": report.digest, "before": before, "template": template.pk, "edits_dropped": dropped}
    audit_record(actor=by or "beat", action="report_draft", target=f"report:{report.pk}", detail=detail)
    return report


def _new(period: Period, now: datetime, topic: Topic | None, replaced: Report | None) -> Report:
    number = replaced.number if replaced else _next_number(period)
    return Report(
        kind=ReportKind(period.kind),
        number=number,
        topic=topic,
        replaces=replaced,
        created_at=now,
        remind_at=remind_first(now),
    )


def _next_number(period: Period) -> int:
    """期数: counted by kind through the year of the period's first day, in the order of drafting."""
    rows = Report.objects.filter(kind=period.kind, period_start__year=period.start.year)
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
