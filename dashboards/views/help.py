"""The glossary: what the words mean and how each figure is computed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.access import needs
from dashboards.help import help_pages
from monitor.models import Role


@needs(Role.VIEWER)
def glossary(request: HttpRequest) -> HttpResponse:
    """Terms in groups, then the help of each page that the reader may open."""
    return render(request, "help/glossary.html", {"pages": help_pages(request)})
