"""For load balancers: is the process up, is it ready."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST

from dashboards.access import public
from monitor.lib.clock import utc_now
from monitor.queries.metrics import metrics_text


@public
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; touches neither database nor Valkey."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database and Valkey answer: 200, else 503; names only, no details, since anyone may read it."""
    state = {"database": _database(), "valkey": _valkey()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, with the token of TINGCHAO_METRICS_TOKEN as bearer; without a token set, or with another, there is nothing."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(metrics_text(now=utc_now()), content_type=CONTENT_TYPE_LATEST)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _valkey() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
