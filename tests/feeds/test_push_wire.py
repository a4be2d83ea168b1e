"""A form on its way to a hub: over TLS it stays there, and a proxy is used for it too."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from pathlib import Path

from monitor.feeds.push_ask import Heard, hubs_ask, subscribing
from tests.feeds.conftest import POLICY
from tests.feeds.hub import Hub
from tests.feeds.site import Reply, Site
from tests.feeds.test_tls import certificate

__all__ = ["certificate"]


def redirected(certificate: tuple[Path, Path], target: str) -> Heard:
    """What we hear of a hub over TLS that sends us to `target`."""

    async def run() -> Heard:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            head = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"
            writer.write(head.encode())
            await writer.drain()
            writer.close()

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate[1], certificate[0])
        server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
        hub = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/hub"
        wish = subscribing(hub=hub, topic="http://n.example/feed", callback="https://p.example/push/k/", secret="s")
        async with server:
            return (await asyncio.to_thread(hubs_ask, [wish], replace(POLICY, ca_file=str(certificate[1]))))[0]

    return asyncio.run(run())


def test_a_secret_does_not_go_from_https_to_http(certificate: tuple[Path, Path], site: Site) -> None:
    heard = redirected(certificate, Hub(site).site.url("/hub"))
    assert (heard.status, heard.accepted, site.asked) == (307, False, [])


def test_forms_go_through_the_proxy(site: Site) -> None:
    site.routes["http://hub.yunhe.example/hub"] = Reply(status=202)
    wish = subscribing(hub="http://hub.yunhe.example/hub", topic="http://n.example/", callback="http://p/", secret="s")
    hubs_ask([wish], replace(POLICY, proxy=site.url("")))
    assert [asked.headers["Host"] for asked in site.asked] == ["hub.yunhe.example"]


def test_answers_come_in_the_order_of_the_wishes_and_no_secret_is_shown(site: Site) -> None:
    site.routes |= {f"/{status}": Reply(status=status) for status in (202, 404, 503)}
    hubs = [site.url(f"/{status}") for status in (202, 404, 503)]
    wishes = [subscribing(hub=hub, topic="http://n.example/", callback="http://p/", secret="hush") for hub in hubs]
    assert [heard.label for heard in hubs_ask(wishes, POLICY)] == ["ok", "http_4xx", "http_5xx"]
    assert "hush" not in repr(wishes)
