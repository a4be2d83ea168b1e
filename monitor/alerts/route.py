"""Who is told about an event: pure, so that it can be tried dry. Only whom an admin has listed (SCOPE 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TOLD = frozenset({"monitor", "lead", "admin"})  # roles that answer alerts


@dataclass(frozen=True, slots=True)
class Listed:
    """A listed recipient. `active`: the member may sign in."""

    user: int
    channel: str
    address: str
    role: str
    min_level: int = 1
    enabled: bool = True
    active: bool = True


def route(listed: Iterable[Listed], *, level: int) -> list[Listed]:
    """Who gets an event of this level (1 blue .. 4 red): at most one per member and channel, in the order given."""
    chosen: dict[tuple[int, str], Listed] = {}
    for one in listed:
        wanted = one.enabled and one.active and one.role in TOLD and level >= one.min_level
        if wanted and one.address.strip():
            chosen.setdefault((one.user, one.channel), one)
    return list(chosen.values())
