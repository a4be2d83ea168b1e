"""Pages first: what is drawn ahead, for many and in small steps, lets those go before it that somebody waits for.

Python runs one thread at a time. A page that comes while a round of the live stream is drawn gets half of a core at best, and waits for
its turn again after each answer of the database. So whoever draws ahead asks here before each step. For any thread.
"""

from __future__ import annotations

import time
from threading import Condition

STEP_S = 0.1  # at most, before one step
DRAWING_S = 0.3  # at most, in one drawing: a busy hour must not stop it


class Pages:
    """Those that are worked on in this process now."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._n = 0

    def begins(self) -> None:
        """A page is asked for."""
        with self._changed:
            self._n += 1

    def ends(self) -> None:
        """Its answer is there: who reads it slowly holds up nobody."""
        with self._changed:
            self._n -= 1
            if not self._n:
                self._changed.notify_all()

    def wait(self, most: float) -> bool:
        """Until there is none, or so many seconds have gone by; whether there is none."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._n, most)


pages = Pages()


class Way:
    """`after_pages()` before each step of one drawing. `waited` is for how long it stood aside in all, in seconds."""

    def __init__(self, of: Pages = pages) -> None:
        self._pages = of
        self.waited = 0.0

    def after_pages(self) -> None:
        """Stand aside while pages are worked on, as long as there is patience left."""
        patience = min(STEP_S, DRAWING_S - self.waited)
        if patience > 0:
            began = time.monotonic()
            self._pages.wait(patience)
            self.waited += time.monotonic() - began
