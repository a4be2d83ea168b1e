"""Lines of requests that failed: method and path, never what was typed (searches, filters, names stand in the query string)."""

from __future__ import annotations

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware


class QuietRequestMiddleware(RequestMiddleware):
    """Gives each request its id, too."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """`GET /search/`."""
        return f"{request.method} {request.path}"
