"""The manual: docs/*.md as pages of the product."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.access import needs
from dashboards.manual import INDEX, manual_page
from monitor.models import Role


@needs(Role.VIEWER)
def manual(request: HttpRequest, name: str = INDEX) -> HttpResponse:
    """One page of it; without a name the index by reader."""
    page = manual_page(name)
    if page is None:
        raise Http404
    return render(request, "help/manual.html", {"page": page, "index": name == INDEX})
