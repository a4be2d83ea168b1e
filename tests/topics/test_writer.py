import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.db import connection

from monitor.lib.locks import Lock
from monitor.lib.notice import notice_publish
from monitor.models import Item, ProcessBeat, Topic
from monitor.topics import assign, writer
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.writer import TopicsWriter
from tests.conftest import make_item, make_source, recount, stored_counts
from tests.topics.stories import FIRE, WAGES

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


def waiting() -> int:
    return Item.objects.filter(topic_id=None, set_aside="").count()


@contextmanager
def running(on_decide: Callable[[], None] = lambda: None, batch: int = 3) -> Iterator[TopicsWriter]:
    """A writer in a thread of its own, with a database session of its own."""
    one = TopicsWriter(stop=threading.Event(), on_decide=on_decide, batch=batch)
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        yield one
    finally:
        one.stop.set()
        thread.join(10)
        assert not thread.is_alive()


def publish(titles: list[str]) -> None:
    source = make_source()
    for title in titles:
        make_item(source=source, title=title)


def holders() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(  # of this database: end-to-end stacks of other tests hold theirs on the same server
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [int(Lock.TOPICS_WRITER)],
        )
        return [pid for (pid,) in cursor.fetchall()]


def test_the_writer_empties_the_queue_calls_for_a_decision_and_beats() -> None:
    publish([*WAGES, *FIRE])
    decide = Mock()
    with running(decide):
        until(lambda: waiting() == 0 and ProcessBeat.objects.filter(name="topics").exists())
    assert decide.called
    assert stored_counts() == recount()


def test_of_two_writers_one_leads_and_the_other_takes_over_without_loss() -> None:
    with running() as first, running() as second:
        until(lambda: len(holders()) == 1)
        publish(WAGES[:3])
        until(lambda: waiting() == 0)
        first.stop.set()
        publish([*WAGES[3:], *FIRE])
        until(lambda: waiting() == 0)
        second.stop.set()
    assert sorted(Topic.objects.filter(merged_into=None).values_list("n_items", flat=True)) == [4, 5]


def test_a_writer_that_loses_its_database_session_comes_back() -> None:
    with running():
        until(lambda: len(holders()) == 1)
        before = holders()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", before)
        publish(WAGES)
        until(lambda: waiting() == 0)
    assert Topic.objects.get(merged_into=None).n_items == 5


def test_a_poisoned_item_does_not_hold_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Clusterer.add

    def add(self: Clusterer, item: TopicItem) -> object:
        if item.title == "毒":
            raise ZeroDivisionError
        return whole(self, item)

    monkeypatch.setattr(assign.Clusterer, "add", add)
    publish([*WAGES[:2], "毒", *WAGES[2:]])
    with running():
        until(lambda: waiting() == 0)
    assert Item.objects.get(title="毒").set_aside == "ZeroDivisionError"
    assert Topic.objects.get(merged_into=None).n_items == 5


def test_a_notice_wakes_the_writer_before_its_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "POLL", 60.0)
    with running():
        until(lambda: ProcessBeat.objects.filter(name="topics").exists())
        publish(WAGES)
        until(lambda: notice_publish({"items": [1]}) and waiting() == 0)


def test_items_that_trickle_in_share_a_batch_and_a_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[tuple[float, int]] = []
    whole = writer.topic_assign_batch

    def counted(*args: Any, **named: Any) -> Any:
        at, outcome = time.monotonic(), whole(*args, **named)
        began.extend([(at, outcome.items)] if outcome.items else [])
        return outcome

    monkeypatch.setattr(writer, "topic_assign_batch", counted)
    monkeypatch.setattr(writer, "POLL", 60.0)
    source, decide = make_source(), Mock()
    with running(decide, batch=50):
        until(lambda: len(holders()) == 1 and ProcessBeat.objects.filter(name="topics").exists())
        until(lambda: notice_publish({"items": [1]}) and bool(make_item(source=source, title=WAGES[0])) and bool(began))
        for n in range(20):
            make_item(source=source, title=f"{WAGES[1]}{n}")
            notice_publish({"items": [1]})
            time.sleep(0.05)
        until(lambda: waiting() == 0)
    assert all(after - before >= writer.APART * 0.98 for (before, _), (after, _) in itertools.pairwise(began))
    assert len(began) <= 2 + (began[-1][0] - began[0][0]) / writer.APART
    assert decide.call_count <= len(began)


def test_without_valkey_the_writer_polls(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(writer, "POLL", 0.2)
    with running():
        until(lambda: ProcessBeat.objects.filter(name="topics").exists())
        publish(WAGES)
        until(lambda: waiting() == 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_stops_when_told(number: int) -> None:
    url = settings.DATABASE_URL.rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
    command = [sys.executable, str(ROOT / "manage.py"), "topics"]
    process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, stderr=subprocess.DEVNULL)
    try:
        publish(WAGES)
        until(lambda: waiting() == 0, seconds=90)  # a process of its own has to begin first
        process.send_signal(number)
        assert process.wait(timeout=20) == 0  # well under what a supervisor waits before it kills
    finally:
        process.kill()
        process.wait()
