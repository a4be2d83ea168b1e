"""The duty desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.access import needs


@needs()
def desk(request: HttpRequest) -> HttpResponse:
    """What needs you now, numbers, streams."""
    return render(request, "desk/desk.html")
