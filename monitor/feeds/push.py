"""WebSub, the subscriber's side (W3C Recommendation, 23 January 2018): what needs no database. Pure.

A push only says that a source is due. Its body is read for the signature and thrown away.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.feeds.links import absolute, is_personal

LONGEST_URL = 1000
LEASE = timedelta(days=10)
SHORTEST_LEASE, LONGEST_LEASE = timedelta(minutes=5), timedelta(days=30)
RENEW_AT = 0.8  # of the lease
BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=10), timedelta(days=1)
MAX_CHALLENGE = 1000
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
LINK = re.compile(
    r"""<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+\-.^`|~*]{1,40}\s*(?:=\s*(?:"[^"]{0,500}"|[^\s;,"]{0,500}))?)*)"""
)
PARAMETER = re.compile(r"""([\w!#$&+\-.^`|~*]{1,40})\s*=\s*(?:"([^"]*)"|([^\s;,"]*))""")


def hub_of(feed_hub: str, feed_topic: str, link_header: str, url: str) -> tuple[str, str]:
    """(hub, topic) of a feed that was read at `url`: the `Link` header comes first; ('', '') without a usable hub."""
    said = list(_links(link_header))
    hub = _usable(next((target for target, rels in said if "hub" in rels), feed_hub), url)
    own = _usable(next((target for target, rels in said if "self" in rels), feed_topic), url) or _usable(url, url)
    return (hub, own) if hub and own and not is_personal(own) else ("", "")


def _links(header: str) -> Iterator[tuple[str, frozenset[str]]]:
    """RFC 8288: (target, relations)."""
    for match in LINK.finditer(header[:4000]):
        found = {name.lower(): quoted or plain for name, quoted, plain in PARAMETER.findall(match.group(2))}
        yield match.group(1).strip(), frozenset(found.get("rel", "").lower().split())


def _usable(target: str, base: str) -> str:
    full = absolute(target, base) if target else ""
    if not full or len(full) > LONGEST_URL or urlsplit(full).username is not None:
        return ""
    return full


def key_new() -> str:
    """The unguessable part of a callback address, 43 characters."""
    return secrets.token_urlsafe(32)


def secret_new() -> str:
    """What the hub signs with, 64 characters (the Recommendation allows fewer than 200 bytes)."""
    return secrets.token_hex(32)


def signature_fits(secret: str, body: bytes, header: str) -> bool:
    """Whether `X-Hub-Signature` (method=hex digest) is that of the body. Compared in constant time."""
    method, _, digest = header.strip().partition("=")
    if method.lower() not in METHODS or not digest.isascii():
        return False
    return hmac.compare_digest(hmac.new(secret.encode(), body, method.lower()).hexdigest(), digest.strip().lower())


def lease_of(raw: str) -> timedelta:
    """What the hub grants, within reason; our own wish when it says nothing that is a number."""
    asked = timedelta(seconds=int(raw[:10])) if raw.isascii() and raw.isdigit() else LEASE
    return min(max(asked, SHORTEST_LEASE), LONGEST_LEASE)


def again_after(tries: int) -> timedelta:
    """The wait after that many requests in a row that led to nothing."""
    doublings: int = min(max(tries - 1, 0), 10)
    return min(BACK_OFF * (1 << doublings), LONGEST_BACK_OFF)


def renew_at(now: datetime, lease: timedelta) -> datetime:
    """Well before the lease ends."""
    return now + lease * RENEW_AT


def challenge_ok(challenge: str) -> bool:
    """Short and printable ASCII, to be sent back as plain text."""
    return 0 < len(challenge) <= MAX_CHALLENGE and challenge.isascii() and challenge.isprintable()
