"""What every page knows."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dashboards.access import may
from dashboards.data_note import data_note
from dashboards.help import help_of, manual_of
from dashboards.nav import READ, NavItem, nav_groups, nav_items
from dashboards.setup_words import setup_way
from dashboards.training import training_bar
from monitor.models import Role
from monitor.queries.site import organisation

THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """The theme that this browser chose; "" is as its system has it."""
    theme = request.COOKIES.get("tingchao_theme", "")
    return theme if theme in THEMES else ""


def _keys(request: HttpRequest) -> str:
    """Whether single keys act: "off", or "on". Kept in the session beside the member's row, so that no page asks for it."""
    session = getattr(request, "session", None)
    return str(session.get("keys", "on")) if session is not None else "on"


def _badge(nav: object, name: str) -> int:
    """The figure at one entry of the navigation; 0 when it is not there."""
    return next((item.badge for item in cast(list[NavItem], nav) if item.name == name), 0)


def site(request: HttpRequest) -> dict[str, Any]:
    """Organisation, whether this is an exercise, the chosen theme ("" = as the system); lazy: whether the
    member may correct labels, the navigation, the help of the page and what says more, what is wrong with the data behind its
    figures, the bar of a running training."""
    nav = SimpleLazyObject(lambda: nav_items(request))
    return {
        "organisation": SimpleLazyObject(organisation),
        "drill": settings.DRILL,
        "theme": theme_of(request),
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
        "data_note": SimpleLazyObject(lambda: data_note(getattr(request, READ, None))),  # read with the navigation
        "training_bar": SimpleLazyObject(lambda: training_bar(getattr(request, "user", None))),
    }
