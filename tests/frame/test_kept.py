"""Web processes and workers keep their connections to PostgreSQL, and find out when they were cut."""

from __future__ import annotations

import http.client
import threading
from collections import deque
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from monitor.embedded.postgres import SETTINGS
from monitor.lib.kept import base
from monitor.models import Role, User
from tests.conftest import make_user
from tests.dashboards.serving import Server, Serving, cookie

OTHERS = "application_name = 'tingchao' AND pid <> pg_backend_pid() AND datname = current_database()"


@pytest.fixture(scope="module")
def serving(django_db_setup: None) -> Iterator[Serving]:
    """One web server for the tests of this file."""
    with Serving() as found:
        yield found


@pytest.fixture
def server(transactional_db: None, serving: Serving) -> Server:
    return serving.running()


@pytest.fixture
def keeping(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process keeps one."""
    monkeypatch.setattr(base, "_aside", {})
    monkeypatch.setattr(base, "_most", 1)
    connection.close()
    yield
    connection.errors_occurred = True
    connection.close()
    base._close_all()


def ask(server: Server, path: str, cookies: str) -> int:
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        client.request("GET", path, headers={"Cookie": cookies})
        return client.getresponse().status
    finally:
        client.close()


def others(wanted: str = "pid") -> set[int]:
    """PostgreSQL's processes that serve the web process."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wanted} FROM pg_stat_activity WHERE {OTHERS}")
        return {pid for (pid,) in cursor.fetchall()}


def mine() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_page_after_page_is_read_through_the_same_connections(server: Server) -> None:
    """A page may begin before the one before it has laid its connection aside, so the next one may take a second."""
    cookies = cookie(make_user(Role.MONITOR))
    used: set[int] = set()
    for path in ("/topics/", "/", "/alerts/", "/sources/") * 3:
        assert ask(server, path, cookies) == 200
        used |= others()
    assert 1 <= len(used) <= 3


def test_connections_that_were_cut_are_replaced_before_a_page_notices(server: Server) -> None:
    cookies = cookie(make_user(Role.MONITOR))
    assert ask(server, "/topics/", cookies) == 200
    before = others()
    others("pg_terminate_backend(pid)::int")
    assert ask(server, "/topics/", cookies) == 200
    assert others() - before


@pytest.mark.usefixtures("keeping")
def test_a_connection_is_laid_aside_and_taken_again() -> None:
    first = mine()
    connection.close()
    assert connection.connection is None
    assert mine() == first


@pytest.mark.usefixtures("keeping")
def test_no_more_are_laid_aside_than_was_said() -> None:
    first = mine()
    there, done = threading.Event(), threading.Event()
    found: list[int] = []

    def beside() -> None:
        found.append(mine())
        there.set()
        done.wait(10)
        connection.close()

    thread = threading.Thread(target=beside)
    thread.start()
    assert there.wait(10)
    connection.close()
    done.set()
    thread.join()
    assert found[0] != first
    assert [len(aside) for aside in base._aside.values()] == [1]
    assert mine() == first


@pytest.mark.usefixtures("keeping")
def test_one_on_which_something_went_wrong_is_closed() -> None:
    first = mine()
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("SELECT nothing")
    connection.close()
    assert mine() != first


@pytest.mark.usefixtures("keeping")
def test_one_in_a_transaction_is_closed_and_nothing_of_it_stays() -> None:
    with transaction.atomic():
        first, user = mine(), make_user(Role.VIEWER)
        connection.close()
    assert mine() != first
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.usefixtures("keeping")
def test_an_old_one_and_one_that_lay_too_long_are_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    first = mine()
    monkeypatch.setattr(base, "LIFE_S", -1.0)
    connection.close()
    assert (second := mine()) != first
    monkeypatch.setattr(base, "LIFE_S", 3600.0)
    monkeypatch.setattr(base, "IDLE_S", -1.0)
    connection.close()
    assert mine() != second


@pytest.mark.usefixtures("keeping")
def test_another_thread_may_take_the_last_one_while_old_ones_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Raced(deque[base.Kept]):
        def __getitem__(self, at: Any) -> Any:
            self.clear()
            return super().__getitem__(at)

    monkeypatch.setattr(base, "_aside", {connection.alias: Raced()})
    first = mine()
    connection.close()
    assert (len(base._aside[connection.alias]), mine() != first) == (0, True)


def test_a_process_that_does_not_ask_for_it_closes_as_ever(transactional_db: None) -> None:
    first = mine()
    connection.close()
    assert mine() != first


def test_a_web_process_leaves_connections_to_the_others() -> None:
    assert int(SETTINGS["max_connections"]) / 2 > settings.WEB_AT_ONCE + base.BESIDE_PAGES


@pytest.mark.usefixtures("keeping")
def test_one_of_a_moment_ago_is_not_asked_and_one_that_was_cut_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    answers = base._answers
    monkeypatch.setattr(base, "_answers", lambda one: bool(asked.append(one)) or answers(one))
    first = mine()
    connection.close()
    assert (mine(), asked) == (first, [])
    connection.close()
    monkeypatch.setattr(base, "MOMENT_S", 0.0)
    assert (mine(), len(asked)) == (first, 1)
    connection.close()
    monkeypatch.setattr(base, "MOMENT_S", 60.0)
    with psycopg.connect(
        **connection.get_connection_params() | {"application_name": "cutter"}, autocommit=True
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert mine() != first
