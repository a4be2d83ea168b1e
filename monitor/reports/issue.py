"""What follows a signature: every format made and kept with its SHA-256, then letters to the readers. A step done is never done twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from monitor.models import Report, ReportFile
from monitor.reports.errors import ReportError
from monitor.reports.freeze import Progress, silent
from monitor.reports.letters import letters_issue, readers_of
from monitor.reports.render import FORMS
from monitor.reports.render import render as render_report

HOME = "zh-hans"  # every report is kept in the language of the house
Render = Callable[[Report, str, str], bytes]


def render_bytes(report: Report, form: str, language: str) -> bytes:
    """The file itself. Raises RenderError."""
    return render_report(report, form, language).content


def report_issue(
    *,
    report: Report,
    now: datetime,
    render: Render = render_bytes,
    forms: Sequence[str] = tuple(FORMS),
    progress: Progress = silent,
) -> int:
    """Make and keep the files of a signed report, then post its letters; how many mails. Raises ReportError unless it is signed."""
    languages = list(dict.fromkeys([HOME, *(user.language for user, _address in readers_of(report))]))
    wanted = [(form, language) for language in languages for form in forms]
    for n, (form, language) in enumerate(wanted):
        progress(form, n, len(wanted) + 1)
        file_keep(report=report, form=form, language=language, render=render, now=now)
    progress("mail", len(wanted), len(wanted) + 1)
    with transaction.atomic():
        report = (
            Report.objects.select_for_update(of=("self",)).select_related("template", "signed_by").get(pk=report.pk)
        )
        if report.status != Report.Status.SIGNED:
            raise ReportError(f"the report is {report.status}")
        mails = letters_issue(report=report, files=list(report.files.all()), now=now)
    progress("", len(wanted) + 1, len(wanted) + 1)
    return mails


def file_keep(*, report: Report, form: str, language: str, render: Render, now: datetime) -> ReportFile:
    """The kept file; made if there is none."""
    found = ReportFile.objects.filter(report=report, form=form, language=language).first()
    if found is not None:
        return found
    data = render(report, form, language)
    values = {"data": data, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "made_at": now}
    return ReportFile.objects.get_or_create(report=report, form=form, language=language, defaults=values)[0]
