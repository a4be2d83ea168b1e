"""Which database a read goes to; nothing here asks one."""

from __future__ import annotations

import threading
from contextvars import copy_context

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.test import RequestFactory
from pytest_django import Settings as SettingsWrapper

from dashboards import replica as door
from dashboards.replica import ReplicaMiddleware, reads_ahead
from monitor.lib.replica import AUTH, ReplicaRouter, primary_reads, read_alias, replica_reads
from monitor.lib.replica_watch import ReplicaState
from monitor.models import Item, Topic, Unit, User

ROUTER = ReplicaRouter()


def test_outside_a_request_everything_reads_the_primary() -> None:
    assert (ROUTER.db_for_read(Item), read_alias()) == ("default", "default")


def test_in_a_request_items_come_from_the_replica_and_members_from_the_primary() -> None:
    with replica_reads():
        found = [ROUTER.db_for_read(model) for model in (Item, Topic, User, Unit, Session)]
        assert ROUTER.db_for_read(Topic, instance=User()) == "default"
    assert found == ["replica", "replica", "default", "default", "default"]


def test_after_a_write_the_rest_of_the_request_reads_the_primary_but_the_guards_own_writes_do_not_count() -> None:
    with replica_reads():
        assert (ROUTER.db_for_write(User), read_alias()) == ("default", "replica")
        assert (ROUTER.db_for_write(Topic), read_alias()) == ("default", "default")


def test_a_write_in_another_thread_of_the_request_is_known_here() -> None:
    with replica_reads():
        context = copy_context()
        thread = threading.Thread(target=lambda: context.run(ROUTER.db_for_write, Topic))
        thread.start()
        thread.join()
        assert read_alias() == "default"


def test_what_a_process_keeps_is_read_from_the_primary() -> None:
    with replica_reads():
        with primary_reads():
            assert read_alias() == "default"
        assert read_alias() == "replica"


def test_migrations_run_on_the_primary_only() -> None:
    assert (ROUTER.allow_migrate("default", "monitor"), ROUTER.allow_migrate("replica", "monitor")) == (True, False)


def test_every_name_of_what_is_about_people_is_a_table_that_exists() -> None:
    from django.apps import apps

    assert {label for label in AUTH if apps.get_model(label)} == AUTH


def test_without_a_replica_the_middleware_is_not_there() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ReplicaMiddleware(lambda _request: None)


@pytest.mark.parametrize(("usable", "cookie", "token", "alias"), [
    (True, False, False, "replica"), (False, False, False, "default"), (True, True, False, "default"), (True, False, True, "default"),
])  # fmt: skip
def test_a_page_reads_the_primary_when_the_replica_is_out_of_use_or_the_reader_has_just_written(
    settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, usable: bool, cookie: bool, token: bool, alias: str
) -> None:
    settings.REPLICA_URL = "postgres://replica.example/tingchao"
    watch = type("Watch", (), {"state": ReplicaState("" if usable else "lags")})()
    monkeypatch.setattr(door, "replica_watch", lambda: watch)
    found: list[str] = []
    request = RequestFactory().get("/", headers={"Authorization": "Bearer x"} if token else {})
    request.COOKIES |= {f"{settings.SESSION_COOKIE_NAME}_wrote": "1"} if cookie else {}
    if token:
        door.pin(door._token(request), 5)
    ReplicaMiddleware(lambda _request: found.append(read_alias()))(request)
    assert found == [alias]


@pytest.mark.parametrize(("usable", "alias"), [(True, "replica"), (False, "default")])
def test_what_is_read_ahead_comes_from_where_a_page_would_read_it(
    settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch, usable: bool, alias: str
) -> None:
    settings.REPLICA_URL = "postgres://replica.example/tingchao"
    distrusted: list[str] = []
    watch = type("Watch", (), {"state": ReplicaState("" if usable else "lags"), "distrust": distrusted.append})
    monkeypatch.setattr(door, "replica_watch", lambda: watch)
    with reads_ahead():
        assert read_alias() == alias

    def fails() -> None:
        with reads_ahead():
            read_alias()
            raise OperationalError

    with pytest.raises(OperationalError):
        fails()
    assert distrusted == (["OperationalError"] if usable else [])
    assert read_alias() == "default"


def test_without_a_replica_what_is_read_ahead_comes_from_the_primary() -> None:
    with reads_ahead():
        assert read_alias() == "default"
