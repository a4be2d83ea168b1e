"""Many lines from a file in two steps: what each line would do, then doing it. Units, places, members and shifts come this way.

A page says what is its own (`Sheet`): columns, what a line would do, its words. The file is read once; what was read travels signed
with the page, so nothing is kept before somebody confirmed it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dashboards.access import member
from dashboards.district_form import Lines, SheetForm, district_sentence, lines_pack, lines_unpack
from monitor.district.sheet import MAX_BYTES, SheetError, sheet_read
from monitor.lib.planned import Planned, outcome_counts
from monitor.models import audit_record

SHOWN = 200
TONES = {"new": "ok", "changed": "ok", "same": "off", "twice": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class ImportWords:
    """What a page of an import says. `confirm` is the button for n lines, `nothing` what stands in its place; `column` heads what a line is about."""

    heading: str
    lead: str
    back: str
    back_href: str
    column: str
    confirm: Callable[[int], str]
    nothing: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A line in the preview: what it is about, more of it, what becomes of it, and why not."""

    line: int
    name: str
    more: str
    said: str
    tone: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of sheet. `plan` says what each line would do, `tell` (what it is about, more of it), `reason` why one is bad."""

    kind: str
    columns: Mapping[str, str]
    plan: Callable[[Lines], Sequence[Planned[Any]]]
    tell: Callable[[Planned[Any]], tuple[str, str]]
    reason: Callable[[str, str], str]
    words: ImportWords
    template_href: str
    action: str
    key: str = "name"
    stored: tuple[str, ...] = ("new", "changed")  # outcomes that the button would store
    same: str = ""


def sheet_bring(request: HttpRequest, sheet: Sheet, take: Callable[[Lines], HttpResponse]) -> HttpResponse:
    """The form; what each line would do; doing it by `take`. Nothing is stored before it is confirmed."""
    if "confirmed" in request.POST:
        lines = lines_unpack(sheet.kind, request.POST["confirmed"])
        return _expired(request) if lines is None else take(lines)
    form = SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {
        "form": form,
        "words": sheet.words,
        "columns": sheet.columns.values(),
        "template_href": sheet.template_href,
    }
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(request, sheet, form)
        except SheetError as error:
            form.add_error("file", district_sentence(error))
    return render(request, "frame/import.html", context, status=422 if form.errors else 200)


def _expired(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("预览已过期，请重新选择文件。"))
    return redirect(request.path)


def _preview(request: HttpRequest, sheet: Sheet, form: SheetForm) -> dict[str, Any]:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        raise SheetError("", label="sheet_size")
    lines = sheet_read(file.read(), sheet.columns, key=sheet.key)
    token = lines_pack(sheet.kind, lines)
    if token is None:
        raise SheetError("", label="sheet_size")
    planned = sheet.plan(lines)
    counts, names = outcome_counts(plan.outcome for plan in planned), _outcome_names(sheet)
    audit_record(actor=member(request), action=f"{sheet.action}_import_preview", detail=dict(counts))
    ordered = sorted(planned, key=lambda plan: (plan.outcome != "bad", plan.outcome == "same", plan.line))
    to_do = sum(counts[outcome] for outcome in sheet.stored)
    return {
        "token": token,
        "to_do": to_do,
        "confirm": sheet.words.confirm(to_do),
        "counts": [(names[outcome], n, TONES[outcome]) for outcome, n in counts.items() if n],
        "lines": [_line(sheet, plan, names) for plan in ordered[:SHOWN]],
        "more": max(0, len(ordered) - SHOWN),
    }


def _line(sheet: Sheet, plan: Planned[Any], names: Mapping[str, str]) -> ImportLine:
    name, more = sheet.tell(plan)
    reason = sheet.reason(plan.label, plan.detail) if plan.label else ""
    return ImportLine(plan.line, name, more, names[plan.outcome], TONES[plan.outcome], reason)


def _outcome_names(sheet: Sheet) -> dict[str, str]:
    return {
        "new": _("新增"),
        "changed": _("更新"),
        "same": sheet.same or _("没有变化"),
        "twice": _("文件里重复"),
        "bad": _("不能导入"),
    }
