"""When PostgreSQL is down, every page is one plain sentence with 503 and a hint when to try again.

Wired as `handler500`: the one place that every unexpected error passes, whether a view or a middleware raised it.
"""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from dashboards.views import errors

RETRY_SECONDS = 15


def server_error(request: HttpRequest) -> HttpResponse:
    """503 for a database that does not answer, else the usual 500 page. Touches neither database nor session."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return errors.broken(request)
    page = render_to_string("outage.html", {"seconds": RETRY_SECONDS, **errors.alone(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})
