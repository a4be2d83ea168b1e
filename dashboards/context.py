"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Organisation and whether this is an exercise."""
    return {"organisation": settings.ORGANISATION, "drill": settings.DRILL}
