"""Codes with their names in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards import labels
from dashboards.api.types import Coded, Named
from monitor.models import SourceKind, Unit


def areas(codes: Iterable[str]) -> list[Coded]:
    """Concern areas."""
    return [Coded(code=code, name=labels.area(code)) for code in codes]


def tone(code: str) -> Coded:
    """A sentiment."""
    return Coded(code=code, name=labels.sentiment(code))


def kind(code: str) -> Coded:
    """A kind of source."""
    return Coded(code=code, name=str(SourceKind(code).label) if code in SourceKind.values else code)


def place(code: str) -> Coded | None:
    """Where a text is about; None when nothing in it says."""
    return Coded(code=code, name=labels.place(code)) if code else None


def unit_names(ids: Iterable[int], sight: tuple[int, ...] | None) -> dict[int, Named]:
    """By number; a reader of some units is not told of others. One query, none without ids."""
    wanted = {pk for pk in ids if sight is None or pk in sight}
    if not wanted:
        return {}
    return {pk: Named(id=pk, name=name) for pk, name in Unit.objects.filter(pk__in=wanted).values_list("pk", "name")}
