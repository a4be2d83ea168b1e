"""Units and places as XLSX files: a template, an export, and an import that shows line by line what it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.access import member, needs
from dashboards.district_form import Lines, label_sentence
from dashboards.export import xlsx_download
from dashboards.sheet_import import ImportWords, Sheet, sheet_bring
from monitor.district.places import places_import, places_plan
from monitor.district.rows import PlaceRow, UnitRow
from monitor.district.sheet import PLACE_COLUMNS, UNIT_COLUMNS, sheet_write
from monitor.district.units import units_import, units_plan
from monitor.lib.planned import Planned
from monitor.models import GazetteerPlace, Role, Unit, audit_record


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
    return sheet_bring(request, _sheet(kind, book), lambda lines: _import(request, kind, book, lines))


def _sheet(kind: str, book: Book) -> Sheet:
    units = kind == "units"
    return Sheet(
        kind=kind,
        columns=book.columns,
        plan=book.plan,
        tell=_unit_told if units else _place_told,
        reason=label_sentence,
        words=ImportWords(
            heading=_("导入单位") if units else _("导入地名"),
            lead=_("先逐行预览，确认后才保存；文件里没有的保持不变，同名的更新。"),
            back=_("全部单位") if units else _("全部地名"),
            back_href=reverse(kind),
            column=_("名称"),
            confirm=lambda n: ngettext("保存这 %(n)s 行", "保存这 %(n)s 行", n) % {"n": n},
            nothing=_("没有要保存的行。"),
        ),
        template_href=reverse("district_template", args=[kind]),
        action=book.action,
    )


def _unit_told(plan: Planned[UnitRow]) -> tuple[str, str]:
    return plan.name, "、".join(plan.row.words) if plan.row else ""


def _place_told(plan: Planned[PlaceRow]) -> tuple[str, str]:
    row = plan.row
    parts = (row.scope, "、".join(row.aliases), row.unit) if row else ()
    return plan.name, " · ".join(part for part in parts if part)


def _import(request: HttpRequest, kind: str, book: Book, lines: Lines) -> HttpResponse:
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
