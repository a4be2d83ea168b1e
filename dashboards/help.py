"""Which help belongs to which page: a template per URL name in templates/help/pages; pages without their own share one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboards.access import may
from dashboards.nav import PAGES
from monitor.models import Role

FOLDER = "help/pages"
SHARED = {
    "topic": "topics",
    "topic_merge": "topics",
    "topic_split": "topics",
    "items": "topics",
    "item": "topics",
    "plan": "plans",
    "plan_new": "plans",
    "plan_edit": "plans",
    "alert": "alerts",
    "referral": "referrals",
    "report": "reports",
    "source": "sources",
    "source_add": "sources",
    "source_edit": "sources",
    "source_import": "sources",
    "source_ledger": "sources",
    "ledger_hosts": "sources",
    "ledger_host": "sources",
    "items_import": "clue",
    "rule": "rules",
    "rule_new": "rules",
    "rule_groups": "rules",
    "rule_group": "rules",
    "rule_import": "rules",
    "alert_rule": "alert_rules",
    "units": "places",
    "unit_add": "places",
    "unit_edit": "places",
    "unit_remove": "places",
    "place_add": "places",
    "place_edit": "places",
    "district_import": "places",
    "quality_check": "quality",
    "channel_add": "channels",
    "channel_edit": "channels",
    "wordings": "channels",
    "wording": "channels",
    "shift_add": "roster",
    "shift_edit": "roster",
    "roster_import": "roster",
    "roster_calendar": "roster",
    "handover": "roster",
    "response_plan": "response_plans",
    "response_plan_edit": "response_plans",
    "handling_times": "response_plans",
    "route_edit": "alert_routes",
    "route_group": "alert_routes",
    "route_try": "alert_routes",
    "mail": "mailbox",
    "training_run": "training",
    "setup_step": "setup",
}
BESIDE: tuple[tuple[str, str | Promise, Role], ...] = (
    ("alert_rules", _("预警规则"), Role.MONITOR),
    ("response_plans", _("预案"), Role.MONITOR),
    ("alert_routes", _("路由"), Role.MONITOR),
    ("assessment", _("考核"), Role.MONITOR),
    ("setup", _("首次设置"), Role.ADMIN),
)
"""Pages with a help of their own that stand in no menu."""
MANUAL = {
    "alert_routes": "alerts",
    "alert_rules": "alerts",
    "alerts": "alerts",
    "assessment": "alerts",
    "channels": "alerts",
    "health": "operations",
    "members": "signing-in",
    "places": "places",
    "plans": "plans",
    "quality": "evaluation",
    "reports": "reports",
    "response_plans": "alerts",
    "rules": "rules",
    "search": "rules",
    "settings": "settings",
    "setup": "install",
    "tokens": "api",
    "training": "training",
    "wall": "wall",
}
"""The page of the manual behind the help of a page; without one the duty handbook."""
HANDBOOK = "duty-handbook"


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The help of one page, for the list of all."""

    name: str
    label: str | Promise
    href: str
    template: str


def help_of(request: HttpRequest) -> str:
    """The template with the help of the page that is being shown; "" when it has none."""
    match = request.resolver_match
    return help_template(match.url_name or "") if match else ""


def help_template(name: str) -> str:
    """The template for a URL name; "" without one."""
    for one in (name, SHARED.get(name, "")):
        path = f"{FOLDER}/{one}.html"
        if one and _exists(path):
            return path
    return ""


def manual_of(template: str) -> str:
    """The name of the page of the manual that says more than this help."""
    name = template.removeprefix(f"{FOLDER}/").removesuffix(".html")
    return MANUAL.get(name, HANDBOOK)


def help_pages(request: HttpRequest) -> list[HelpPage]:
    """Those that this reader may open."""
    found = []
    for name, label, role in (*((name, label, role) for name, label, role, _group in PAGES), *BESIDE):
        template = help_template(name)
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        if template and may(request.user, role):
            found.append(HelpPage(name, label, href, template))
    return found


@cache
def _exists(path: str) -> bool:
    """Templates do not come while a process runs."""
    try:
        get_template(path)
    except TemplateDoesNotExist:
        return False
    return True
