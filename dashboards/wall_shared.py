"""One reading of the wall's state for all walls that show the same, made before they ask for it.

    a wall asks ──▶ the newest reading of its view; only the first of all waits for one
    a thread, as long as anybody asks ──▶ reads each view anew every three seconds, behind the pages that somebody waits for

Walls ask within the same moment: without this each would have a reading of its own made.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, Thread

import structlog
from django.db import Error, close_old_connections

from dashboards.replica import reads_ahead
from dashboards.wall_view import WallView
from monitor.lib.clock import utc_now
from monitor.lib.pages_first import Way

State = tuple[str, str]
Read = Callable[[WallView, datetime, Callable[[], None]], State]
"""(the view, the moment, what to call before each step) -> the state."""

SHOWN_S = 4.0  # a little less than walls wait between two questions: a reading is given out for so long
ANEW_S = 3.0  # from one reading ahead to the next
ASKED_S = 12.0  # nobody asks any more: walls do every five seconds
SOON_S = 0.1
AFTER_FAULT_S = 1.0
AHEAD = 12  # views that are read ahead, the latest asked for; others are read when they are asked for
KEPT = 50
FAULTS = (Error, ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""Of one view that cannot be read: whoever asks next is told so."""
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Kept:
    """Of one view: its newest reading and when that began, when a wall asked for it last (monotonic seconds)."""

    newest: tuple[State, float] = (("", ""), -math.inf)  # replaced as a whole: other threads look at it
    asked: float = -math.inf
    reading: Lock = field(default_factory=Lock)

    def age(self) -> float:
        """Seconds since the reading began."""
        return time.monotonic() - self.newest[1]


class Shared:
    """The states of this process's walls. `read` makes one. For any thread."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._kept: dict[WallView, Kept] = {}  # the latest asked for last
        self._lock = Lock()
        self._thread: Thread | None = None

    def now(self, view: WallView, *, now: datetime, ahead: bool) -> State:
        """The state of a moment ago, `SHOWN_S` at most. `ahead`: read the next ones before they are asked for."""
        with self._lock:
            kept = self._kept.pop(view, None) or Kept()
            self._kept[view] = kept
            kept.asked = time.monotonic()
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
            if ahead and self._thread is None:
                self._thread = Thread(target=self._ahead, name="wall", daemon=True)
                self._thread.start()
        state, at = kept.newest
        if time.monotonic() - at <= SHOWN_S:
            return state
        with kept.reading:  # walls that come together wait for one reading
            if kept.age() > SHOWN_S:
                began = time.monotonic()
                kept.newest = self._read(view, now, lambda: None), began
            return kept.newest[0]

    def forget(self) -> None:
        """As after a start."""
        with self._lock:
            self._kept.clear()

    def _ahead(self) -> None:
        """In its thread, which ends when nobody asks any more."""
        try:
            while (asked := self._asked()) is not None:
                for view, kept in asked:
                    if ANEW_S <= kept.age() < math.inf:  # the first reading is made by who asks
                        self._anew(view, kept)
                next_in = min(ANEW_S - kept.age() for _, kept in asked)
                time.sleep(min(ANEW_S, max(SOON_S, next_in)))
        except BaseException:
            with self._lock:
                self._thread = None  # the next wall that asks begins another
            raise

    def _asked(self) -> list[tuple[WallView, Kept]] | None:
        """What is read ahead; None, and the thread is given up, when that is nothing."""
        with self._lock:
            since = time.monotonic() - ASKED_S
            asked = [(view, kept) for view, kept in self._kept.items() if kept.asked >= since][-AHEAD:]
            if not asked:
                self._thread = None
            return asked or None

    def _anew(self, view: WallView, kept: Kept) -> None:
        way = Way()
        way.after_pages()
        began = time.monotonic()
        try:
            with reads_ahead():
                kept.newest = self._read(view, utc_now().replace(microsecond=0), way.after_pages), began
        except FAULTS as error:
            log.warning("wall_read_failed", error=type(error).__name__)
            kept.newest = kept.newest[0], began - SHOWN_S  # too old: whoever asks reads it, and is told what is wrong
            time.sleep(AFTER_FAULT_S)
        finally:
            close_old_connections()
