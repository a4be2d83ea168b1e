"""The address that WebSub hubs call: the only one that needs to be reachable from outside. No session, no login.

GET is a hub's question whether we asked for a subscription, POST a push. What a push says is not read, only its signature.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dashboards.access import public
from monitor.feeds.push_callback import push_receive, push_verify
from monitor.lib.clock import utc_now
from tasks.feeds import fetch_due
from tasks.wake import task_wake

PLAIN = "text/plain; charset=utf-8"
CHUNK = 65_536


@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def push(request: HttpRequest, key: str) -> HttpResponse:
    """404 for an unknown question, 410 for a push that nobody waits for (hubs may end the subscription then)."""
    return _receive(request, key) if request.method == "POST" else _verify(request, key)


def _verify(request: HttpRequest, key: str) -> HttpResponse:
    asked = request.GET
    answer = push_verify(
        key=key,
        mode=asked.get("hub.mode", ""),
        topic=asked.get("hub.topic", ""),
        challenge=asked.get("hub.challenge", ""),
        lease=asked.get("hub.lease_seconds", ""),
        now=utc_now(),
    )
    return HttpResponse(answer or "", status=404 if answer is None else 200, content_type=PLAIN)


def _receive(request: HttpRequest, key: str) -> HttpResponse:
    """A wrong signature is answered like a right one, as the Recommendation asks, and does nothing."""
    signature = request.headers.get("X-Hub-Signature", "")
    try:
        due = push_receive(key=key, body=_parts(request), signature=signature, now=utc_now())
    except RequestDataTooBig:
        return HttpResponse(status=413)
    if due is None:
        return HttpResponse(status=410)
    if due:
        task_wake(fetch_due)
    return HttpResponse(status=202)


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """The body piece by piece; raises RequestDataTooBig beyond the largest feed."""
    size = 0
    while part := request.read(CHUNK):
        size += len(part)
        if size > settings.FETCH_MAX_BYTES:
            raise RequestDataTooBig
        yield part
