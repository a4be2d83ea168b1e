"""Units and places as XLSX files: a template, an export, and an import that shows line by line what it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.district_form import SheetForm, district_sentence, label_sentence, lines_pack, lines_unpack
from monitor.district.places import places_import, places_plan
from monitor.district.sheet import (
    MAX_BYTES,
    PLACE_COLUMNS,
    UNIT_COLUMNS,
    SheetError,
    sheet_read,
    sheet_write,
)
from monitor.district.units import outcome_counts, units_import, units_plan
from monitor.models import GazetteerPlace, Role, Unit, audit_record

SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {"new": "ok", "changed": "ok", "same": "off", "twice": "warn", "bad": "bad"}


@dataclass(frozen=True, slots=True)
class Book:
    """One kind of sheet: what it is called, its columns, how a file of it is looked at and taken."""

    columns: Mapping[str, str]
    plan: Callable[[Any], Sequence[Any]]
    take: Callable[..., dict[str, int]]
    rows: Callable[[], Iterable[Sequence[str]]]
    sample: tuple[tuple[str, ...], ...]
    action: str


def _unit_rows() -> Iterable[Sequence[str]]:
    for unit in Unit.objects.all():
        yield unit.name, "、".join(unit.words), "、".join(unit.exclude)


def _place_rows() -> Iterable[Sequence[str]]:
    for place in GazetteerPlace.objects.select_related("unit"):
        unit = place.unit.name if place.unit else ""
        yield place.name, "、".join(place.aliases), place.get_kind_display(), place.scope, unit, place.note


BOOKS = {
    "units": Book(
        UNIT_COLUMNS,
        units_plan,
        units_import,
        _unit_rows,
        (("示例街道总工会", "示例街道、示例家园", "示例街道旧址"),),
        "unit",
    ),
    "places": Book(
        PLACE_COLUMNS,
        places_plan,
        places_import,
        _place_rows,
        (
            ("示例区", "", "区县", "本区", "", "先写本区和本市，其余区县由系统推断"),
            ("示例市", "", "城市", "本市", "", ""),
            ("示例镇", "", "街道乡镇", "本区", "", ""),
            ("示例机械厂", "示例机械", "用人单位", "本区", "", ""),
        ),
        "place",
    ),
}


def _book(kind: str) -> Book:
    if kind not in BOOKS:
        raise Http404
    return BOOKS[kind]


@needs(Role.ADMIN)
def bring(request: HttpRequest, kind: str) -> HttpResponse:
    """The form; what each line would do; doing it. Nothing is stored before it is confirmed."""
    book = _book(kind)
    if "confirmed" in request.POST:
        return _import(request, kind, book)
    form = SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form, "kind": kind, "columns": book.columns.values()}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(request, kind, book, form)
        except SheetError as error:
            form.add_error("file", district_sentence(error))
    return render(request, "district/import.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, kind: str, book: Book, form: SheetForm) -> dict[str, object]:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        raise SheetError("", label="sheet_size")
    lines = sheet_read(file.read(), book.columns)
    token = lines_pack(kind, lines)
    if token is None:
        raise SheetError("", label="sheet_size")
    planned = book.plan(lines)
    counts, names = outcome_counts(plan.outcome for plan in planned), outcome_names()
    audit_record(actor=member(request), action=f"{book.action}_import_preview", detail=dict(counts))
    ordered = sorted(planned, key=lambda plan: (plan.outcome != "bad", plan.outcome == "same", plan.line))
    return {
        "token": token,
        "to_do": counts["new"] + counts["changed"],
        "counts": [(names[outcome], n, TONES[outcome]) for outcome, n in counts.items() if n],
        "lines": [
            (
                plan,
                names[plan.outcome],
                TONES[plan.outcome],
                label_sentence(plan.label, plan.detail) if plan.label else "",
            )
            for plan in ordered[:SHOWN]
        ],
        "more": max(0, len(ordered) - SHOWN),
    }


def outcome_names() -> dict[str, str]:
    """{outcome of a line: its name}."""
    return {
        "new": _("新增"),
        "changed": _("更新"),
        "same": _("没有变化"),
        "twice": _("文件里重复"),
        "bad": _("不能导入"),
    }


def _import(request: HttpRequest, kind: str, book: Book) -> HttpResponse:
    lines = lines_unpack(kind, request.POST["confirmed"])
    if lines is None:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("district_import", kind)
    counts = book.take(lines=lines, by=member(request))
    messages.success(
        request,
        _("已导入：新增 %(new)s 行，更新 %(changed)s 行；%(same)s 行没有变化，%(twice)s 行重复，%(bad)s 行不能导入。")
        % counts,
    )
    return redirect(kind)


@needs(Role.MONITOR)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty sheet with the headings and examples."""
    book = _book(kind)
    return xlsx_download(f"{kind}-template", sheet_write(book.columns, book.sample))


@needs(Role.MONITOR)
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """All rows; audited. The file can be imported again."""
    book = _book(kind)
    rows = list(book.rows())
    audit_record(actor=member(request), action=f"{book.action}_export", detail={"rows": len(rows)})
    return xlsx_download(kind, sheet_write(book.columns, rows))


def xlsx_download(name: str, body: bytes) -> HttpResponse:
    """A file whose name says when it is of an exercise."""
    mark = "exercise-" if settings.DRILL else ""
    headers = {"Content-Disposition": f'attachment; filename="{mark}tingchao-{name}.xlsx"'}
    return HttpResponse(body, content_type=XLSX, headers=headers)
