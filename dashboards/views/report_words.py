"""People's words in a report: the analysis with autosave, drafted sentences struck out or reworded, the history."""

from __future__ import annotations

import difflib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboards.access import member, needs
from dashboards.report_words import fault_sentence
from dashboards.views.reports import refused, report_context
from monitor.models import Report, ReportVersion, Role
from monitor.reports.edits import numbers_foreign
from monitor.reports.errors import ReportError
from monitor.reports.words import (
    plain_words,
    report_edit_sentence,
    report_restore_sentence,
    report_restore_version,
    report_save_analysis,
)


@require_POST
@needs(Role.MONITOR)
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the analyst's words. By htmx: a fragment that says so; when somebody saved other words meanwhile, both are shown."""
    found = get_object_or_404(Report, pk=pk)
    typed = request.POST.get("analysis", "")
    base = request.POST.get("over") or request.POST.get("base") or ""
    try:
        saved = report_save_analysis(
            report=found, text=typed, by=member(request), base=int(base) if base.isdecimal() else None
        )
    except ReportError as error:
        return _not_saved(request, found, typed, error)
    masked = saved.analysis != plain_words(typed)
    if request.headers.get("HX-Request"):
        values = {"report": saved, "last": _last(saved), "saved": True, "masked": masked}
        return render(request, "reports/_saved.html", values)
    note = _("已保存；其中的电话、证件号等已按规定遮盖。") if masked else _("已保存。")
    messages.success(request, note)
    return redirect("report", found.pk)


@require_POST
@needs(Role.MONITOR)
def sentence(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out, reword or restore one drafted sentence."""
    found = get_object_or_404(Report, pk=pk)
    key, do, text = request.POST.get("key", ""), request.POST.get("do", ""), request.POST.get("text", "")
    try:
        if do == "restore":
            report_restore_sentence(report=found, key=key, by=member(request))
        else:
            words = "" if do == "strike" else text
            saved = report_edit_sentence(report=found, key=key, text=words, by=member(request))
            _warn(request, saved, key)
    except ReportError as error:
        return refused(request, found, error)
    return redirect(f"{reverse('report', args=[found.pk])}#part-{key.partition('.')[0]}")


@needs(Role.MONITOR)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions of people's words, each beside the one before it: the desk's own, since most of them nobody signed."""
    found = get_object_or_404(Report.objects.defer("frozen"), pk=pk)
    versions = list(found.versions.select_related("by"))
    earlier: list[ReportVersion | None] = [*versions[1:], None]
    rows = [(version, *_changed(version, before)) for version, before in zip(versions, earlier, strict=False)]
    may_edit = found.status == Report.Status.DRAFT
    return render(request, "reports/history.html", {"report": found, "rows": rows, "may_edit": may_edit})


@require_POST
@needs(Role.MONITOR)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """People's words as a version had them."""
    found, number = get_object_or_404(Report, pk=pk), request.POST.get("number", "")
    try:
        wanted = int(number) if number.isdecimal() else 0
        report_restore_version(report=found, number=min(wanted, 2**31 - 1), by=member(request))
    except ReportError as error:
        return refused(request, found, error)
    messages.success(request, _("已恢复为所选版本，成为新的一版。"))
    return redirect("report", found.pk)


def _not_saved(request: HttpRequest, found: Report, typed: str, error: ReportError) -> HttpResponse:
    """Whatever happened, what was typed stays in the box."""
    found.refresh_from_db()
    base = request.POST.get("base", "")
    values = {"report": found, "last": _last(found), "fault": fault_sentence(error), "label": error.label, "base": base}
    if request.headers.get("HX-Request"):
        return render(request, "reports/_saved.html", values)
    if error.label in {"report_conflict", "report_long"}:
        context = report_context(request, found, **values, typed=typed)
        return render(request, "reports/report.html", context, status=409)
    return refused(request, found, error)


def _last(report: Report) -> ReportVersion | None:
    return report.versions.select_related("by").first()


def _warn(request: HttpRequest, saved: Report, key: str) -> None:
    edit = saved.edits.get(key)
    foreign = numbers_foreign(edit["text"], edit["original"]) if edit else []
    if foreign:
        note = _("改写里的数字 %(numbers)s 不是统计出来的，请核对；原句仍保留在旁。")
        messages.warning(request, note % {"numbers": "、".join(foreign)})


def _changed(
    version: ReportVersion, before: ReportVersion | None
) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """(lines of the analysis as (sign, text), edits of sentences that are new or other in this version)."""
    old = before.analysis.splitlines() if before else []
    lines = [
        (line[0], line[2:])
        for line in difflib.ndiff(old, version.analysis.splitlines())
        if line[0] in "+-" and line[2:].strip()
    ]
    was = before.edits if before else {}
    edits = [dict(edit) for key, edit in version.edits.items() if was.get(key) != edit]
    edits += [{"original": edit["original"], "restored": True} for key, edit in was.items() if key not in version.edits]
    return lines, edits
