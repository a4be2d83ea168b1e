"""Files that a person asks for, made by a worker: of a draft a preview, kept for a day in its job; of a signed report one to keep."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from monitor.lib.clock import utc_now
from monitor.models import Report, ReportFile, ReportJob, User
from monitor.reports.errors import ReportError
from monitor.reports.freeze import Progress
from monitor.reports.issue import file_keep
from monitor.reports.render import render

OPEN = (ReportJob.State.WAITING, ReportJob.State.RUNNING)
Wanted = dict[str, str]


def job_file(*, report: Report, form: str, language: str, by: User, now: datetime) -> ReportJob:
    """Wish for a file of the report as it stands; one that waits for the same, or holds it, is given back."""
    wanted = _wanted(report, form, language)
    there = Q(state__in=OPEN) | Q(state=ReportJob.State.DONE, file__isnull=False)
    rows = ReportJob.objects.filter(there, kind=ReportJob.Kind.FILE, report=report, wanted=wanted)
    return rows.defer("file").first() or ReportJob.objects.create(
        kind=ReportJob.Kind.FILE, report=report, wanted=wanted, by=by, created_at=now
    )


def file_made(*, report: Report, form: str, language: str) -> bytes | None:
    """The kept file, or of a draft the preview of what it says now; None: not made, or made of something else."""
    if report.status != Report.Status.DRAFT:
        kept = ReportFile.objects.filter(report=report, form=form, language=language).first()
        return bytes(kept.data) if kept else None
    wanted = _wanted(report, form, language)
    rows = ReportJob.objects.filter(kind=ReportJob.Kind.FILE, report=report, wanted=wanted, file__isnull=False)
    made = rows.first()
    return bytes(made.file) if made and made.file else None


def file_make(*, job: ReportJob, progress: Progress) -> None:
    """Make what a job wishes for, of the report as it stands by now. Raises RenderError, ReportError (state)."""
    report = Report.objects.select_related("signed_by").filter(jobs=job).first()
    if report is None:
        raise ReportError("the report is gone")
    form, language = job.wanted["form"], job.wanted["language"]

    def made(one: Report, form: str, language: str) -> bytes:
        return render(one, form, language, progress).content

    progress(form, 0, 1)
    if report.status != Report.Status.DRAFT:
        file_keep(report=report, form=form, language=language, render=made, now=utc_now())
        return
    wanted = _wanted(report, form, language)
    ReportJob.objects.filter(pk=job.pk).update(file=made(report, form, language), wanted=wanted)


def _wanted(report: Report, form: str, language: str) -> Wanted:
    """What a file is of: a draft that was counted or written in since is another one."""
    return {"form": form, "language": language, "state": f"{report.status} {report.digest} {report.revision}"}
