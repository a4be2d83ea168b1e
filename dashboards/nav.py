"""The navigation: only pages that exist and that this member may open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.access import includes, may, member, sight_of
from dashboards.data_note import asked_of
from monitor.models import Role, User
from monitor.queries.alerts import alerts_open_count_reading
from monitor.queries.referrals import referrals_waiting_reading
from monitor.queries.rules import rule_proposals_count_reading
from monitor.queries.together import Reading, abreast, read_together

PAGES: tuple[tuple[str, str | Promise, Role, str], ...] = (
    ("desk", _("值班台"), Role.VIEWER, ""),
    ("topics", _("话题"), Role.VIEWER, ""),
    ("search", _("检索"), Role.VIEWER, ""),
    ("plans", _("专题"), Role.VIEWER, ""),
    ("alerts", _("预警"), Role.VIEWER, ""),
    ("referrals", _("我的任务"), Role.REPORTER, ""),
    ("reports", _("报告"), Role.VIEWER, ""),
    ("sources", _("来源"), Role.VIEWER, ""),
    ("clue", _("线索"), Role.REPORTER, "duty"),
    ("roster", _("值班表"), Role.MONITOR, "duty"),
    ("wall", _("大屏"), Role.VIEWER, "duty"),
    ("mailbox", _("演练邮箱"), Role.VIEWER, "duty"),
    ("training", _("训练"), Role.REPORTER, "duty"),
    ("compare", _("对比"), Role.VIEWER, "analysis"),
    ("quality", _("质量"), Role.VIEWER, "analysis"),
    ("health", _("健康"), Role.VIEWER, "analysis"),
    ("rules", _("规则"), Role.MONITOR, "scope"),
    ("places", _("辖区"), Role.MONITOR, "scope"),
    ("members", _("成员"), Role.ADMIN, "office"),
    ("channels", _("通知渠道"), Role.ADMIN, "office"),
    ("undelivered", _("未送达"), Role.LEAD, "office"),
    ("tokens", _("API 令牌"), Role.ADMIN, "office"),
    ("settings", _("设置"), Role.ADMIN, "office"),
    ("audit", _("审计"), Role.LEAD, "office"),
)
"""(URL name, label, role, group): entries without a group stand in the bar, the others in the menu 更多 under its headings."""
GROUPS: tuple[tuple[str, str | Promise], ...] = (
    ("duty", _("值守")),
    ("analysis", _("分析")),
    ("scope", _("范围")),
    ("office", _("管理")),
)
READ = "tingchao_badges"  # of the request: the figures, once they are read, and with them the state of the data (data_note)
IN_EXERCISES = {"mailbox", "training"}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry; `badge` is the number of open alerts, of matters that wait for the reader's units, or of proposed
    rules that wait for a lead; `group` is "" in the bar."""

    name: str
    label: str | Promise
    href: str
    current: bool
    badge: int = 0
    group: str = ""


def nav_items(request: HttpRequest) -> list[NavItem]:
    """Entries for this member; none for anonymous users. One query for all badges, none where the page read them with its own."""
    user = getattr(request, "user", None)
    if not may(user, Role.VIEWER) or not isinstance(user, User):
        return []
    badges = getattr(request, READ, None)
    if badges is None:
        badges = read_together(_badges(user) | asked_of(request))
        setattr(request, READ, badges)
    items = []
    for name, label, href, group in _entries(user.role, settings.DRILL, get_urlconf(), get_script_prefix()):
        current = request.path == href or (href != "/" and request.path.startswith(href))
        items.append(NavItem(name, label, href, current, badges.get(name, 0), group))
    return items


@lru_cache(maxsize=100)
def _entries(
    role: str, drill: bool, _urls: str | None, _prefix: str
) -> tuple[tuple[str, str | Promise, str, str], ...]:
    """(name, label, address, group) of what members of this role may open."""
    found = []
    for name, label, needed, group in PAGES:
        href = _href(name)
        if not href or not includes(role, needed) or (name in IN_EXERCISES and not drill):
            continue
        if name == "referrals" and includes(role, Role.MONITOR):
            continue  # the desk finds them under the alerts
        found.append((name, label, href, group))
    return tuple(found)


def read_with_nav(request: HttpRequest, asked: Mapping[str, Reading[Any]]) -> dict[str, Any]:
    """What a page asks, as `read_together`, and in the same statement the figures of its navigation and the state of the data. For members."""
    found = read_together({**asked, READ: abreast(_badges(member(request)) | asked_of(request))})
    setattr(request, READ, found.pop(READ))
    return found


def _badges(user: User) -> dict[str, Reading[Any]]:
    """Open alerts; for reporters, who are not the desk, also what waits for their units; for leads also proposed rules."""
    asked: dict[str, Reading[Any]] = {"alerts": alerts_open_count_reading(sight_of(user).units)}
    if may(user, Role.REPORTER) and not may(user, Role.MONITOR):
        asked["referrals"] = referrals_waiting_reading(user)
    if may(user, Role.LEAD):
        asked["rules"] = rule_proposals_count_reading()
    return asked


def nav_groups(items: list[NavItem]) -> list[tuple[str | Promise, list[NavItem]]]:
    """The menu 更多: (heading, entries) of each group that has any for this reader."""
    found = [(heading, [item for item in items if item.group == group]) for group, heading in GROUPS]
    return [(heading, inside) for heading, inside in found if inside]


def _href(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
