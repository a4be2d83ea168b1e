"""Pages with figures say when the data behind them are old, or when sources are down. The desk and the wall say it by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from monitor.lib.clock import utc_now
from monitor.queries.desk import DataState, data_state_reading, stale_minutes
from monitor.queries.together import Reading

PAGES = frozenset({"topics", "topic", "items", "search", "plans", "plan", "compare", "alerts"})
"""URL names."""
READ = "data state"


@dataclass(frozen=True, slots=True)
class DataNote:
    """`stale`: minutes since any source was read although one is due, else 0. `down`: sources that do not answer."""

    stale: int
    down: int


def asked_of(request: HttpRequest) -> dict[str, Reading[Any]]:
    """What a page reads for it, beside the figures of its navigation; nothing where no figures are shown."""
    match = request.resolver_match
    return {READ: data_state_reading()} if match and match.url_name in PAGES else {}


def data_note(read: dict[str, Any] | None) -> DataNote | None:
    """What is to be said, of what was read; None where all is well."""
    state = (read or {}).get(READ)
    if not isinstance(state, DataState):
        return None
    stale = stale_minutes(state, utc_now())
    return DataNote(stale, state.down) if stale or state.down else None
