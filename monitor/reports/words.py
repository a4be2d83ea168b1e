"""What people write: the analysis, and drafted sentences struck out or reworded. Every save is a version; nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from monitor.lib.clock import utc_now
from monitor.models import Report, ReportVersion, User, audit_record
from monitor.reports.errors import ReportError
from monitor.reports.told import report_drafted, report_edits_keep, report_told
from monitor.text.mask import mask

MAX_ANALYSIS = 20_000
MAX_SENTENCE = 1_000
TOGETHER = timedelta(minutes=10)  # saves of one member within it are one version


@transaction.atomic
def report_save_analysis(*, report: Report, text: str, by: User, base: int | None = None) -> Report:
    """Keep the analyst's own words, masked. `base`: the revision whose analysis `text` was written over.

    Raises ReportError: state unless it is a draft; report_conflict when somebody saved another analysis since `base`.
    """
    report = draft_locked(report)
    if len(text) > MAX_ANALYSIS:
        raise ReportError("the analysis is too long", label="report_long")
    words = mask(plain_words(text))[0]
    if base is not None and base != report.analysis_revision and words != report.analysis:
        raise ReportError("somebody saved since", label="report_conflict")
    if words == report.analysis:
        return report
    report.analysis = words
    return _save(report, by, "report_edit", {"characters": len(words)}, analysis=True)


@transaction.atomic
def report_edit_sentence(*, report: Report, key: str, text: str, by: User) -> Report:
    """Reword a drafted sentence; '' strikes it out. The drafted one stays beside it. Raises ReportError (state, long, sentence)."""
    report = draft_locked(report)
    if len(text) > MAX_SENTENCE:
        raise ReportError("the sentence is too long", label="report_long")
    drafted = {sentence.key: sentence.text for part in report_drafted(report) for sentence in part.sentences}
    if key not in drafted:
        raise ReportError("no such sentence", label="report_sentence")
    words = mask(plain_words(text))[0]
    if words == drafted[key]:
        return _drop(report, key, by)
    edit = {"text": words, "original": drafted[key], "by": by.pk, "name": str(by), "at": utc_now().isoformat()}
    report.edits = {**report.edits, key: edit}
    detail = {"sentence": key, "struck": not words, "characters": len(words)}
    return _save(report, by, "report_edit_sentence", detail)


@transaction.atomic
def report_restore_sentence(*, report: Report, key: str, by: User) -> Report:
    """The drafted sentence again."""
    return _drop(draft_locked(report), key, by)


@transaction.atomic
def report_restore_version(*, report: Report, number: int, by: User) -> Report:
    """People's words as a version had them: a new version. Edits whose sentence says something else by now are left out."""
    report = draft_locked(report)
    version = ReportVersion.objects.filter(report=report, number=number).first()
    if version is None:
        raise ReportError("no such version", label="report_sentence")
    report.analysis, report.edits = version.analysis, version.edits
    dropped = report_edits_keep(report)
    detail = {"version": number, "edits_dropped": dropped}
    return _save(report, by, "report_restore", detail, analysis=True, apart=True)


def plain_words(text: str) -> str:
    """Words as they are stored before masking: one kind of line end, no NUL (PostgreSQL refuses it)."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def draft_locked(report: Report) -> Report:
    """The row as it is, locked. Raises ReportError unless it is a draft."""
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    if fresh.status != Report.Status.DRAFT:
        raise ReportError(f"the report is {fresh.status}")
    return fresh


def _drop(report: Report, key: str, by: User) -> Report:
    if key not in report.edits:
        return report
    report.edits = {other: edit for other, edit in report.edits.items() if other != key}
    return _save(report, by, "report_restore_sentence", {"sentence": key})


def _save(
    report: Report, by: User, action: str, detail: Mapping[str, Any], *, analysis: bool = False, apart: bool = False
) -> Report:
    now = utc_now()
    report.revision += 1
    if analysis:
        report.analysis_revision = report.revision
    report.updated_at, report.told = now, report_told(report)
    report.save(update_fields=["analysis", "edits", "revision", "analysis_revision", "updated_at", "told"])
    _version(report, by, now, apart=apart)
    audit_record(actor=by, action=action, target=f"report:{report.pk}", detail=dict(detail))
    return report


def _version(report: Report, by: User, now: datetime, *, apart: bool) -> None:
    last = report.versions.first()
    words = {"number": report.revision, "analysis": report.analysis, "edits": report.edits, "at": now}
    if last and last.by_id == by.pk and now - last.began_at < TOGETHER and not apart:
        ReportVersion.objects.filter(pk=last.pk).update(**words)
    else:
        ReportVersion.objects.create(report=report, by=by, began_at=now, **words)
