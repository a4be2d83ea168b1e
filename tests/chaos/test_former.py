"""What the upgrade check counts as an answer, and what it says when the former version is not to be had."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chaos import former


class Pages(BaseHTTPRequestHandler):
    """/ is a page, /topics/ is broken, /alerts/ sends whoever is not signed in away."""

    def do_GET(self) -> None:
        status = {"/topics/": 500, "/alerts/": 302}.get(self.path, 200)
        if status == 302 and self.headers["Cookie"] == "session=good":
            status = 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/accounts/login/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        pass


@pytest.fixture
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_answers_are_told_apart(base: str) -> None:
    reader = former.Reader(base, "session=former")
    for page in ("/", "/topics/", "/alerts/"):
        reader._ask(page)
    reader.cookie, reader.doing = "session=good", "new"
    reader._ask("/alerts/")
    reader.base = "http://127.0.0.1:1"
    reader._ask("/")
    assert reader.answers == {"former": {"200": 1, "500": 1, "signed out": 1}, "new": {"200": 1, "no answer": 1}}


def test_a_version_that_the_clone_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="0000000 is not in this clone's history"):
        former._extract("0000000", tmp_path)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Traceback (most recent call last):", True),
        ("2026-11-26 23:38:18,000 ERROR celery.app.trace Task failed", True),
        ("2026-11-26 23:38:18,000 WARNING monitor.feeds.board event='host_board_away' error='ConnectionError'", False),
    ],
)
def test_what_a_log_complains_of(line: str, fault: bool) -> None:
    assert bool(former.FAULT.search("2026-11-26 23:38:17,000 INFO ready\n" + line)) is fault
