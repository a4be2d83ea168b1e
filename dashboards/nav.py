"""The navigation: only pages that exist and that this member may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.access import may, sight_of
from monitor.models import Role, User
from monitor.queries.alerts import alerts_open_count
from monitor.queries.referrals import referrals_waiting

PAGES: tuple[tuple[str, str | Promise, Role], ...] = (
    ("desk", _("值班台"), Role.VIEWER),
    ("topics", _("话题"), Role.VIEWER),
    ("plans", _("专题"), Role.VIEWER),
    ("search", _("检索"), Role.VIEWER),
    ("alerts", _("预警"), Role.VIEWER),
    ("referrals", _("我的任务"), Role.REPORTER),
    ("reports", _("报告"), Role.VIEWER),
    ("clue", _("线索"), Role.REPORTER),
    ("sources", _("来源"), Role.VIEWER),
    ("rules", _("规则"), Role.MONITOR),
    ("places", _("辖区"), Role.MONITOR),
    ("quality", _("质量"), Role.VIEWER),
    ("health", _("健康"), Role.VIEWER),
    ("audit", _("审计"), Role.LEAD),
    ("members", _("团队成员"), Role.ADMIN),
    ("channels", _("通知渠道"), Role.ADMIN),
    ("undelivered", _("未送达"), Role.LEAD),
    ("mailbox", _("演练邮箱"), Role.VIEWER),
    ("training", _("训练"), Role.REPORTER),
)
IN_EXERCISES = {"mailbox", "training"}
MORE = {"members", "places", "quality", "health", "audit", "channels", "undelivered", "mailbox", "training"}
"""In a menu of their own: they stand last, so that the others fit beside the filters at 1366 pixels."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry; `badge` is the number of open alerts, or of matters that wait for the reader's units; `more` whether it stands in the menu of the rest."""

    name: str
    label: str | Promise
    href: str
    current: bool
    badge: int = 0
    more: bool = False


def nav_items(request: HttpRequest) -> list[NavItem]:
    """Entries for this member; none for anonymous users. One query (open alerts), for reporters another."""
    user = getattr(request, "user", None)
    if not may(user, Role.VIEWER) or not isinstance(user, User):
        return []
    items = []
    for name, label, role in PAGES:
        href = _href(name)
        if not href or not may(user, role) or (name in IN_EXERCISES and not settings.DRILL):
            continue
        if name == "referrals" and may(user, Role.MONITOR):
            continue  # the desk finds them under the alerts
        current = request.path == href or (href != "/" and request.path.startswith(href))
        badge = (
            alerts_open_count(sight_of(user).units)
            if name == "alerts"
            else referrals_waiting(user)
            if name == "referrals"
            else 0
        )
        items.append(NavItem(name, label, href, current, badge, name in MORE))
    return items


def _href(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
