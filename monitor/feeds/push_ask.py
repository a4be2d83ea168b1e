"""Requests to WebSub hubs: a form by POST through the same checks as every fetch, and what came of it. Knows no rows."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.errors import FetchError
from monitor.feeds.exchange import Policy
from monitor.feeds.hosts import host_of
from monitor.feeds.labels import OK
from monitor.feeds.politeness import retry_after_seconds
from monitor.feeds.push import LEASE
from monitor.feeds.wire import Answer, Wire

MAX_ANSWER = 20_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What we ask of a hub. The form may hold the secret and is never shown."""

    hub: str
    form: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Heard:
    """What the hub answered: a label of the ledger, HTTP status, seconds it asks us to wait."""

    label: str
    status: int | None = None
    detail: str = ""
    retry_after_s: int = 0
    took_ms: int = 0

    @property
    def accepted(self) -> bool:
        return self.label == OK


def subscribing(*, hub: str, topic: str, callback: str, secret: str) -> Wish:
    """Section 5.1 of the Recommendation."""
    lease = str(int(LEASE.total_seconds()))
    asked = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": callback}
    return Wish(hub, {**asked, "hub.lease_seconds": lease, "hub.secret": secret})


def unsubscribing(*, hub: str, topic: str, callback: str) -> Wish:
    """Section 5.1 of the Recommendation."""
    return Wish(hub, {"hub.mode": "unsubscribe", "hub.topic": topic, "hub.callback": callback})


def hubs_ask(wishes: Sequence[Wish], policy: Policy) -> list[Heard]:
    """Ask all, few at a time each host; answers in the order of the wishes. Expected failures are answers too."""
    return asyncio.run(_all(wishes, policy))


async def _all(wishes: Sequence[Wish], policy: Policy) -> list[Heard]:
    places: dict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(policy.per_host))
    wire = Wire(policy)
    await wire.open()
    try:
        return list(await asyncio.gather(*(_one(wire, wish, places[host_of(wish.hub)]) for wish in wishes)))
    finally:
        await wire.close()


async def _one(wire: Wire, wish: Wish, place: asyncio.Semaphore) -> Heard:
    async with place:
        begun = time.monotonic()
        try:
            answer = await wire.post(wish.hub, wish.form, limit=MAX_ANSWER)
        except FetchError as error:
            return Heard(error.label, detail=error.detail[:300], took_ms=_since(begun))
    wait = retry_after_seconds(answer.headers.get("Retry-After", ""), now=datetime.now(UTC), cap=wire.policy.max_wait)
    moved = f"→ {answer.url}"[:300] if answer.redirects else ""
    return Heard(_label(answer), answer.status, moved, wait or 0, _since(begun))


def _label(answer: Answer) -> str:
    if answer.status == 429:
        return "rate_limited"
    return {2: OK, 4: "http_4xx", 5: "http_5xx"}.get(answer.status // 100, "bad_response")


def _since(begun: float) -> int:
    return int((time.monotonic() - begun) * 1000)
