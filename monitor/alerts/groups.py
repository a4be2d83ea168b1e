"""Which group channels are told about an event: pure, beside route.py for members. Only what an admin has listed (SCOPE 5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """A listed group channel; empty `areas` or `kinds` mean every one."""

    id: int
    kind: str
    min_level: int = 2
    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    enabled: bool = True


def group_route(
    groups: Iterable[Group], *, level: int, kind: str, areas: Collection[str], asked: bool = False
) -> list[Group]:
    """Those that want an event of this level, rule and these areas. What has no area (a source) is no area's business.

    `asked`: only those that name the kind, since it is not for everybody (a plan's own alert).
    """
    return [
        group
        for group in groups
        if group.enabled
        and level >= group.min_level
        and (kind in group.kinds or not (group.kinds or asked))
        and (not group.areas or bool(group.areas & set(areas)))
    ]
