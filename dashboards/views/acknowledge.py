"""The acknowledge link of a mail. Its signature stands for a log-in; opening it changes nothing, the button does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dashboards.access import public
from monitor.alerts.acknowledge import acknowledge_asked, acknowledge_by_link
from monitor.alerts.answer import AlertError
from monitor.lib.clock import utc_now
from monitor.queries.alerts import alert_line


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public
def acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what would be acknowledged by whom; POST does it. 410 for a link that is good for nothing."""
    asked = acknowledge_asked(token)
    if asked is None:
        return render(request, "channels/acknowledge.html", {"gone": True}, status=410)
    done = False
    if request.method == "POST":
        try:
            done = acknowledge_by_link(token=token, now=utc_now()) is not None
        except AlertError:
            done = False
        asked.alert.refresh_from_db(fields=["status"])
    with translation.override(asked.user.language):
        line = alert_line(alert=asked.alert, now=utc_now())
        context = {"asked": asked, "line": line, "done": done}
        response = render(request, "channels/acknowledge.html", context)
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    return response
