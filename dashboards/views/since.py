"""What changed since a member looked; whether keys act. None of these is a visit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dashboards.access import member, needs, sight_of
from dashboards.since import Since
from monitor.desk import desk_keys, desk_look
from monitor.lib.clock import utc_now
from monitor.models import DeskSettings


@needs()
def since(request: HttpRequest) -> HttpResponse:
    """The panel anew; in a browser without scripts, the desk."""
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("desk"))
    row = DeskSettings.objects.filter(member=member(request)).first()
    return _panel(request, row)


@needs()
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """The member has seen it: the list counts from now."""
    desk_look(member=member(request), now=utc_now())
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("desk"))
    return _panel(request, DeskSettings.objects.filter(member=member(request)).first())


@needs()
@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """`on` 1 or 0: whether single keys act, for this member in every browser."""
    on = request.POST.get("on") == "1"
    desk_keys(member=member(request), on=on)
    request.session["keys"] = "on" if on else "off"
    return HttpResponse(status=204)


def _panel(request: HttpRequest, row: DeskSettings | None) -> HttpResponse:
    user = member(request)
    found = Since(user, sight_of(user), row.looked_at if row else None, utc_now().replace(microsecond=0))
    return render(request, "desk/_since.html", {"since": found})
