"""What every page knows."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dashboards.access import may
from dashboards.help import help_of, manual_of
from dashboards.nav import NavItem, nav_groups, nav_items
from dashboards.setup_words import setup_way
from dashboards.training import training_bar
from monitor.models import Role
from monitor.queries.site import organisation

THEMES = ("light", "dark")


def _keys(request: HttpRequest) -> str:
    """Whether single keys act: "off", or "on". Kept in the session beside the member's row, so that no page asks for it."""
    session = getattr(request, "session", None)
    return str(session.get("keys", "on")) if session is not None else "on"


def _badge(nav: object, name: str) -> int:
    """The figure at one entry of the navigation; 0 when it is not there."""
    return next((item.badge for item in cast(list[NavItem], nav) if item.name == name), 0)


def site(request: HttpRequest) -> dict[str, Any]:
    """Organisation, whether this is an exercise, the chosen theme ("" = as the system); lazy: whether the
    member may correct labels, the navigation, the help of the page and what says more, the bar of a running training."""
    theme = request.COOKIES.get("tingchao_theme", "")
    nav = SimpleLazyObject(lambda: nav_items(request))
    return {
        "organisation": SimpleLazyObject(organisation),
        "drill": settings.DRILL,
        "theme": theme if theme in THEMES else "",
        "may_correct": SimpleLazyObject(lambda: may(getattr(request, "user", None), Role.MONITOR)),
        "keys": _keys(request),
        "nav": nav,
        "nav_key": SimpleLazyObject(
            lambda: [(item.name, item.current, item.badge) for item in cast(list[NavItem], nav)]
        ),
        "nav_proposals": SimpleLazyObject(lambda: _badge(nav, "rules")),
        "nav_groups": SimpleLazyObject(lambda: nav_groups(cast(list[NavItem], nav))),
        "setup_way": SimpleLazyObject(lambda: setup_way(request)),
        "page_help": SimpleLazyObject(lambda: help_of(request)),
        "page_manual": SimpleLazyObject(lambda: manual_of(help_of(request))),
        "training_bar": SimpleLazyObject(lambda: training_bar(getattr(request, "user", None))),
    }
