"""Files of reports, who was sent what, how far long work is, numbers beside live data and beside another report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dashboards.access import may, member, needs
from dashboards.report_words import change_label, fault_sentence, form_label, pairs, step_label
from monitor.errors import TingchaoError
from monitor.lib.clock import utc_now
from monitor.models import Report, ReportJob, Role, audit_record
from monitor.queries.alert_words import delivery_label
from monitor.queries.report_archive import report_comparable, report_deliveries
from monitor.reports.changes import changes_find
from monitor.reports.fresh import report_fresh
from monitor.reports.issue import file_keep, render_bytes
from monitor.reports.jobs import OPEN
from monitor.reports.render import FORMS, filename

LANGUAGES = ("zh-hans", "en")
MOST_SHOWN = 300


@require_GET
@needs(Role.VIEWER)
def file(request: HttpRequest, pk: int, form: str, language: str) -> HttpResponse:
    """A signed report's kept file (made now if it was signed before there were any); of a draft a preview, for monitors. Audited."""
    found = get_object_or_404(Report.objects.select_related("signed_by"), pk=pk)
    if form not in FORMS or language not in LANGUAGES:
        raise Http404
    if found.status == Report.Status.DRAFT and not may(request.user, Role.MONITOR):
        raise Http404
    try:
        data = _bytes(found, form, language)
    except TingchaoError as error:
        messages.error(request, fault_sentence(error))
        return redirect("report", found.pk)
    detail = {"form": form, "language": language}
    audit_record(actor=member(request), action="report_export", target=f"report:{found.pk}", detail=detail)
    response = HttpResponse(data, content_type=FORMS[form].content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename(found, form)}"'
    return response


def _bytes(found: Report, form: str, language: str) -> bytes:
    if found.status == Report.Status.DRAFT:
        return render_bytes(found, form, language)
    return bytes(file_keep(report=found, form=form, language=language, render=render_bytes, now=utc_now()).data)


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


@needs(Role.MONITOR)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far long work is. By htmx: the fragment; when a draft is there, on to it."""
    found = get_object_or_404(ReportJob.objects.select_related("report"), pk=pk)
    done = found.state == ReportJob.State.DONE and found.report is not None
    context = {
        "job": found,
        "open": found.state in OPEN,
        "step": step_label(found.step),
        "fault": fault_sentence(found.error_label) if found.state == ReportJob.State.FAILED else "",
        "target": reverse("report", args=[found.report_id]) if done else "",
    }
    if request.headers.get("HX-Request"):
        if done and "stay" not in request.GET:
            return HttpResponse(status=204, headers={"HX-Redirect": context["target"]})
        return render(request, "reports/_job.html", context)
    return render(request, "reports/job.html", context)


@needs(Role.MONITOR)
def fresh(request: HttpRequest, pk: int) -> HttpResponse:
    """Which numbers counting now would change. The page comes at once, the numbers by htmx."""
    found = get_object_or_404(Report.objects.select_related("topic", "template"), pk=pk)
    context = {"report": found, "may_count": found.status == Report.Status.DRAFT}
    if not request.headers.get("HX-Request"):
        return render(request, "reports/fresh.html", context)
    now = utc_now()
    changes = changes_find(found.frozen, report_fresh(report=found, now=now))
    rows = [(change_label(change), change) for change in changes[:MOST_SHOWN]]
    context |= {"rows": rows, "n": len(changes), "now": now}
    return render(request, "reports/_fresh.html", context)


@needs(Role.VIEWER)
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two reports of one kind side by side; without `with` the one before."""
    found = get_object_or_404(Report, pk=pk)
    others = report_comparable(found)
    raw = request.GET.get("with", "")
    other = others.filter(pk=int(raw)).first() if raw.isascii() and raw.isdecimal() and len(raw) < 19 else None
    other = other or others.filter(period_end__lt=found.period_end).first() or others.first()
    groups = pairs(other.frozen, found.frozen) if other else []
    context = {"report": found, "other": other, "others": others[:60], "groups": groups}
    return render(request, "reports/compare.html", context)
