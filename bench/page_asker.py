"""One size of `bench pages` in a process of its own: it writes the items into a database of its own and asks the pages when told to.

Two of these ask in turn, so that both sizes meet the same machine. A request is counted twice: as long as it took, and as
what it cost, which is this process's processor time and that of the PostgreSQL process that serves it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.asked import Asked


class Asker:
    """`with Asker(database_url) as asker: asker.write(200_000)`; the process ends with the block."""

    def __init__(self, database_url: str) -> None:
        self._url = database_url

    def __enter__(self) -> Asker:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._url, theirs), daemon=True)
        self._process.start()
        theirs.close()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._pipe.close()
        self._process.join(10)
        self._process.terminate()

    def begin(self, what: str, *args: Any) -> None:
        """Start `write` (total), `pages`, `ask` (name) or `figures`; `result` waits for the answer."""
        self._pipe.send((what, args))

    def result(self) -> Any:
        """What was begun. Raises EOFError when the process died."""
        return self._pipe.recv()

    def told(self, what: str, *args: Any) -> Any:
        """Both in one."""
        self.begin(what, *args)
        return self.result()


def _serve(database_url: str, pipe: Connection) -> None:
    """The process: answers until the pipe is closed."""
    os.environ["DATABASE_URL"] = database_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")
    import django

    django.setup()
    serving = _Serving()
    while True:
        try:
            what, args = pipe.recv()
        except EOFError:
            return
        pipe.send(getattr(serving, what)(*args))


class _Serving:
    """What a process knows: its pages by name, each a list of requests to make."""

    def __init__(self) -> None:
        from django.conf import settings

        settings.PAGES_PER_MINUTE = settings.FILES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0
        settings.ALLOWED_HOSTS = ["testserver"]
        self._pages: dict[str, list[Callable[[], object]]] = {}

    def write(self, total: int) -> None:
        """All tables, and `total` items in them."""
        from django.core.management import call_command

        from bench import page_data
        from monitor.lib.clock import utc_now

        call_command("migrate", verbosity=0)
        page_data.write(total, now=utc_now())

    def pages(self) -> tuple[list[str], list[str]]:
        """(names of pages and fragments, each asked once; names that do not answer). A page of a limited reader is its own."""
        from django.test import Client

        from bench.page_addresses import FILTERS, addresses
        from dashboards.access import includes
        from dashboards.fragments import FRAGMENTS
        from monitor.models import Role, Unit, User
        from monitor.settle import settle

        settle()  # as the server does (monitor/asgi.py)
        skipped = []
        admin, reader = User.objects.get(role=Role.ADMIN), User.objects.get(role=Role.VIEWER)
        reader.units.add(Unit.objects.order_by("pk")[0])
        for member, mark in ((admin, ""), (reader, " (limited sight)")):
            client = Client(raise_request_exception=False)
            client.force_login(member)
            for name, role, found in addresses():
                if not includes(member.role, role):
                    continue
                answer = client.get(found[0]) if found else None
                if answer is None or answer.status_code != 200:
                    skipped.append(name + mark)
                    continue
                label = ("" if answer["Content-Type"].startswith("text/html") else "file ") + name + mark
                self._pages.setdefault(label, []).extend(_page(client, address) for address in found)
        for name in FRAGMENTS:
            self._pages[f"fragment {name}"] = [_fragment(name, query) for query in FILTERS]
        return list(self._pages), skipped

    def ask(self, name: str) -> list[Asked]:
        """Each address of the page once."""
        from bench.asked import asked

        return [asked(request) for request in self._pages[name]]

    def figures(self) -> tuple[float, float]:
        """Seconds for a week's hours by sentiment: from rollups, and by scanning the items."""
        from datetime import timedelta

        from django.db import connection

        from bench.asked import asked
        from monitor.lib.clock import utc_now
        from monitor.queries.counts import cells_of
        from monitor.queries.scope import Scope

        now = utc_now()
        scope = Scope(now - timedelta(days=7), now, focus=True)
        query = (
            "SELECT date_trunc('hour', at), sentiment, duplicate_of IS NULL, count(*) FROM monitor_item"
            " WHERE at >= %s AND at < %s AND in_focus AND NOT own GROUP BY 1, 2, 3"
        )
        with connection.cursor() as cursor:
            cursor.execute("SET enable_indexscan = off; SET enable_bitmapscan = off")
            scanned = min(
                asked(lambda: (cursor.execute(query, [scope.start, scope.end]), cursor.fetchall())).seconds
                for _ in range(5)
            )
            cursor.execute("RESET enable_indexscan; RESET enable_bitmapscan")
        return min(asked(lambda: cells_of(scope)).seconds for _ in range(5)), scanned


def _page(client: Any, address: str) -> Callable[[], object]:
    return lambda: client.get(address)


def _fragment(name: str, query: str) -> Callable[[], object]:
    from django.http import QueryDict

    from dashboards.access import Sight
    from dashboards.filters import Filters
    from dashboards.fragments import View, render
    from monitor.lib.clock import utc_now
    from monitor.models import Role

    return lambda: render(View(Filters.of(QueryDict(query[1:])), Sight(Role.ADMIN), "zh-hans"), {name}, now=utc_now())
