"""Patterns that are compiled when they are first asked. Pure.

Masking and page junk have a hundred of them; a third of a second went into them before the first text was read, which needs a few.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "finditer", "findall", "split", "sub")
_waiting: list[_Late] = []


class _Late:
    """Behaves as the compiled pattern; once compiled its methods are the pattern's own, so that nothing is lost."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags
        _waiting.append(self)

    def __getattr__(self, name: str) -> Any:
        """Of what is not there yet: compile, and give the pattern's own."""
        if name not in _METHODS:
            raise AttributeError(name)
        self.compile()
        return getattr(self, name)

    def compile(self) -> None:
        found = re.compile(self.pattern, self.flags)
        for name in _METHODS:
            setattr(self, name, getattr(found, name))


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, for module level; a pattern that is none raises `re.error` when it is first used."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


def compile_all() -> None:
    """Compile what is not yet, in a process that others will part from: they share it."""
    while _waiting:
        _waiting.pop().compile()
