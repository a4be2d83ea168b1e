"""For load balancers: is the process up, is it ready."""

from __future__ import annotations

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from dashboards.access import public


@public
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; touches neither database nor Valkey."""
    return HttpResponse("ok", content_type="text/plain")


@public
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database and Valkey answer: 200, else 503; names only, no details, since anyone may read it."""
    state = {"database": _database(), "valkey": _valkey()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


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
