"""The language in force, the addresses in force and the prefix of the server, looked up twenty times as fast.

Django keeps each in asgiref's `Local`: a value of the task at hand, or of the thread. That is a context variable behind a lock and three
calls in Python, 4 µs where a value is set and 25 where none is, and a page asks several hundred times: for each word, each address and
each number. Here the context variable is asked by itself. What differs is a Python that hands a thread's context on to the threads that
it starts (3.14 without the GIL, or when told to): there asgiref's stay.
"""

from __future__ import annotations

import sys
from contextvars import ContextVar
from typing import Any

from django.urls import base
from django.utils.translation import trans_real

NOTHING = object()
PLACES = ((trans_real, "_active"), (base, "_urlconfs"), (base, "_prefixes"))


class QuickLocal:
    """A value of this task, else of this thread; as asgiref's `Local` for its one name, `value`."""

    __slots__ = ("_kept",)

    def __init__(self, name: str) -> None:
        self._kept: ContextVar[Any] = ContextVar(name, default=NOTHING)

    @property
    def value(self) -> Any:
        """What was set. Raises AttributeError when nothing is."""
        found = self._kept.get()
        if found is NOTHING:
            raise AttributeError("value")
        return found

    @value.setter
    def value(self, value: Any) -> None:
        self._kept.set(value)

    @value.deleter
    def value(self) -> None:
        if self._kept.get() is NOTHING:
            raise AttributeError("value")
        self._kept.set(NOTHING)


def quicken_locals() -> None:
    """From now on in this process; what is set in this thread stays set."""
    if getattr(sys.flags, "thread_inherit_context", 0):
        return
    for module, name in PLACES:
        before: Any = getattr(module, name)
        if isinstance(before, QuickLocal):
            continue
        quick = QuickLocal(f"{module.__name__}.{name}")
        if hasattr(before, "value"):
            quick.value = before.value
        setattr(module, name, quick)
