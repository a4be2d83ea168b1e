"""Certificates: an unknown authority is refused, the operator's own CA file is accepted."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.feeds import wire
from monitor.feeds.exchange import FetchResult
from tests.feeds.conftest import POLICY, get
from tests.feeds.samples import RSS
from tests.feeds.site import Reply, Site

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=yunhe"
    extra = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *extra], check=True, capture_output=True)
    return key, cert


def fetched(certificate: tuple[Path, Path], ca_file: str, said: bytes = ANSWER) -> FetchResult:
    async def run() -> FetchResult:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(said)
            await writer.drain()
            writer.close()

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate[1], certificate[0])
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        url = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/feed"
        policy = replace(POLICY, ca_file=ca_file, obey_robots=False)
        async with server:
            return await asyncio.to_thread(get, url, policy)

    return asyncio.run(run())


def test_authorities_are_loaded_for_what_is_encrypted_only(
    certificate: tuple[Path, Path], site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    made = wire._tls_made

    def load(file: str, changed: int) -> ssl.SSLContext:
        loaded.append(file)
        return made(file, changed)

    monkeypatch.setattr(wire, "_tls_made", load)
    site.routes["/feed"] = Reply(RSS.encode())
    assert (get(site.url("/feed")).outcome, loaded) == ("ok", [])
    ca_file = str(certificate[1])
    assert (fetched(certificate, ca_file).outcome, loaded) == ("ok", [ca_file])


def test_an_unknown_authority_is_refused(certificate: tuple[Path, Path]) -> None:
    assert fetched(certificate, "").outcome == "tls"


def test_the_operators_own_authority_is_accepted(certificate: tuple[Path, Path]) -> None:
    assert fetched(certificate, str(certificate[1])).outcome == "ok"


def test_a_redirect_from_https_to_http_is_followed_but_never_remembered(
    certificate: tuple[Path, Path], site: Site
) -> None:
    site.routes["/feed"] = Reply(RSS.encode())
    moved = f"HTTP/1.1 301 Moved\r\nLocation: {site.url('/feed')}\r\nContent-Length: 0\r\n\r\n".encode()
    result = fetched(certificate, str(certificate[1]), moved)
    assert (result.outcome, result.url, result.moved_to) == ("ok", site.url("/feed"), "")
