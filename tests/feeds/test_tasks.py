"""The Celery tasks: thin and named; how many of them fetch at the same time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection

from monitor.feeds.slot import fetch_slot
from monitor.lib.clock import utc_now
from monitor.models import Item
from tasks import feeds
from tasks.schedule import JOBS
from tests.conftest import make_source
from tests.e2e.stack import wait_for
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("concurrency", [1, 32])
def test_what_is_due_is_fetched_until_nothing_is(site: Site, settings: LazySettings, concurrency: int) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    settings.FETCH_CONCURRENCY = concurrency
    site.routes["/feed"] = Reply(rss(item(1)))
    for n in range(60):  # more than one group
        make_source(url=site.url(f"/feed?{n}"), next_check_at=utc_now() - timedelta(minutes=1))
    assert feeds.fetch_due() == 60
    assert Item.objects.count() == 60
    assert feeds.fetch_due() == 0


def test_the_beat_names_our_task() -> None:
    assert feeds.fetch_due.name in {job.task for job in JOBS}


@pytest.mark.django_db(transaction=True)
def test_no_more_than_the_allowed_processes_of_a_machine_fetch_and_a_place_comes_free_again() -> None:
    def other() -> None:
        with fetch_slot(1) as free:
            found.append(free)
        connection.close()

    found: list[bool] = []
    with fetch_slot(1) as free:
        found.append(free)
        _in_a_thread(other)
    _in_a_thread(other)
    assert found == [True, False, True]


@pytest.mark.django_db(transaction=True)
def test_a_process_that_died_while_fetching_gives_its_place_back() -> None:
    def dying() -> None:
        slot = fetch_slot(1)
        assert slot.__enter__()
        connection.close()  # what the end of a killed process does

    _in_a_thread(dying)

    def free_again() -> bool:
        """The server sees the end of a connection a moment later."""
        with fetch_slot(1) as free:
            return bool(free)

    assert wait_for(free_again, seconds=10, message="the place was not given back")


def _in_a_thread(work: object) -> None:
    thread = threading.Thread(target=work)  # type: ignore[arg-type]
    thread.start()
    thread.join()
