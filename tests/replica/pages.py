"""Run by test_real.py in a process of its own: Django over a real primary and a real replica. Prints what it saw as JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.replicated import Replicated, replicated


def main() -> None:
    with replicated() as both:
        os.environ |= both.environment | {"DJANGO_SETTINGS_MODULE": "monitor.settings", "TINGCHAO_REPLICA_LAG": "1"}
        import django

        django.setup()
        sys.stdout.write(json.dumps(_seen(both)))


def _seen(both: Replicated) -> dict[str, Any]:
    from django.db import connection, connections
    from django.http import HttpRequest, HttpResponse
    from django.test import RequestFactory

    from dashboards.replica import ReplicaMiddleware
    from monitor.lib import replica_watch as watching
    from monitor.lib.clock import utc_now
    from monitor.models import Source, User
    from monitor.queries.health_replica import replica_check

    with connection.schema_editor() as editor:
        editor.create_model(Source)
    watching.EVERY_S = 0.1
    ask, watch, made = RequestFactory(), watching.replica_watch(), iter(range(100))

    def write() -> None:
        n = next(made)
        Source.objects.create(name=f"来源{n}", url=f"http://127.0.0.1:9/{n}", next_check_at=utc_now())

    def view(request: HttpRequest) -> HttpResponse:
        if request.GET.get("write"):
            write()
        sources = Source.objects.all()
        return HttpResponse(f"{sources.db} {len(sources)} {User.objects.all().db}")

    def page(method: str = "get", address: str = "/", **cookies: str) -> str:
        request = getattr(ask, method)(address)
        request.COOKIES.update(cookies)
        middleware = ReplicaMiddleware(view)

        def answer(asked: HttpRequest) -> HttpResponse:
            middleware.process_view(asked, view, (), {})
            try:
                return view(asked)
            except Exception as error:  # noqa: BLE001 - as Django's handler does
                return middleware.process_exception(asked, error) or HttpResponse("error")

        middleware.get_response = answer
        response = middleware(request)
        cookie.update({name: morsel["max-age"] for name, morsel in response.cookies.items()})
        return response.content.decode()

    cookie: dict[str, int] = {}
    write()
    seen: dict[str, Any] = {"usable": _until(lambda: watch.state.usable and page() == "replica 1 default")}
    seen["page"], seen["health"] = page(), replica_check().level
    seen["writes_in_a_page"] = page(address="/?write=1")
    seen["post"] = page("post")
    seen["after_the_post"], seen["cookie_s"] = page(**dict.fromkeys(cookie, "1")), list(cookie.values())
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_replay_pause()")
    write()
    seen["lags"] = _until(lambda: watch.state.fault == "lags")
    seen["page_while_it_lags"], seen["health_while_it_lags"] = page(), replica_check().level
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_wal_replay_resume()")
    seen["caught_up"] = _until(lambda: watch.state.usable and page() == "replica 3 default")
    both.replica.kill()
    both.replica.wait(10)
    seen["page_that_meets_a_dead_replica"] = page()
    seen["away"], seen["health_while_away"] = watch.state.fault, replica_check().level
    named = connections["replica"].settings_dict
    named["PORT"] = connections["default"].settings_dict["PORT"]
    watch._links.clear()
    seen["the_primary_named_as_replica"] = watch.look().fault
    return seen


def _until(what: Callable[[], bool], patience: float = 15.0) -> bool:
    end = time.monotonic() + patience
    while not (done := what()) and time.monotonic() < end:
        time.sleep(0.05)
    return done


if __name__ == "__main__":
    main()
