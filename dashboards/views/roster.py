"""The duty roster by week, its shifts and files, and the handing over between shifts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.access import may, member, needs
from dashboards.answer_forms import CalendarForm, ShiftForm, ShiftsForm
from dashboards.answer_words import answer_sentence, coverage_words
from dashboards.district_form import Lines
from dashboards.export import xlsx_download
from dashboards.sheet_import import ImportWords, Sheet, sheet_bring
from monitor.alerts.roster import calendar_set, shift_change, shift_remove, shifts_add, shifts_import, shifts_plan
from monitor.alerts.roster_rows import COLUMNS, RosterError, ShiftRow, days_of, span_of
from monitor.district.sheet import sheet_write
from monitor.lib.clock import DAY, WEEK, monday_of, shanghai_date, shanghai_day_start, utc_now
from monitor.lib.workdays import LAST_YEAR, day_of
from monitor.models import Role, Shift, audit_record
from monitor.queries.roster import calendar_known, handovers_waiting, roster_week, shift_cells, shift_next, shifts_now

MOST_EXPORTED = 5_000
SAMPLE = (
    ("2026-11-26", "08:30", "17:30", "zhangsan", "lisi", ""),
    ("2026-11-26", "17:30", "08:30", "lisi", "", "夜班"),
)


@needs(Role.MONITOR)
def roster(request: HttpRequest) -> HttpResponse:
    """A week, Monday to Sunday, with holidays and make-up working days; who is on now and who is next."""
    now = utc_now()
    monday = monday_of(_date(request.GET.get("week", "")) or shanghai_date(now))
    context = {
        "days": roster_week(monday),
        "monday": monday,
        "sunday": monday + 6 * DAY,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "today": shanghai_date(now),
        "on_now": shifts_now(now),
        "next": shift_next(now),
        "uncovered": coverage_words(monday, monday + 6 * DAY, calendar_known()),
        "waiting": handovers_waiting(member(request)),
        "may_edit": may(request.user, Role.LEAD),
        "is_desk": True,
        "now": now,
    }
    return render(request, "answer/roster.html", context)


@needs(Role.LEAD)
def add(request: HttpRequest) -> HttpResponse:
    """A shift, or one for many days."""
    form = ShiftsForm(request.POST or None, initial={"day": request.GET.get("day") or shanghai_date(utc_now())})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        until = values["until"] if values["repeat"] != "once" and values["until"] else values["day"]
        try:
            days = days_of(values["day"], until, values["repeat"], calendar_known())
            n = shifts_add(rows=[_row(values, day) for day in days], by=member(request))
        except RosterError as error:
            form.add_error(None, answer_sentence(error))
        else:
            messages.success(request, _("已添加 %(n)s 个班次。") % {"n": n})
            return redirect(f"/roster/?week={monday_of(values['day'])}")
    return render(request, "answer/shift.html", {"form": form}, status=422 if form.errors else 200)


@needs(Role.LEAD)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change or remove one."""
    shift = get_object_or_404(Shift, pk=pk)
    if "remove" in request.POST:
        shift_remove(shift=shift, by=member(request))
        messages.success(request, _("已删除这个班次。"))
        return redirect("roster")
    form = ShiftForm(request.POST or None, initial=ShiftForm.initial_of(shift))
    if request.method == "POST" and form.is_valid():
        try:
            shift_change(shift=shift, row=_row(form.cleaned_data, form.cleaned_data["day"]), by=member(request))
        except RosterError as error:
            form.add_error(None, answer_sentence(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(f"/roster/?week={monday_of(form.cleaned_data['day'])}")
    return render(request, "answer/shift.html", {"form": form, "shift": shift}, status=422 if form.errors else 200)


@needs(Role.LEAD)
def calendar(request: HttpRequest) -> HttpResponse:
    """Holidays and make-up working days entered by hand: over the library, and for years that it does not hold."""
    form = CalendarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            days = days_of(values["first"], values["last"] or values["first"], "daily")
        except RosterError as error:
            form.add_error(None, answer_sentence(error))
        else:
            calendar_set(days=days, working=values["working"], name=values["name"], by=member(request))
            messages.success(request, _("已保存。"))
            return redirect("roster_calendar")
    days_known = [day_of(day, known) for known in [calendar_known()] for day in sorted(known, reverse=True)]
    context = {"form": form, "days": days_known, "last_year": LAST_YEAR}
    return render(request, "answer/calendar.html", context, status=422 if form.errors else 200)


@needs(Role.LEAD)
def bring(request: HttpRequest) -> HttpResponse:
    """A file: what each line would do, then doing it. Shifts that are there stay."""

    def take(lines: Lines) -> HttpResponse:
        n = shifts_import(lines=lines, by=member(request))
        messages.success(request, _("已添加 %(n)s 个班次。") % {"n": n})
        return redirect("roster")

    return sheet_bring(request, _sheet(), take)


@needs(Role.MONITOR)
def export(request: HttpRequest) -> HttpResponse:
    """The shifts from four weeks ago on, audited; `?template=1` gives headings with examples."""
    rows: list[tuple[str, ...]] = list(SAMPLE)
    name = "roster-template"
    if not request.GET.get("template"):
        since = shanghai_day_start(shanghai_date(utc_now()) - 4 * WEEK)
        found = Shift.objects.filter(end__gt=since).select_related("member", "deputy")[:MOST_EXPORTED]
        rows, name = [shift_cells(shift) for shift in found], "roster"
        audit_record(actor=member(request), action="roster_export", detail={"rows": len(rows)})
    return xlsx_download(name, sheet_write(COLUMNS, rows))


def _sheet() -> Sheet:
    return Sheet(
        kind="roster",
        columns=COLUMNS,
        plan=shifts_plan,
        tell=lambda plan: (plan.name, ""),
        reason=lambda label, detail: answer_sentence(RosterError(detail, label=label)),
        words=ImportWords(
            heading=_("导入值班表"),
            lead=_("XLSX 或 CSV。先逐行预览，确认后才保存；已有的班次保持不变。"),
            back=_("值班表"),
            back_href=reverse("roster"),
            column=_("班次"),
            confirm=lambda n: ngettext("添加这 %(n)s 个班次", "添加这 %(n)s 个班次", n) % {"n": n},
            nothing=_("没有要添加的班次。"),
        ),
        template_href=reverse("roster_export") + "?template=1",
        action="shift",
    )


def _row(values: dict[str, Any], day: date) -> ShiftRow:
    start, end = span_of(day, values["start"], values["end"])
    return ShiftRow(start, end, values["member"], values["deputy"], values["note"])


def _date(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw) if len(raw) == 10 and "2000" < raw < "2100" else None
    except ValueError:
        return None
