"""One reading of the wall's state for all walls of a view, made before they ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import OperationalError

from dashboards import wall_shared
from dashboards.access import Sight
from dashboards.filters import Filters
from dashboards.wall_shared import Shared, State
from dashboards.wall_view import WallView
from monitor.lib.clock import utc_now
from monitor.models import Role


def view(language: str = "zh-hans") -> WallView:
    return WallView(Filters(), Sight(Role.VIEWER), ("numbers",), language)


class Reading:
    """Counts what was read, by language; `fails` while it is set; lasts as long as it is held."""

    def __init__(self) -> None:
        self.n: dict[str, int] = {}
        self.fails = False
        self.free = threading.Event()
        self.free.set()
        self._lock = threading.Lock()

    def __call__(self, of: WallView, _now: datetime, before_each: Callable[[], None]) -> State:
        assert self.free.wait(20)
        before_each()
        with self._lock:
            self.n[of.language] = self.n.get(of.language, 0) + 1
            n = self.n[of.language]
        if self.fails:
            raise OperationalError
        return f'"{of.language}-{n}"', str(n)


def ask(shared: Shared, of: WallView, *, ahead: bool = False) -> str:
    return shared.now(of, now=utc_now(), ahead=ahead)[1]


def in_the_end(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_walls_that_come_together_wait_for_one_reading() -> None:
    reading = Reading()
    shared, answers = Shared(reading), []
    reading.free.clear()
    walls = [threading.Thread(target=lambda: answers.append(ask(shared, view()))) for _ in range(3)]
    for wall in walls:
        wall.start()
    time.sleep(0.1)
    reading.free.set()
    for wall in walls:
        wall.join(20)
    assert (answers, reading.n) == (["1"] * 3, {"zh-hans": 1})


def test_another_view_is_read_for_itself() -> None:
    reading = Reading()
    shared = Shared(reading)
    assert (ask(shared, view()), ask(shared, view("en"))) == ("1", "1")
    assert reading.n == {"zh-hans": 1, "en": 1}


def test_a_reading_is_given_out_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    shared = Shared(Reading())
    assert (ask(shared, view()), ask(shared, view())) == ("1", "1")
    monkeypatch.setattr(wall_shared, "SHOWN_S", 0.0)
    assert ask(shared, view()) == "2"


def test_what_comes_next_is_read_before_it_is_asked_for_and_no_longer_than_anybody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wall_shared, "ANEW_S", 0.02)
    monkeypatch.setattr(wall_shared, "ASKED_S", 0.5)
    reading = Reading()
    shared = Shared(reading)
    ask(shared, view(), ahead=True)
    in_the_end(lambda: reading.n["zh-hans"] > 2)
    assert int(ask(shared, view())) > 1  # fresh enough, and not that of the first question
    in_the_end(lambda: "wall" not in {thread.name for thread in threading.enumerate()})
    ended = reading.n["zh-hans"]
    time.sleep(0.1)
    assert reading.n["zh-hans"] == ended
    ask(shared, view(), ahead=True)
    in_the_end(lambda: reading.n["zh-hans"] > ended)


def test_what_cannot_be_read_is_told_to_who_asks_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall_shared, "ANEW_S", 0.02)
    monkeypatch.setattr(wall_shared, "ASKED_S", 20.0)
    monkeypatch.setattr(wall_shared, "AFTER_FAULT_S", 0.05)
    reading = Reading()
    shared = Shared(reading)
    ask(shared, view(), ahead=True)
    reading.fails = True
    before = reading.n["zh-hans"]
    in_the_end(lambda: reading.n["zh-hans"] > before + 1)
    with pytest.raises(OperationalError):
        ask(shared, view())
    reading.fails = False
    in_the_end(lambda: _answers(shared))


def _answers(shared: Shared) -> bool:
    try:
        return bool(ask(shared, view()))
    except OperationalError:
        return False
