"""The steps of the first run in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.access import may
from monitor.models import Role
from monitor.setup.steps import Step, setup_steps

OPEN = "setup_open"  # in the session: somebody is setting up
ON_THE_WAY = frozenset(
    {
        "sources",
        "source",
        "source_add",
        "source_import",
        "units",
        "unit_add",
        "district_import",
        "members",
        "member_add",
        "member_import",
        "channels",
    }
)


def setup_way(request: HttpRequest) -> tuple[str, str] | None:
    """(address, words) of the way on for somebody who is setting up and was sent here by a step: to the first that is open."""
    match = request.resolver_match
    if not (match and match.url_name in ON_THE_WAY and may(request.user, Role.ADMIN) and request.session.get(OPEN)):
        return None
    for line in step_lines():
        if line.step.state == "open":
            return reverse("setup_step", args=[line.step.name]), _("继续设置：%(title)s") % {"title": line.title}
    return reverse("setup"), _("返回设置步骤")


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with its title, why it matters, and how far it is."""

    step: Step
    title: str
    purpose: str
    said: str


def step_lines() -> list[StepLine]:
    """All steps in order, in the reader's language."""
    titles = {
        "organisation": (_("组织"), _("名称出现在页面、邮件和报告上。")),
        "mail": (_("邮件"), _("没有邮件服务器，预警只留在页面上。")),
        "sources": (_("首批来源"), _("没有来源，就没有内容。")),
        "units": (_("基层单位"), _("单位的关键词决定内容归谁。")),
        "members": (_("团队成员"), _("谁值班、谁收预警、谁看报告。")),
    }
    return [StepLine(step, *titles[step.name], _said(step)) for step in setup_steps()]


def _said(step: Step) -> str:
    if step.state == "skipped":
        return _("已跳过")
    counted = {
        "sources": ngettext("%(n)d 个来源", "%(n)d 个来源", step.n),
        "units": ngettext("%(n)d 个单位", "%(n)d 个单位", step.n),
        "members": ngettext("%(n)d 名成员", "%(n)d 名成员", step.n),
    }
    if step.name in counted and step.n:
        return counted[step.name] % {"n": step.n}
    return _("已完成") if step.state == "done" else _("待办")
