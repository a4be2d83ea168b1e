"""The cast and the makers: every test builds its world from these."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling

from monitor.lib.clock import hour_of, month_of, utc_now
from monitor.lib.kept import base as kept
from monitor.models import HourCount, Item, Recipient, Role, Source, Topic, Unit, User
from monitor.models.partitions import partition_name, partitions_ensure, partitions_existing
from monitor.models.rollup import Counted, rollup_move
from monitor.queries import config as kept_config
from monitor.queries import shapes
from monitor.queries.site import site_assume
from tests.quick_flush import quick_flush
from tests.quick_login import quick_login

PASSWORD = "correct-horse-battery"
# no deadline: machines are busy; fewer examples than the default hundred, since the suite runs many times a day
hypothesis_settings.register_profile(
    "suite", deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("suite")
settings.WHITENOISE_AUTOREFRESH = True  # files are looked for when asked for, not listed anew for each of 4,000 clients
settings.PAGES_PER_MINUTE = settings.FILES_PER_MINUTE = settings.PAGES_PER_ADDRESS = 0  # tests open pages fast
shapes.CHECKED = True  # what pages ask is compiled with two sets of stand-ins
quick_login()
ITERATIONS = PBKDF2PasswordHasher.iterations  # as shipped: a third of a second for each password
PBKDF2PasswordHasher.iterations = 1_000
# as shipped, garbage is looked for every 700 objects: one twentieth of the whole time
gc.set_threshold(20_000, 20, 50)
_counter = iter(range(1, 10_000_000))
_migrated: set[str] = set()  # partitions that are there when a test begins


BROWSER = "tests/browser/"
SLOW = (
    "e2e",
    "evaluation",
    "embedded",
    "drill",
    "bench",
    "backup",
    "security",
    "api",
    "dashboards",
    "reports",
    "frame",
    "tasks",
    "replica",
    "health",
    "management",
)


def pytest_collection() -> None:
    """What is collected stays: to look through it again and again for what could go takes time and finds nothing."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole systems first: what takes a minute must not begin when all else is done and the other processes wait."""

    def turn(item: pytest.Item) -> tuple[int, bool]:
        last = item.get_closest_marker("last") is not None
        if item.nodeid.startswith(BROWSER):
            return 0, last
        return 1 if any(f"/{room}/" in item.nodeid for room in SLOW) else 2, last

    items.sort(key=turn)


class Turns(LoadScopeScheduling):  # type: ignore[misc]
    """A file is a piece of work of one process, and so is all of the browser's room: its Chromium and its web server
    would end whenever a file of another room came between, and begin anew."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    return Turns(config, log) if config.getoption("dist") == "loadscope" else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each process's database is a copy of the one that has run the migrations: tests/migrated.py."""
    if template := os.environ.get("TINGCHAO_TEST_TEMPLATE"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """As pytest-django does it, and a quick way of emptying it again."""
    quick_flush()
    with django_db_blocker.unblock():
        _migrated.update(partitions_existing())


@pytest.fixture(autouse=True)
def _empty_items_after_transactional_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django does not flush unmanaged tables, so we do."""
    marker = request.node.get_closest_marker("django_db")
    transactional = "transactional_db" in request.fixturenames or "live_server" in request.fixturenames
    if not transactional and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM monitor_item; DELETE FROM monitor_itemsearch")


@pytest.fixture(autouse=True)
def _as_it_was_found() -> Iterator[None]:
    """What every test may rely on, whatever the one before it did; one fixture, since each costs every test a tenth of a millisecond.

    The language: a page asked for in English leaves its own in the thread. Connections: a process that began to keep them would
    keep their advisory locks, and writers of later tests would wait for ever. The site as it is shipped: nobody has changed a
    setting on the page, no query for it; tests of that page call `site_forget`. Shapes: what a reading asks by its shape hands its
    values on as they are, or it would be built anew each time. Plans: the Config is kept for five seconds, and what it finds is
    stored under the ids of plans that are gone with their test.
    """
    assert kept._most == 0, "a test before this one called keep_connections"
    translation.activate(settings.LANGUAGE_CODE)
    site_assume({})
    yield
    translation.activate(settings.LANGUAGE_CODE)
    if (config := kept_config._kept.config) is not None and config.plans:
        kept_config.config_forget()
    assert not shapes.REFUSED


def make_user(role: Role, **fields: Any) -> User:
    n = next(_counter)
    fields.setdefault("username", f"{role.value}-{n}")
    fields.setdefault("email", f"{role.value}-{n}@union.example")
    return User.objects.create(password=_hashed(), role=role, **fields)


@cache
def _hashed() -> str:
    """One hash serves every member of the cast."""
    return make_password(PASSWORD)


@pytest.fixture
def viewer(db: None) -> User:
    return make_user(Role.VIEWER)


@pytest.fixture
def reporter(db: None) -> User:
    return make_user(Role.REPORTER)


@pytest.fixture
def duty(db: None) -> User:
    """The duty monitor."""
    return make_user(Role.MONITOR)


@pytest.fixture
def lead(db: None) -> User:
    """The team lead, listed to receive alert mails."""
    user = make_user(Role.LEAD)
    Recipient.objects.create(user=user, channel="email", address=user.email)
    return user


@pytest.fixture
def admin(db: None) -> User:
    return make_user(Role.ADMIN)


def make_unit(**fields: Any) -> Unit:
    fields.setdefault("name", f"第{next(_counter)}产业工会")
    return Unit.objects.create(**fields)


def make_source(**fields: Any) -> Source:
    n = next(_counter)
    fields.setdefault("name", f"云河样本源{n}")
    fields.setdefault("url", f"http://127.0.0.1:9/feed-{n}.xml")
    fields.setdefault("next_check_at", utc_now())
    return Source.objects.create(**fields)


def make_item(*, source: Source | None = None, at: datetime | None = None, **fields: Any) -> Item:
    """A stored item with its rollups, as ingest leaves it (no topic yet)."""
    return make_items([{"source": source, "at": at, **fields}])[0]


def make_items(told: Iterable[dict[str, Any]]) -> list[Item]:
    """Many at once, each as `make_item` would make it, in a tenth of the time."""
    rows = list(told)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('monitor_item_id_seq') FROM generate_series(1, %s)", [len(rows)])
        items = [_item(item_id, **fields) for (item_id,), fields in zip(cursor.fetchall(), rows, strict=True)]
    if missing := {item.month for item in items if partition_name(item.month) not in _migrated}:
        partitions_ensure(missing)
    if len(items) == 1:
        items[0].save(force_insert=True)
    else:
        Item.objects.bulk_create(items)
    if told_on := [counted(item) for item in items if not item.own]:
        rollup_move(told_on)
    return items


def _item(item_id: int, *, source: Source | None = None, at: datetime | None = None, **fields: Any) -> Item:
    source = source or make_source()
    at = at or utc_now() - timedelta(minutes=5)
    defaults: dict[str, Any] = {
        "title": f"云河新城项目部分工友反映工资被拖欠 {item_id}",
        "text": "",
        "link": f"http://127.0.0.1:9/a/{item_id}",
        "lang": "zh",
        "first_seen": at,
        "published": at,
        "sentiment": "neg",
        "sentiment_p": [0.8, 0.15, 0.05],
        "areas": ["wages"],
        "terms": ["工资", "拖欠"],
        "in_focus": True,
        "model": "test-1",
    }
    return Item(id=item_id, month=month_of(at), at=at, source_id=source.pk, own=source.own, **{**defaults, **fields})


def counted(item: Item, *, sign: int = 1) -> Counted:
    return Counted(
        at=item.at,
        source_id=item.source_id,
        areas=tuple(item.areas),
        units=tuple(item.units),
        sentiment=item.sentiment,
        place=item.place,
        in_focus=item.in_focus,
        original=item.duplicate_of is None,
        sign=sign,
        plans=tuple(item.plans),
    )


def make_topic(**fields: Any) -> Topic:
    return make_topics([fields])[0]


def make_topics(told: Iterable[dict[str, Any]]) -> list[Topic]:
    """Many with one statement, each as `make_topic` would make it."""
    now = utc_now()
    defaults: dict[str, Any] = {
        "terms": ["欠薪", "工资"],
        "first_at": now - timedelta(hours=3),
        "last_at": now,
        "updated_at": now,
        "in_focus": True,
        "n_items": 4,
        "n_originals": 3,
        "n_focus": 3,
        "n_neg": 3,
        "areas": {"wages": 3},
    }
    rows = [Topic(**{"title": f"云河新城项目欠薪 {next(_counter)}", **defaults, **fields}) for fields in told]
    return Topic.objects.bulk_create(rows)


def recount() -> dict[tuple[Any, ...], int]:
    """The rollups recomputed from the items: what HourCount must equal."""
    keys: dict[tuple[Any, ...], int] = {}
    for item in Item.objects.filter(own=False):
        for key in counted(item).keys():  # noqa: SIM118
            keys[key] = keys.get(key, 0) + 1
    return keys


def stored_counts() -> dict[tuple[Any, ...], int]:
    """HourCount as it stands, without rows that came back to zero."""
    return {
        (hour_of(c.hour), c.area, c.unit, c.source_id, c.sentiment, c.place, c.in_focus, c.original): c.n
        for c in HourCount.objects.exclude(n=0)
    }
