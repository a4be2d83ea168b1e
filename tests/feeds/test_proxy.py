"""The intranet: through an HTTP proxy with a password, to sites with a certificate of the organisation's own authority."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from monitor.feeds.exchange import FetchResult
from tests.feeds.conftest import POLICY, get
from tests.feeds.test_tls import ANSWER, certificate

__all__ = ["certificate"]

PASSWORD = "se-cret7"
KNOWN = "Basic " + base64.b64encode(f"tide:{PASSWORD}".encode()).decode()


@dataclass
class Proxy:
    """Tunnels CONNECT, answers plain requests itself; 407 without the password."""

    asked: list[str] = field(default_factory=list)

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.asked.append(head.partition("\r\n")[0])
            if f"Proxy-Authorization: {KNOWN}" not in head:
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            elif head.startswith("CONNECT "):
                host, _, port = head.split()[1].rpartition(":")
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _tunnel(reader, writer, host, int(port))
            else:
                writer.write(ANSWER)
            await writer.drain()
        writer.close()


async def _tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
    inner_reader, inner_writer = await asyncio.open_connection(host, port)

    async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65_536):
                target.write(data)
                await target.drain()
        target.close()

    await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))


def through_proxy(
    pair: tuple[Path, Path], url: Callable[[int], str], *, ca_file: str = "", user: str = f"tide:{PASSWORD}@"
) -> tuple[FetchResult, list[str]]:
    """What came of a fetch of `url(port of the TLS site)`, and the first lines that the proxy was sent."""

    async def site(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ANSWER)
            await writer.drain()
        writer.close()

    async def run() -> tuple[FetchResult, list[str]]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pair[1], pair[0])
        proxy = Proxy()
        secure = await asyncio.start_server(site, "127.0.0.1", 0, ssl=context)
        tunnel = await asyncio.start_server(proxy, "127.0.0.1", 0)
        async with secure, tunnel:
            address = f"http://{user}127.0.0.1:{tunnel.sockets[0].getsockname()[1]}"
            policy = replace(POLICY, proxy=address, ca_file=ca_file, obey_robots=False, timeout=3.0)
            result = await asyncio.to_thread(get, url(secure.sockets[0].getsockname()[1]), policy)
        assert PASSWORD not in repr(policy)
        return result, proxy.asked

    return asyncio.run(run())


def local(port: int) -> str:
    return f"https://127.0.0.1:{port}/feed"


def test_a_secure_site_behind_a_proxy_is_read_with_the_organisations_authority(certificate: tuple[Path, Path]) -> None:
    result, asked = through_proxy(certificate, local, ca_file=str(certificate[1]))
    assert (result.outcome, result.body) == ("ok", b"ok")
    assert [line.split()[0] for line in asked] == ["CONNECT"]


def test_an_unknown_authority_behind_a_proxy_is_refused(certificate: tuple[Path, Path]) -> None:
    assert through_proxy(certificate, local)[0].outcome == "tls"


def test_a_plain_site_goes_through_the_proxy_with_its_password(certificate: tuple[Path, Path]) -> None:
    result, asked = through_proxy(certificate, lambda _port: "http://feeds.yunhe.invalid/feed")
    assert (result.outcome, asked) == ("ok", ["GET http://feeds.yunhe.invalid/feed HTTP/1.1"])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_wrong_password_is_the_proxys_fault_and_told_nobody(
    certificate: tuple[Path, Path], scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    result, _ = through_proxy(certificate, lambda _port: f"{scheme}://feeds.yunhe.invalid/feed", user="tide:wr-ong@")
    assert result.outcome == "proxy"
    assert "wr-ong" not in repr(result) + caplog.text


def test_a_proxy_that_is_away_is_no_fault_of_the_host(caplog: pytest.LogCaptureFixture) -> None:
    policy = replace(POLICY, proxy=f"http://tide:{PASSWORD}@127.0.0.1:1", obey_robots=False)
    result = get("http://feeds.yunhe.invalid/feed", policy)
    assert (result.outcome, result.retry_after) == ("proxy", None)
    assert PASSWORD not in repr(result) + caplog.text


@pytest.mark.parametrize("url", ["https://10.1.2.3/feed", "https://169.254.169.254/", "https://localhost/feed"])
def test_a_proxy_does_not_open_the_inside(url: str) -> None:
    policy = replace(POLICY, proxy="http://127.0.0.1:1", allow_networks=(), obey_robots=False)
    assert get(url, policy).outcome == "blocked_address"
