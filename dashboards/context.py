"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dashboards.nav import nav_items
from dashboards.training import training_bar

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    """Organisation, whether this is an exercise, the chosen theme ("" = as the system); lazy: the navigation, the bar of a running training."""
    theme = request.COOKIES.get("tingchao_theme", "")
    return {
        "organisation": settings.ORGANISATION,
        "drill": settings.DRILL,
        "theme": theme if theme in THEMES else "",
        "nav": SimpleLazyObject(lambda: nav_items(request)),
        "training_bar": SimpleLazyObject(lambda: training_bar(getattr(request, "user", None))),
    }
