"""Weekly reports: the archive, one report as it is read and printed, the analyst's words, signing, withdrawing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dashboards.access import may, member, needs
from dashboards.report_figures import daily_bars, sentiment_slices
from monitor.lib.clock import utc_now, week_before
from monitor.models import Report, Role, audit_record
from monitor.queries.reports import Span, items_everything, report_list, report_withdrawal
from monitor.reports.build import (
    ReportError,
    plain_words,
    report_draft_week,
    report_save_analysis,
    report_sign,
    report_withdraw,
)
from monitor.reports.freeze import canonical, digest
from monitor.reports.names import report_names
from monitor.reports.week import sections


@needs(Role.VIEWER)
def reports(request: HttpRequest) -> HttpResponse:
    """The archive, newest first; a monitor may draft last week's report by hand."""
    monday = week_before(utc_now())
    rows = list(report_list())
    context = {
        "reports": rows,
        "last_monday": monday,
        "last_sunday": monday + timedelta(days=6),
        "may_draft": may(request.user, Role.MONITOR) and all(row.period_start != monday for row in rows),
        "has_items": items_everything(Span.week(monday)) > 0,
    }
    return render(request, "reports/reports.html", context)


@require_POST
@needs(Role.MONITOR)
def draft(request: HttpRequest) -> HttpResponseRedirect:
    """Draft last week's report, or count a draft again."""
    monday = week_before(utc_now())
    if "report" in request.POST:
        raw = request.POST["report"]
        monday = get_object_or_404(Report, pk=int(raw) if raw.isdecimal() else 0).period_start
    made = report_draft_week(monday=monday, now=utc_now(), by=member(request))
    return redirect("report", made.pk)


@needs(Role.VIEWER)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, from its frozen numbers alone."""
    found = get_object_or_404(Report.objects.select_related("signed_by"), pk=pk)
    is_draft = found.status == Report.Status.DRAFT
    context = {
        "report": found,
        "sections": sections(found.frozen, _, report_names()),
        "bars": daily_bars(found.frozen["daily"]),
        "slices": sentiment_slices(found.frozen["sentiment"]),
        "exercise": found.frozen["drill"],
        "unit": found.frozen["organisation"],
        "whole": digest(found.frozen) == found.digest,
        "withdrawal": report_withdrawal(found) if found.status == Report.Status.WITHDRAWN else None,
        "may_edit": is_draft and may(request.user, Role.MONITOR),
        "may_sign": is_draft and may(request.user, Role.LEAD),
        "may_withdraw": found.status == Report.Status.SIGNED and may(request.user, Role.LEAD),
    }
    return render(request, "reports/report.html", context)


@require_GET
@needs(Role.VIEWER)
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen numbers in their one spelling: the file's SHA-256 is the report's digest. Audited."""
    found = get_object_or_404(Report, pk=pk)
    audit_record(actor=member(request), action="report_export", target=f"report:{found.pk}", detail={"form": "json"})
    response = HttpResponse(canonical(found.frozen), content_type="application/json; charset=utf-8")
    mark = "exercise-" if found.frozen["drill"] else ""
    response["Content-Disposition"] = f'attachment; filename="{mark}tingchao-weekly-{found.period_start:%Y%m%d}.json"'
    return response


@require_POST
@needs(Role.MONITOR)
def analysis(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Keep the analyst's words."""
    found = get_object_or_404(Report, pk=pk)
    try:
        saved = report_save_analysis(report=found, text=request.POST.get("analysis", ""), by=member(request))
    except ReportError as error:
        return _refused(request, found, error)
    masked = saved.analysis != plain_words(request.POST.get("analysis", ""))
    note = _("已保存；其中的电话、证件号等已按规定遮盖。") if masked else _("已保存。")
    messages.success(request, note)
    return redirect("report", found.pk)


@require_POST
@needs(Role.LEAD)
def sign(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Sign: numbers and words are final."""
    found = get_object_or_404(Report, pk=pk)
    try:
        report_sign(report=found, by=member(request))
    except ReportError as error:
        return _refused(request, found, error)
    messages.success(request, _("已签发。数字与文字不再变动。"))
    return redirect("report", found.pk)


@require_POST
@needs(Role.LEAD)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Withdraw with a reason."""
    found = get_object_or_404(Report, pk=pk)
    try:
        report_withdraw(report=found, by=member(request), reason=request.POST.get("reason", ""))
    except ReportError as error:
        return _refused(request, found, error)
    messages.success(request, _("已撤回，原因已记录。"))
    return redirect("report", found.pk)


def _refused(request: HttpRequest, found: Report, error: ReportError) -> HttpResponseRedirect:
    sentence = {
        "report_state": _("报告的状态已经变了，请看最新内容后再操作。"),
        "report_rights": _("只有组长可以签发或撤回。"),
        "report_digest": _("冻结的数字与摘要值不符，不能签发。请联系管理员。"),
        "report_reason": _("请写明撤回原因。"),
        "report_long": _("研判文字太长，请控制在两万字以内。"),
    }.get(error.label, error.detail)
    messages.error(request, sentence)
    return redirect("report", found.pk)
