"""One POST to a robot or webhook: the address is resolved once and checked, no redirect is followed, little is read back.

DeliveryError: http_address (permanent). ChannelDownError: http_blocked, http_dns, http_tls, http_timeout, http_unreachable,
http_proxy, http_redirect, and http_unanswered: the request went out whole, no answer came or it broke off. In an exercise exercise_server for any other machine (`monitor/alerts/apart.py`).
Plain http only to this machine and networks that an operator allowed: the address holds a secret.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

import aiohttp
from django.conf import settings
from yarl import URL

from monitor.alerts.apart import exercise_server_check
from monitor.alerts.channels import ChannelDownError
from monitor.errors import DeliveryError
from monitor.lib.safety import BlockedAddressError, Network, SafeResolver, literal_address, networks

MOST_READ = 65_536
LONGEST_PAUSE = timedelta(hours=1)
LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `pause`: Retry-After, at most an hour."""

    status: int
    body: bytes = field(default=b"", repr=False)
    pause: timedelta | None = None


def http_post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST and read the answer, whatever its status. The URL is a secret: it is in no error and no log line."""
    target = _checked(url)
    exercise_server_check(target.host or "")
    return asyncio.run(_post(target, body, headers))


def address_check(url: str) -> None:
    """Raises as `http_post` would before it connects: not an http(s) address, or one that leads where we do not go."""
    target = _checked(url)
    exercise_server_check(target.host or "")
    asyncio.run(_resolve(target))


def channel_networks() -> tuple[Network, ...]:
    """Networks that an operator allowed; in an exercise also this machine."""
    return networks([*settings.CHANNEL_ALLOW_NETWORKS, *(LOOPBACK if settings.DRILL else ())])


def _checked(url: str) -> URL:
    try:
        target = URL(url)
    except ValueError:
        raise DeliveryError(label="http_address", permanent=True) from None
    if target.scheme not in {"http", "https"} or not target.host or target.user:
        raise DeliveryError(label="http_address", permanent=True)
    literal = literal_address(target.host)
    if literal and not _resolver(target).allows(literal):
        raise ChannelDownError(literal, label="http_blocked")
    return target.with_fragment(None)


def _resolver(target: URL) -> SafeResolver:
    proxy = urlsplit(settings.CHANNEL_PROXY).hostname
    exempt = frozenset({proxy} if proxy else ())
    return SafeResolver(channel_networks(), exempt, inside_only=target.scheme == "http")


async def _resolve(target: URL) -> None:
    if literal_address(target.host or ""):
        return
    try:
        await _resolver(target).resolve(target.host or "", target.port or 443)
    except BlockedAddressError as error:
        raise ChannelDownError(str(error), label="http_blocked") from None
    except OSError:
        raise ChannelDownError(target.host or "", label="http_dns") from None


async def _post(target: URL, body: bytes, headers: Mapping[str, str]) -> Answer:
    if settings.CHANNEL_PROXY:  # the proxy resolves names itself; an inside address is refused all the same
        await _resolve(target)
    connector = aiohttp.TCPConnector(resolver=_resolver(target), ssl=_tls(settings.CHANNEL_CA_FILE))
    timeout = aiohttp.ClientTimeout(total=settings.CHANNEL_TIMEOUT)
    sent, trace = asyncio.Event(), aiohttp.TraceConfig()

    async def body_sent(*_: object) -> None:
        sent.set()

    trace.on_request_chunk_sent.append(body_sent)
    try:
        async with (
            aiohttp.ClientSession(
                connector=connector, trust_env=False, cookie_jar=aiohttp.DummyCookieJar(), trace_configs=[trace]
            ) as session,
            session.post(
                target,
                data=body,
                headers={"User-Agent": "Tingchao", **headers},
                allow_redirects=False,
                timeout=timeout,
                proxy=settings.CHANNEL_PROXY or None,
            ) as response,
        ):
            if response.status in {301, 302, 303, 307, 308}:
                raise ChannelDownError(f"HTTP {response.status}", label="http_redirect")
            return Answer(
                response.status, await _body(response.content), _pause(response.headers.get("Retry-After", ""))
            )
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _down(error, sent=sent.is_set()) from None


async def _body(content: aiohttp.StreamReader) -> bytes:
    """All of it, in however many pieces it comes (one `read` gives the first), up to MOST_READ."""
    found = bytearray()
    async for piece in content.iter_any():
        found += piece
        if len(found) >= MOST_READ:
            break
    return bytes(found[:MOST_READ])


def _down(error: Exception, *, sent: bool) -> ChannelDownError:
    """aiohttp's exceptions as one of our labels; details never hold the address. `sent`: the body was on its way, it may have been taken."""
    if sent:
        return ChannelDownError(type(error).__name__, label="http_unanswered")
    cause = getattr(error, "os_error", error)
    if isinstance(cause, BlockedAddressError):
        return ChannelDownError(str(cause), label="http_blocked")
    known: tuple[tuple[type[Exception], str], ...] = (
        (aiohttp.ClientProxyConnectionError, "http_proxy"),
        (aiohttp.ClientHttpProxyError, "http_proxy"),
        (aiohttp.ClientConnectorDNSError, "http_dns"),
        (aiohttp.ClientSSLError, "http_tls"),
        (TimeoutError, "http_timeout"),
    )
    label = next((name for kind, name in known if isinstance(error, kind)), "http_unreachable")
    return ChannelDownError(type(error).__name__, label=label)


def _pause(raw: str) -> timedelta | None:
    """Retry-After (RFC 9110): seconds or a date."""
    raw = raw.strip()
    if raw.isascii() and raw.isdigit():
        return min(timedelta(seconds=int(raw[:6])), LONGEST_PAUSE)
    try:
        at = parsedate_to_datetime(raw)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - datetime.now(UTC), timedelta()), LONGEST_PAUSE)


@lru_cache(maxsize=2)
def _tls(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context
