"""Many members at once from a file: a template, what each line would do, then adding them with their links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.access import member, needs
from dashboards.district_form import Lines
from dashboards.export import xlsx_download
from dashboards.member_words import member_label_sentence
from dashboards.sheet_import import ImportWords, Sheet, sheet_bring
from monitor.district.sheet import sheet_write
from monitor.lib.clock import utc_now
from monitor.lib.planned import Planned
from monitor.models import Role
from monitor.team.links import LINK_HOURS, link_make
from monitor.team.member_rows import COLUMNS, MemberRow
from monitor.team.members import members_import, members_plan

SAMPLE = (
    ("zhouzhiban", "周值班", "zhiban@union.example", "值班员", "", "中文"),
    ("linxinxi", "林信息", "", "基层信息员", "示例街道总工会", "中文"),
)


@needs(Role.ADMIN)
def bring(request: HttpRequest) -> HttpResponse:
    """The form; what each line would do; doing it. Nothing is stored before it is confirmed."""
    return sheet_bring(request, _sheet(), lambda lines: _import(request, lines))


@needs(Role.ADMIN)
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings and examples."""
    return xlsx_download("members-template", sheet_write(COLUMNS, SAMPLE))


def _sheet() -> Sheet:
    return Sheet(
        kind="members",
        columns=COLUMNS,
        key="username",
        plan=members_plan,
        tell=_told,
        reason=member_label_sentence,
        words=ImportWords(
            heading=_("批量添加成员"),
            lead=_("先逐行预览，确认后才添加；已在名单里的成员保持不变。"),
            back=_("全部成员"),
            back_href=reverse("members"),
            column=_("用户名"),
            confirm=lambda n: ngettext("添加这 %(n)s 位成员", "添加这 %(n)s 位成员", n) % {"n": n},
            nothing=_("没有新的成员可以添加。"),
        ),
        template_href=reverse("member_template"),
        action="member",
        stored=("new",),
        same=_("已在名单，不变"),
    )


def _import(request: HttpRequest, lines: Lines) -> HttpResponse:
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


def _told(plan: Planned[MemberRow]) -> tuple[str, str]:
    row = plan.row
    parts = (row.name or "—", str(Role(row.role).label), "、".join(row.units)) if row else ()
    return plan.name, " · ".join(part for part in parts if part)
