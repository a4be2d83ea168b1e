"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dashboards.access import may
from dashboards.nav import nav_items
from dashboards.training import training_bar
from monitor.models import Role

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """Organisation, whether this is an exercise, the chosen theme ("" = as the system); lazy: whether the
    member may correct labels, the navigation, the bar of a running training."""
    theme = request.COOKIES.get("tingchao_theme", "")
    return {
        "organisation": settings.ORGANISATION,
        "drill": settings.DRILL,
        "theme": theme if theme in THEMES else "",
        "may_correct": SimpleLazyObject(lambda: may(getattr(request, "user", None), Role.MONITOR)),
        "nav": SimpleLazyObject(lambda: nav_items(request)),
        "training_bar": SimpleLazyObject(lambda: training_bar(getattr(request, "user", None))),
    }
