"""Files of reports, who was sent what, how far long work is, numbers beside live data and beside another report."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dashboards.access import member, needs
from dashboards.report_changes import changes_told, chief_told
from dashboards.report_sight import reads_drafts, reports_for
from dashboards.report_words import fault_sentence, form_label, pairs, step_label
from monitor.lib.clock import shanghai_date, utc_now
from monitor.models import Report, ReportJob, Role, audit_record
from monitor.queries import site
from monitor.queries.alert_words import delivery_label
from monitor.queries.report_archive import jobs_told, report_checked, report_comparable, report_deliveries
from monitor.reports.changes import Change
from monitor.reports.files import OPEN, file_made, job_file
from monitor.reports.jobs import job_check, job_stalled
from monitor.reports.render import FORMS, filename
from tasks.reports import work
from tasks.wake import task_wake

LANGUAGES = ("zh-hans", "en")


@require_GET
@needs(Role.VIEWER)
def file(request: HttpRequest, pk: int, form: str, language: str) -> HttpResponse:
    """A signed report's kept file; of a draft the preview that a worker made of what it says now. Audited."""
    found = _found(request, pk, form, language)
    data = file_made(report=found, form=form, language=language)
    if data is None:
        messages.warning(request, _("这份文件还没有生成，或者报告此后有改动。请在报告下方重新生成。"))
        return redirect("report", found.pk)
    detail = {"form": form, "language": language}
    audit_record(actor=member(request), action="report_export", target=f"report:{found.pk}", detail=detail)
    response = HttpResponse(data, content_type=FORMS[form].content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename(found, form)}"'
    return response


@require_POST
@needs(Role.VIEWER)
def make(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker make a file: a job, whose page shows how far it is."""
    form, language = request.POST.get("form", ""), request.POST.get("language", "")
    found = _found(request, pk, form, language)
    if file_made(report=found, form=form, language=language) is not None:
        return redirect("report_file", found.pk, form, language)
    wished = job_file(report=found, form=form, language=language, by=member(request), now=utc_now())
    task_wake(work)
    return redirect("report_job", wished.pk)


def _found(request: HttpRequest, pk: int, form: str, language: str) -> Report:
    if form not in FORMS or language not in LANGUAGES:
        raise Http404
    return get_object_or_404(reports_for(request.user).select_related("signed_by"), pk=pk)


@needs(Role.MONITOR)
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mail about a report: to whom, what, when, how it ended."""
    found = get_object_or_404(Report.objects.defer("frozen"), pk=pk)
    rows = [
        (
            row,
            [form_label(one.form) for one in row.letter.files.all()] if row.letter else [],
            delivery_label(row.error_label) if row.error_label else "",
        )
        for row in report_deliveries(found)
    ]
    return render(request, "reports/sent.html", {"report": found, "rows": rows, "now": utc_now()})


@needs(Role.VIEWER)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far long work is: the desk's own, and for every reader the making of a file. By htmx: the fragment; when what was asked
    for is a page, on to it."""
    found = get_object_or_404(jobs_told().select_related("report"), pk=pk)
    if not reads_drafts(request.user) and not _readers_own(found):
        raise Http404
    target = _target(found) if found.state == ReportJob.State.DONE and found.report is not None else ""
    context = {
        "job": found,
        "open": found.state in OPEN,
        "stalled": job_stalled(found, now=utc_now()),
        "step": step_label(found.step),
        "fault": fault_sentence(found.error_label) if found.state == ReportJob.State.FAILED else "",
        "target": target,
        "form": form_label(found.wanted.get("form", "")) if found.kind == ReportJob.Kind.FILE else "",
    }
    if request.headers.get("HX-Request"):
        if target and "stay" not in request.GET and found.kind != ReportJob.Kind.FILE:
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return render(request, "reports/_job.html", context)
    return render(request, "reports/job.html", context)


def _readers_own(found: ReportJob) -> bool:
    return found.kind == ReportJob.Kind.FILE and found.report is not None and found.report.status != Report.Status.DRAFT


def _target(found: ReportJob) -> str:
    """Where what was made is."""
    if found.kind == ReportJob.Kind.FILE:
        return reverse("report_file", args=[found.report_id, found.wanted["form"], found.wanted["language"]])
    return reverse("report_fresh" if found.kind == ReportJob.Kind.CHECK else "report", args=[found.report_id])


@needs(Role.MONITOR)
def fresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Which numbers counting now would change: asked for by POST, counted by a worker, shown as it was last counted."""
    found = get_object_or_404(Report.objects.select_related("topic", "template"), pk=pk)
    if request.method == "POST":
        wished = job_check(report=found, by=member(request), now=utc_now())
        task_wake(work)
        return redirect("report_job", wished.pk)
    last = report_checked(found)
    context: dict[str, Any] = {"report": found, "may_count": found.status == Report.Status.DRAFT, "last": last}
    if last is not None and last.state == ReportJob.State.DONE:
        changes = [Change(*change) for change in last.result["changes"]]
        context |= {
            "n": last.result["n"],
            "at": datetime.fromisoformat(last.result["at"]),
            "frozen_at": datetime.fromisoformat(found.frozen["computed_at"]),
            "chief": chief_told(found.frozen, changes),
            "parts": changes_told(changes),
            "shown": len(changes),
            "pruned": found.period_start < shanghai_date(utc_now() - timedelta(days=site.retention_days())),
        }
    return render(request, "reports/fresh.html", context)


@needs(Role.VIEWER)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two reports of one kind side by side; without `with` the one before."""
    found = get_object_or_404(reports_for(request.user), pk=pk)
    others = report_comparable(found, drafts=reads_drafts(request.user))
    raw = request.GET.get("with", "")
    other = others.filter(pk=int(raw)).first() if raw.isascii() and raw.isdecimal() and len(raw) < 19 else None
    other = other or others.filter(period_end__lt=found.period_end).first() or others.first()
    groups = pairs(other.frozen, found.frozen) if other else []
    context = {"report": found, "other": other, "others": others[:60], "groups": groups}
    return render(request, "reports/compare.html", context)
