"""The outside world of the end-to-end tests: a publishing web server and a mail server, both real."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from aiosmtpd.controller import Controller

from tests.e2e.stack import free_port


@dataclass
class Publisher:
    """Feeds by name; `publish` adds an entry that the next poll will see."""

    port: int = 0
    entries: dict[str, list[tuple[str, str, datetime]]] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)

    def url(self, feed: str) -> str:
        return f"http://127.0.0.1:{self.port}/{feed}.xml"

    def publish(self, feed: str, title: str, text: str = "") -> None:
        self.entries.setdefault(feed, []).append((title, text, datetime.now(UTC)))

    def rss(self, feed: str) -> bytes:
        items = "".join(
            f"<item><title>{escape(title)}</title><link>http://127.0.0.1:{self.port}/{feed}/{n}</link>"
            f"<guid>{feed}-{n}</guid><author>记者 石远帆</author><dc:creator>石远帆</dc:creator>"
            f"<pubDate>{format_datetime(at)}</pubDate><description>{escape(text)}</description></item>"
            for n, (title, text, at) in enumerate(self.entries.get(feed, []))
        )
        head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        return f"{head}<channel><title>{feed}</title><link>http://127.0.0.1/</link>{items}</channel></rss>".encode()


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A real HTTP server with the publisher's feeds; robots.txt allows all."""
    publisher = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.requests.append({"path": self.path, **dict(self.headers.items())})
            if not self.path.endswith(".xml"):
                self.send_error(404)
                return
            body = publisher.rss(self.path[1:-4])
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    publisher.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Mailbox:
    """What a real SMTP server accepted."""

    port: int
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.extend((to, mail) for to in envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def receiving() -> Iterator[Mailbox]:
    """A real SMTP server on a free port."""
    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
