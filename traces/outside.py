"""The world outside, on this machine: a site with feeds and a hot list, a mail server, the receiver of a webhook."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.embedded.ports import free_port
from traces.identifiers import AUTHOR, BYLINE, SAID

MATTER = (
    "云河新城二期工地工资拖欠近三个月，工人聚集讨薪",
    "云河新城二期拖欠工资，有没有人管",
    "云河新城二期项目拖欠工资，数十名工人讨要说法",
    "云河新城二期欠薪追踪：劳务公司称甲方未拨款",
    "云河新城二期讨薪第二天，工资还是没有着落",
    "云河新城二期工地欠薪，人社部门到场了解情况",
    "云河新城二期工人讨薪，涉事公司名下余额不足",
    "云河新城二期项目欠薪，家里等着工资开学",
    "再访云河新城二期：被拖欠的工资何时到账",
    "云河新城二期欠薪事件：首批工资承诺周五发放",
    "云河新城二期拖欠工资的老板还不露面",
    "云河新城二期讨薪工人：只想拿回自己的工资",
)
FEEDS = ("daily", "forum", "radio")
ITEM = (
    "<item><title>{title}</title><link>{base}/{feed}/{n}.html?tel=13900001234&amp;email=lin.chen@mail.example</link>"
    "<guid isPermaLink='false'>13900001234-{n}</guid><pubDate>{at}</pubDate><author>{author}</author>"
    "<dc:creator>{byline}</dc:creator><category>{author}</category><source url='{base}/u/{author}'>{byline}</source>"
    "<description><![CDATA[<p>{text}</p><p>作者：{byline}</p>]]></description></item>"
)


@dataclass
class Outside:
    """`port` of the site; what came in, as bytes."""

    port: int = 0
    smtp_port: int = 0
    hooks: list[bytes] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.mails.append(bytes(envelope.original_content or b""))
        return "250 OK"

    def feed(self, name: str) -> bytes:
        """RSS 2.0, an author in every entry, a seeded identifier in each title and all of them in each text."""
        now, entries = datetime.now(UTC), list(enumerate(MATTER))[FEEDS.index(name) :: len(FEEDS)]
        said = SAID.split("，")
        items = "".join(
            ITEM.format(
                title=f"{title} {said[n % len(said)]}",
                base=self.base,
                feed=name,
                n=n,
                at=format_datetime(now - timedelta(minutes=2 + n)),
                author=AUTHOR,
                byline=BYLINE,
                text=f"{title}。{SAID}",
            )
            for n, title in entries
        )
        head = '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        return f"{head}<title>云河</title><managingEditor>{AUTHOR}</managingEditor>{items}</channel></rss>".encode()

    def hotlist(self) -> bytes:
        """JSON as newsnow gives it."""
        items = [
            {"id": "1", "title": f"云河新城二期欠薪上热榜 {SAID}", "url": f"{self.base}/u/{AUTHOR}", "author": BYLINE}
        ]
        return json.dumps({"status": "success", "items": items}, ensure_ascii=False).encode()


def _handler(outside: Outside) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version: ClassVar[str] = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.path.strip("/").partition(".")[0]
            body = outside.feed(name) if name in FEEDS else outside.hotlist() if name == "hot" else b""
            self._say(200 if body else 404, body)

        def do_POST(self) -> None:
            outside.hooks.append(self.rfile.read(int(self.headers.get("Content-Length", "0"))))
            self._say(200, b"{}")

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if body[:1] == b"{" else "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Not to standard error."""

    return Handler


@contextmanager
def outside_running() -> Iterator[Outside]:
    """Both servers, until the block ends."""
    outside = Outside()
    site = ThreadingHTTPServer(("127.0.0.1", 0), _handler(outside))
    mail = Controller(outside, hostname="127.0.0.1", port=free_port())
    threading.Thread(target=site.serve_forever, daemon=True).start()
    mail.start()
    outside.port, outside.smtp_port = site.server_port, mail.port
    try:
        yield outside
    finally:
        mail.stop()
        site.shutdown()
