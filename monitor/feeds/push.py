"""WebSub, the subscriber's side (W3C Recommendation, 23 January 2018): what needs no database. Pure.

A push only says that a source is due. Its body is read for the signature and thrown away.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.feeds.link_header import links_of
from monitor.feeds.links import absolute, is_personal

LONGEST_URL = 1000
LEASE = timedelta(days=10)
SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=5), timedelta(days=30)
RENEW_AT = 0.8  # of the lease
BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=10), timedelta(days=1)
GAP = timedelta(seconds=10)  # a flood of pushes polls a source no more often than this
QUIET = frozenset({"rate_limited", "http_5xx"})  # answers that may have come with Retry-After
MAX_DOUBLINGS = 10
MAX_CHALLENGE = 1000
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})


def hub_of(feed_hub: str, feed_topic: str, link_header: str, url: str) -> tuple[str, str]:
    """(hub, topic) of a feed that was read at `url`: the `Link` header comes first; ('', '') without a usable hub."""
    said = [link for link in links_of(link_header) if not link.anchor or absolute(link.anchor, url) == url]
    hubs = [link.target for link in said if "hub" in link.relations] or [feed_hub]
    topics = [link.target for link in said if "self" in link.relations] or [feed_topic]
    hub, topic = _first(hubs, url), _first([*topics, url], url)
    return (hub, topic) if hub and topic and not is_personal(topic) else ("", "")


def _first(targets: Iterable[str], base: str) -> str:
    """The first that can be used."""
    return next((full for target in targets if (full := _usable(target, base))), "")


def _usable(target: str, base: str) -> str:
    full = absolute(target, base) if target else ""
    if not full or len(full) > LONGEST_URL or urlsplit(full).username is not None:
        return ""
    return full


def key_new() -> str:
    """The unguessable part of a callback address, 43 characters."""
    return secrets.token_urlsafe(32)


def secret_new() -> str:
    """What the hub signs with, 64 characters (the Recommendation allows fewer than 200 bytes).

    It goes to hubs without TLS too, where it can be read on the way: who forges a push with it makes us poll, no more.
    """
    return secrets.token_hex(32)


def signature_fits(secret: str, body: Iterable[bytes], header: str) -> bool:
    """Whether `X-Hub-Signature` (method=hex digest) is that of the body's parts. Compared in constant time."""
    method, _, digest = header.strip().partition("=")
    if method.lower() not in METHODS or not digest.isascii():
        return False
    found = hmac.new(secret.encode(), digestmod=method.lower())
    for part in body:
        found.update(part)
    return hmac.compare_digest(found.hexdigest(), digest.strip().lower())


def lease_of(raw: str) -> timedelta:
    """What the hub grants, within reason; our own wish when it says nothing that is a number."""
    asked = timedelta(seconds=int(raw[:10])) if raw.isascii() and raw.isdigit() else LEASE
    return min(max(asked, SHORTEST_LEASE), LONGEST_LEASE)


def again_after(tries: int) -> timedelta:
    """The wait after that many requests in a row that led to nothing."""
    doublings: int = min(max(tries - 1, 0), MAX_DOUBLINGS)
    return min(BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)


def renew_at(now: datetime, lease: timedelta) -> datetime:
    """Well before the lease ends."""
    return now + lease * RENEW_AT


def challenge_ok(challenge: str) -> bool:
    """Short and printable ASCII, to be sent back as plain text."""
    return 0 < len(challenge) <= MAX_CHALLENGE and challenge.isascii() and challenge.isprintable()


def pushed_due(
    *, now: datetime, planned: datetime, checked: datetime | None, polling: bool, failures: int = 0, label: str = ""
) -> datetime:
    """When a source is due that was `planned` and now pushed: at once, or when the gap since its last poll is over.

    A poll that is under way may have missed the news, so another follows it. While a source fails the gap doubles with
    each failure; one that may have asked us to wait is not asked sooner than planned.
    """
    if failures and label in QUIET:
        return planned
    last = now if polling else checked
    due = max(now, last + GAP * (1 << min(failures, MAX_DOUBLINGS))) if last else now
    return due if planned > due or (polling and planned <= now) else planned
