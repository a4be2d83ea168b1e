"""HTTP by aiohttp under our limits: one GET with its redirects. Raises FetchError with a label for what went wrong."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from multidict import CIMultiDictProxy
from yarl import URL

from monitor.errors import FetchError
from monitor.feeds.exchange import Policy
from monitor.feeds.inflate import BrokenError, TooLargeError, UnknownError, inflate
from monitor.lib.safety import BlockedAddressError, SafeResolver, address_allowed, literal_address

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
REDIRECTS = frozenset({301, 302, 303, 307, 308})
FOR_GOOD = frozenset({301, 308})
KEEPS_METHOD = frozenset({307, 308})
PROXY_REFUSES = 407
RAW_BYTE = re.compile("[\udc80-\udcff]")  # how the parser hands over a byte of a header that is no UTF-8
Turn = Callable[[str], AbstractAsyncContextManager[None]]
"""Waits until the host of an address may be asked, and lasts until it answered; raises when it may not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer of a chain of redirects; `body` is inflated. `truncated`: the connection ended before the body."""

    url: str
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes = field(default=b"", repr=False)
    raw_bytes: int = 0
    truncated: bool = False
    moved_to: str = ""
    redirects: tuple[str, ...] = ()


class Wire:
    """A connection pool without cookies whose connections go only to addresses that were checked."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        proxy_host = urlsplit(self.policy.proxy).hostname
        self._resolver = SafeResolver(self.policy.allow_networks, frozenset({proxy_host} if proxy_host else ()))
        connector = aiohttp.TCPConnector(resolver=self._resolver, limit=self.policy.concurrency * 2, ttl_dns_cache=60)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self.policy.connect_timeout),
            headers={
                "User-Agent": self.policy.user_agent,
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip, deflate, br, zstd",
            },
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def get(self, url: str, headers: Mapping[str, str], *, limit: int, turn: Turn | None = None) -> Answer:
        """GET with redirects, each request in its `turn`. Time counts over the whole chain, without the waiting for turns.

        https to http is followed, since what we read is public and we bring no secret; but it is no move for good.
        """
        seen = [url]
        for_good = True
        clock = _Clock(self.policy.timeout)
        while True:
            async with turn(seen[-1]) if turn else nullcontext(), clock:
                answer = await self._one(seen[-1], headers, limit, clock)
            target = answer.headers.get("Location", "")
            if answer.status not in REDIRECTS or not target:
                break
            following = _joined(seen[-1], target)
            for_good = for_good and answer.status in FOR_GOOD and not _downgrade(seen[-1], following)
            if following in seen or len(seen) > self.policy.max_redirects:
                raise FetchError(f"{len(seen)} × HTTP {answer.status}", label="redirect_loop")
            seen.append(following)
        moved_to = urldefrag(seen[-1]).url if len(seen) > 1 and for_good else ""
        return replace(answer, url=seen[-1], moved_to=moved_to, redirects=tuple(seen[1:]))

    async def post(self, url: str, form: Mapping[str, str], *, limit: int) -> Answer:
        """POST of a form; a redirect is followed only where the method stays (307, 308), to an address that is checked.

        Not from https to http, since the form may hold a secret: such a redirect is the answer.
        """
        seen = [url]
        async with _Clock(self.policy.timeout) as clock:
            while True:
                answer = await self._one(seen[-1], {}, limit, clock, form)
                location = answer.headers.get("Location", "")
                target = _joined(seen[-1], location)
                bare = urlsplit(seen[-1]).scheme == "https" and urlsplit(target).scheme != "https"
                if answer.status not in KEEPS_METHOD or not location or bare:
                    return replace(answer, url=seen[-1], redirects=tuple(seen[1:]))
                if len(seen) > self.policy.max_redirects:
                    raise FetchError(f"{len(seen)} × HTTP {answer.status}", label="redirect_loop")
                seen.append(target)

    async def _one(
        self, url: str, headers: Mapping[str, str], limit: int, clock: _Clock, form: Mapping[str, str] | None = None
    ) -> Answer:
        assert self._session is not None  # noqa: S101 - for mypy; open() was called
        target = self.check_url(url)
        await self._check_behind_proxy(target)
        trusted = self._tls(target)
        try:
            async with self._session.request(
                "GET" if form is None else "POST",
                target,
                headers=headers,
                data=form,
                allow_redirects=False,
                proxy=self.policy.proxy or None,
                ssl=trusted,
            ) as response:
                clock.answering = True
                if response.status == PROXY_REFUSES and self.policy.proxy:
                    raise FetchError(f"HTTP {response.status}", label="proxy")
                if response.status in REDIRECTS:
                    return Answer(url, response.status, response.headers)
                raw, truncated = await _read(response, limit)
                body = inflate(raw, response.headers.get("Content-Encoding", ""), limit, whole=not truncated)
                return Answer(url, response.status, response.headers, body, len(raw), truncated)
        except TooLargeError:
            raise FetchError(f"> {limit:,} bytes", label="too_large") from None
        except BrokenError as error:
            label = "bad_response" if isinstance(error, UnknownError) else "truncated"
            raise FetchError(f"Content-Encoding: {error}", label=label) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _translated(error) from None

    def _tls(self, target: URL) -> ssl.SSLContext | bool:
        """Whom we trust, loaded when it is needed; True: nothing here is encrypted."""
        encrypted = target.scheme == "https" or self.policy.proxy.lower().startswith("https:")
        return _tls(self.policy.ca_file) if encrypted else True

    def check_url(self, url: str) -> URL:
        """The address ready to be asked for. Raises FetchError: `bad_url`, `blocked_address`."""
        try:
            target = URL(url)
            host = target.host
        except ValueError:
            raise FetchError("", label="bad_url", permanent=True) from None
        if target.scheme not in {"http", "https"} or not host:
            raise FetchError(target.scheme[:20], label="bad_url", permanent=True)
        literal = literal_address(host)
        if literal and not address_allowed(literal, self.policy.allow_networks):
            raise FetchError(literal, label="blocked_address", permanent=True)
        return target.with_user(None).with_fragment(None)

    async def _check_behind_proxy(self, target: URL) -> None:
        """A proxy resolves names itself; where we can resolve too, an inside address is refused all the same."""
        if not self.policy.proxy or literal_address(target.host or ""):
            return
        try:
            await self._resolver.resolve(target.host or "", target.port or 80)
        except BlockedAddressError as error:
            raise FetchError(str(error), label="blocked_address", permanent=True) from None
        except OSError:
            return


class _Clock:
    """The whole time of one chain: `timeout` when nothing answered yet, `too_slow` when the answer trickled in."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.left, self.answering = seconds, seconds, False

    async def __aenter__(self) -> _Clock:
        self.answering = False
        self._begin = asyncio.get_running_loop().time()
        self._timeout = asyncio.timeout(self.left)
        await self._timeout.__aenter__()
        return self

    async def __aexit__(self, kind: object, error: object, tb: object) -> None:
        self.left -= asyncio.get_running_loop().time() - self._begin
        try:
            await self._timeout.__aexit__(kind, error, tb)  # type: ignore[arg-type]
        except TimeoutError:
            label = "too_slow" if self.answering else "timeout"
            raise FetchError(f"> {self.seconds:g} s", label=label) from None


async def _read(response: aiohttp.ClientResponse, limit: int) -> tuple[bytes, bool]:
    """(bytes, whether the connection ended too early). What came before is kept when anything did.

    Piece by piece into our own list: once a stream has failed, aiohttp gives nobody what is still in its buffer.
    """
    if (response.content_length or 0) > limit:
        raise TooLargeError
    parts: list[bytes] = []
    size = 0
    try:
        async for chunk in response.content.iter_any():
            size += len(chunk)
            if size > limit:
                raise TooLargeError
            parts.append(chunk)
    except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError, ConnectionError):
        rest = b"".join(parts)
        if not rest or len(rest) > limit:
            raise
        return rest, True
    return b"".join(parts), False


def _joined(base: str, target: str) -> str:
    """Where a Location leads, without a user or password in it. Bytes that are no UTF-8 go back as they came."""
    target = RAW_BYTE.sub(lambda byte: f"%{ord(byte.group()) - 0xDC00:02X}", target.strip())
    try:
        parts = urlsplit(urljoin(base, target))
    except ValueError:
        raise FetchError("Location", label="bad_url") from None
    if not target.isprintable():
        raise FetchError("Location", label="bad_url")
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _downgrade(before: str, after: str) -> bool:
    return before.startswith("https:") and not after.startswith("https:")


def _tls(ca_file: str) -> ssl.SSLContext:
    """Loading the authorities of the system costs more than ten polls: once per process, and when the file changes."""
    return _tls_made(ca_file, Path(ca_file).stat().st_mtime_ns if ca_file else 0)


@lru_cache(maxsize=4)
def _tls_made(ca_file: str, changed_ns: int) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(cafile=ca_file)
    return context


def _translated(error: Exception) -> FetchError:
    """aiohttp's exception tree as one of our labels. Details are addresses and numbers, never text of the answer."""
    cause = getattr(error, "os_error", error)
    if isinstance(cause, BlockedAddressError):
        return FetchError(str(cause), label="blocked_address", permanent=True)
    known: tuple[tuple[type[Exception], str], ...] = (
        (aiohttp.ClientProxyConnectionError, "proxy"),
        (aiohttp.ClientHttpProxyError, "proxy"),
        (aiohttp.ClientConnectorDNSError, "dns"),
        (aiohttp.ClientSSLError, "tls"),
        (ssl.SSLError, "tls"),
        (aiohttp.ServerTimeoutError, "timeout"),
        (aiohttp.InvalidURL, "bad_url"),
        (aiohttp.ClientConnectionError, "refused"),
        (aiohttp.ClientPayloadError, "truncated"),
        (aiohttp.ClientResponseError, "bad_response"),
        (TimeoutError, "timeout"),
        (OSError, "refused"),
        (UnicodeError, "bad_url"),
    )
    label = next((name for kind, name in known if isinstance(error, kind)), "bad_response")
    strerror = getattr(cause, "strerror", None)
    return FetchError(str(strerror)[:200] if strerror else type(error).__name__, label=label)
