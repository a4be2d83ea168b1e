"""A permanent redirect is believed only after repeated sight. Pure.

One 301 changes nothing: sites send them by mistake, captive portals on purpose. The same target on three polls over at
least a day is a move, unless it would leave https on the way or go back to where the source came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

POLLS = 3
SPAN = timedelta(hours=24)
SHOWN = timedelta(days=7)
DOWNGRADE, BACK, LONG, KNOWN = "downgrade", "back", "long", "known"
MAX_URL = 1000


@dataclass(frozen=True, slots=True)
class Move:
    """`target` was seen `polls` times since `first_at`; `origin` is where the source was before `at`. Times aware UTC.

    `why_not` says why a confirmed target is not followed: downgrade, back, long, known (it is another source).
    """

    target: str = ""
    polls: int = 0
    first_at: datetime | None = None
    origin: str = ""
    at: datetime | None = None
    why_not: str = ""

    def confirmed(self, now: datetime) -> bool:
        return self.polls >= POLLS and self.first_at is not None and now - self.first_at >= SPAN

    def shown(self, now: datetime) -> bool:
        """A person should know: it moved lately, or it would move but may not."""
        return bool(self.why_not) or (self.at is not None and now - self.at < SHOWN)


def move_seen(before: Move, *, url: str, target: str, hops: Sequence[str] = (), now: datetime) -> Move:
    """After a good answer from `url`, with the target of its permanent redirect ('' when there was none)."""
    if not target or target == url:
        return replace(before, target="", polls=0, first_at=None, why_not="")
    if target != before.target:
        return replace(before, target=target, polls=1, first_at=now, why_not="")
    after = replace(before, polls=min(before.polls + 1, 30_000))
    return replace(after, why_not=_why_not(after, url, hops)) if after.confirmed(now) else after


def move_done(before: Move, *, url: str, now: datetime) -> Move:
    """The source is at its new address; `url` is the old one."""
    return Move(origin=url, at=now)


def _why_not(move: Move, url: str, hops: Sequence[str]) -> str:
    if urlsplit(url).scheme == "https" and any(urlsplit(hop).scheme != "https" for hop in (*hops, move.target)):
        return DOWNGRADE
    if move.target == move.origin:
        return BACK
    return LONG if len(move.target) > MAX_URL else ""
