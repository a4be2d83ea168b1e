"""Ports on 127.0.0.1: the usual one if it is free, else any free one; one that was asked for is never replaced."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from monitor.embedded.errors import EmbeddedError


@dataclass(frozen=True, slots=True)
class Usual:
    """One port of the demo: the variable that sets it, the usual number, and how many in a row are needed."""

    name: str
    variable: str
    number: int
    row: int = 1


USUAL = (
    Usual("web", "TINGCHAO_PORT", 8010),
    Usual("postgres", "TINGCHAO_POSTGRES_PORT", 54310),
    Usual("valkey", "TINGCHAO_VALKEY_PORT", 63710),
    Usual("drill", "TINGCHAO_DRILL_PORT", 8030, row=14),
    Usual("smtp", "TINGCHAO_MAILBOX_PORT", 8025),
)


def _hold(number: int) -> socket.socket:
    """Bind a port without listening; raises OSError when it is taken."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", number))
        held.listen(1)  # on Linux two sockets may be bound with SO_REUSEADDR until one listens
    except OSError:
        held.close()
        raise
    return held


def free_port() -> int:
    """A port that is free now."""
    with _hold(0) as held:
        return int(held.getsockname()[1])


def _hold_row(number: int, row: int) -> list[socket.socket]:
    held: list[socket.socket] = []
    try:
        held.extend(_hold(number + step) for step in range(row))
    except (OSError, OverflowError):
        for one in held:
            one.close()
        return []
    return held


def _choose(usual: Usual, wish: int | None, asked: str) -> list[socket.socket]:
    if asked:
        if not asked.isdecimal() or not 0 < int(asked) <= 65_535:
            raise EmbeddedError(f"{usual.variable}={asked} is not a port number (1 to 65535).")
        if held := _hold_row(int(asked), usual.row):
            return held
        raise EmbeddedError(
            f"Port {asked} ({usual.variable}) is in use. Choose another, or unset the variable to take a free one."
        )
    for number in (wish, usual.number):
        if number and (held := _hold_row(number, usual.row)):
            return held
    for _ in range(50):
        if held := _hold_row(free_port(), usual.row):
            return held
    raise EmbeddedError("No free port was found on 127.0.0.1. Stop some programs and try again.")


@contextmanager
def ports_held(
    wishes: Mapping[str, int], *, usual: tuple[Usual, ...] = USUAL, environ: Mapping[str, str] | None = None
) -> Iterator[dict[str, int]]:
    """Choose a port for each name and hold them all until the block ends, so that no two starts choose the same.

    `wishes` are the ports of the last run: bookmarks, and feed addresses in the database, stay right.
    """
    environ = os.environ if environ is None else environ
    held: dict[str, list[socket.socket]] = {}
    try:
        for one in sorted(usual, key=lambda each: not environ.get(each.variable)):
            held[one.name] = _choose(one, wishes.get(one.name), environ.get(one.variable, ""))
        yield {name: int(sockets[0].getsockname()[1]) for name, sockets in held.items()}
    finally:
        for sockets in held.values():
            for each in sockets:
                each.close()
