"""A NUL (U+0000) stands in no text and PostgreSQL takes none: it is left out of what an address or a form says.

Django's form fields refuse it; addresses and single fields are read without a form in many places, and each would be an error of the server.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

from dashboards.api.middleware import ROOT as API

NUL = "\0"
Respond = Callable[[HttpRequest], HttpResponseBase]


def address_without_nul(get_response: Respond) -> Respond:
    """Middleware: a query is read without it; a path that holds one leads nowhere. The API refuses it by its schemas."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if NUL in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith(API):
            request.GET = _without(request.GET)  # type: ignore[assignment]
        return get_response(request)

    return respond


def form_without_nul(request: HttpRequest) -> None:
    """Read what was posted without it. After the check of the form's token, which has parsed it."""
    if request.method == "POST" and any(NUL in value for _key, values in request.POST.lists() for value in values):
        request.POST = _without(request.POST)  # type: ignore[assignment]


def _without(found: QueryDict) -> QueryDict:
    clean = found.copy()
    for key, values in found.lists():
        clean.setlist(key, [value.replace(NUL, "") for value in values])
    return clean
