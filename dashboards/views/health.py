"""Is it working?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.access import needs
from monitor.lib.clock import utc_now
from monitor.models import Role
from monitor.queries.health import FAULT, OK, health_checks, health_line


@needs(Role.VIEWER)
def health(request: HttpRequest) -> HttpResponse:
    """The same checks as `manage.py doctor`, one sentence first."""
    now = utc_now()
    checks = health_checks(now=now)
    level, sentence = health_line(checks)
    reasons = sorted((check for check in checks if check.level != OK), key=lambda check: check.level != FAULT)
    context = {"reasons": reasons, "checks": checks, "level": level, "sentence": sentence, "now": now}
    return render(request, "health/health.html", context)
