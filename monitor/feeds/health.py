"""The state of a source after a poll, as a person understands it. Pure.

One failed poll is no outage: a source is down after three in a row, or when three of its intervals passed without a
good answer. Going down and coming back is what alerts are decided on (`changed`). A source that answers is never down:
what is odd with it (Signs) is a state to read, no outage and no alert. The worst thing is the state, in this order:
partial, suspicious, empty, silent, slow, moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.feeds.signs import EMPTY as NOTHING_THERE

NEW, HEALTHY, PARTIAL, FAILING, GONE, PAUSED = "new", "healthy", "partial", "failing", "gone", "paused"
SUSPICIOUS, EMPTY, SILENT, SLOW, MOVED = "suspicious", "empty", "silent", "slow", "moved"
DOWN = frozenset({FAILING, GONE})
FAILURES_TO_DOWN = 3
INTERVALS_TO_DOWN = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """What was seen of a source that answers. `concern` is '' or empty, future n/m, all_new n/m (signs.py)."""

    slow: bool = False
    silent: bool = False
    moved: bool = False
    concern: str = ""


NO_SIGNS = Signs()


@dataclass(frozen=True, slots=True)
class Health:
    """What a source row keeps of its health; times are aware UTC."""

    state: str
    failures: int = 0
    failing_since: datetime | None = None
    last_ok_at: datetime | None = None
    error_label: str = ""
    error_detail: str = ""
    partial: str = ""
    changed: bool = False

    @property
    def down(self) -> bool:
        return self.state in DOWN


def after_success(
    before: Health, *, now: datetime, partial: str | None, note: str = "", signs: Signs = NO_SIGNS
) -> Health:
    """`partial` None: as before (nothing changed at the source); '' all was read. `note` is a label such as `empty`."""
    kept = before.partial if partial is None else partial
    label = before.error_label if partial is None and not before.failures else note
    return Health(
        state=answering_state(kept, signs),
        last_ok_at=now,
        error_label=label,
        partial=kept,
        changed=before.down,
    )


def answering_state(partial: str, signs: Signs) -> str:
    """The state of a source that answers: the worst of what was seen."""
    worst_first = (
        (PARTIAL, bool(partial)),
        (SUSPICIOUS, bool(signs.concern) and signs.concern != NOTHING_THERE),
        (EMPTY, signs.concern == NOTHING_THERE),
        (SILENT, signs.silent),
        (SLOW, signs.slow),
        (MOVED, signs.moved),
    )
    return next((state for state, seen in worst_first if seen), HEALTHY)


def after_failure(before: Health, *, now: datetime, interval_s: int, label: str, detail: str) -> Health:
    """`gone` is down at once."""
    failures = before.failures + 1
    since = before.failing_since or now
    silent = now - (before.last_ok_at or since) > timedelta(seconds=INTERVALS_TO_DOWN * interval_s)
    state = before.state
    if label == GONE:
        state = GONE
    elif failures >= FAILURES_TO_DOWN or (silent and failures > 1):
        state = FAILING
    after = Health(state, failures, since, before.last_ok_at, label, detail[:300], before.partial)
    return replace(after, changed=after.down and not before.down)
