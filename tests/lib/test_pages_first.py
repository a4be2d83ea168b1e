"""What is drawn ahead stands aside for pages, and never for long."""

from __future__ import annotations

import threading
import time

import pytest

from monitor.lib import pages_first
from monitor.lib.pages_first import Pages, Way


def test_nobody_waits_while_no_page_is_worked_on() -> None:
    pages = Pages()
    pages.begins()
    pages.ends()
    way = Way(pages)
    way.after_pages()
    assert way.waited < pages_first.STEP_S / 2


def test_a_step_begins_when_the_last_page_has_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_first, "STEP_S", 20.0)
    monkeypatch.setattr(pages_first, "DRAWING_S", 20.0)
    pages, order, asked = Pages(), [], threading.Event()
    for _ in range(2):
        pages.begins()

    def draw() -> None:
        way = Way(pages)
        asked.set()
        way.after_pages()
        order.append("drawn")

    drawing = threading.Thread(target=draw)
    drawing.start()
    assert asked.wait(10)
    pages.ends()
    drawing.join(0.1)
    order.append("answered")
    pages.ends()
    drawing.join(10)
    assert order == ["answered", "drawn"]


def test_pages_without_end_hold_up_a_drawing_for_a_moment_only() -> None:
    pages = Pages()
    pages.begins()
    way, began = Way(pages), time.monotonic()
    way.after_pages()
    assert pages_first.STEP_S * 0.9 <= way.waited < pages_first.DRAWING_S
    for _ in range(50):
        way.after_pages()
    assert way.waited >= pages_first.DRAWING_S * 0.9
    assert time.monotonic() - began < 50 * pages_first.STEP_S
