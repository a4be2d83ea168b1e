"""Many members at once from a file: a template, what each line would do, then adding them with their links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.district_form import SheetForm, district_sentence, lines_pack, lines_unpack
from dashboards.member_words import member_label_sentence
from dashboards.views.district_files import TONES, xlsx_download
from monitor.district.sheet import MAX_BYTES, SheetError, sheet_read, sheet_write
from monitor.district.units import outcome_counts
from monitor.lib.clock import utc_now
from monitor.models import Role, audit_record
from monitor.team.links import LINK_HOURS, link_make
from monitor.team.member_rows import COLUMNS
from monitor.team.members import PlannedMember, members_import, members_plan

SHOWN = 200
SAMPLE = (
    ("zhouzhiban", "周值班", "zhiban@union.example", "值班员", "", "中文"),
    ("linxinxi", "林信息", "", "基层信息员", "示例街道总工会", "中文"),
)


@needs(Role.ADMIN)
def bring(request: HttpRequest) -> HttpResponse:
    """The form; what each line would do; doing it. Nothing is stored before it is confirmed."""
    if "confirmed" in request.POST:
        return _import(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    form.fields["file"].label = _("文件（XLSX 或 CSV）")
    context: dict[str, object] = {"form": form, "columns": COLUMNS.values()}
    if request.method == "POST" and form.is_valid():
        try:
            context |= _preview(request, form)
        except SheetError as error:
            form.add_error("file", district_sentence(error))
    return render(request, "members/import.html", context, status=422 if form.errors else 200)


@needs(Role.ADMIN)
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings and examples."""
    return xlsx_download("members-template", sheet_write(COLUMNS, SAMPLE))


def _preview(request: HttpRequest, form: SheetForm) -> dict[str, object]:
    file = form.cleaned_data["file"]
    if file.size > MAX_BYTES:
        raise SheetError("", label="sheet_size")
    lines = sheet_read(file.read(), COLUMNS, key="username")
    token = lines_pack("members", lines)
    if token is None:
        raise SheetError("", label="sheet_size")
    planned = members_plan(lines)
    counts, names = outcome_counts(plan.outcome for plan in planned), _outcomes()
    audit_record(actor=member(request), action="member_import_preview", detail=dict(counts))
    ordered = sorted(planned, key=lambda plan: (plan.outcome != "bad", plan.outcome == "same", plan.line))
    return {
        "token": token,
        "to_do": counts["new"],
        "counts": [(names[outcome], n, TONES[outcome]) for outcome, n in counts.items() if n],
        "lines": [_told(plan, names) for plan in ordered[:SHOWN]],
        "more": max(0, len(ordered) - SHOWN),
    }


def _import(request: HttpRequest) -> HttpResponse:
    lines = lines_unpack("members", request.POST["confirmed"])
    if lines is None:
        messages.error(request, _("预览已过期，请重新选择文件。"))
        return redirect("member_import")
    now, by = utc_now(), member(request)
    added = [(user, link_make(user=user, by=by, now=now)) for user in members_import(lines=lines, by=by)]
    if not added:
        messages.warning(request, _("没有新的成员可以添加。"))
        return redirect("members")
    links = [(user, request.build_absolute_uri(reverse("password_link", args=[token]))) for user, token in added]
    answer = render(
        request, "members/links.html", {"links": links, "until": added[0][0].link_until, "hours": LINK_HOURS}
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _told(plan: PlannedMember, names: dict[str, str]) -> tuple[PlannedMember, str, str, str, str]:
    """(line, its role in words, what becomes of it, tone, why not)."""
    role = str(Role(plan.row.role).label) if plan.row else ""
    reason = member_label_sentence(plan.label, plan.detail) if plan.label else ""
    return plan, role, names[plan.outcome], TONES[plan.outcome], reason


def _outcomes() -> dict[str, str]:
    return {
        "new": _("新增"),
        "changed": _("更新"),
        "same": _("已在名单，不变"),
        "twice": _("文件里重复"),
        "bad": _("不能导入"),
    }
