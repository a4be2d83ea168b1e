"""The real web server (uvicorn) as a process over the test database, and a reader of its event stream."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from monitor.models import User

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0
START_S = 600.0  # a machine that others use too takes long to import everything: as the demo waits


@dataclass
class Server:
    """A running web server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Events:
    """One open event stream; `next` gives (name, data) and passes over `retry:` lines."""

    client: http.client.HTTPConnection
    response: http.client.HTTPResponse
    seen: list[tuple[str, Any]] = field(default_factory=list)

    def next(self) -> tuple[str, Any] | None:
        """The next event; None when the server has ended the stream."""
        name = ""
        while line := self.response.readline().decode():
            key, _, value = line.rstrip("\n").partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                self.seen.append((name, json.loads(value)))
                return self.seen[-1]
        return None

    def wait_for(self, fragment: str, text: str) -> str:
        """Read until this fragment holds this text."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            found = self.next()
            if found and found[0] == "fragments" and text in found[1].get(fragment, ""):
                return str(found[1][fragment])
        raise AssertionError(f"{text!r} did not arrive in {fragment}; events: {[name for name, _ in self.seen]}")


@contextmanager
def web_server(**environment: str) -> Iterator[Server]:
    """Start uvicorn with the command line of production; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "monitor.asgi:application", "--host", "127.0.0.1", "--port", str(port)]
    ours = {"DATABASE_URL": database_url(), "TINGCHAO_BASE_URL": settings.BASE_URL, "TINGCHAO_LIVE_SHOWN": "0"}
    env = os.environ | ours | environment  # nothing shown of before: tests write rows without a word to the server
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_until_up(port)
            yield Server(port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


class Serving(AbstractContextManager["Serving"]):
    """A web server that several tests share; started when first wanted, and anew when a test has ended it."""

    def __init__(self, **environment: str) -> None:
        self._environment = environment
        self._stack = ExitStack()
        self._server: Server | None = None

    def running(self) -> Server:
        if self._server is None or self._server.process.poll() is not None:
            self._server = self._stack.enter_context(web_server(**self._environment))
        return self._server

    def __exit__(self, *_exc: object) -> None:
        self._stack.close()


@contextmanager
def event_stream(server: Server, user: User, query: str = "") -> Iterator[Events]:
    """Open `/live/` as this member."""
    client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)
    try:
        client.request("GET", f"/live/{query}", headers={"Cookie": cookie(user), "Accept": "text/event-stream"})
        yield Events(client, client.getresponse())
    finally:
        client.close()


def cookie(user: User) -> str:
    """A session cookie of this member."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def database_url() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def _wait_until_up(port: int) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            client.request("GET", "/healthz")
            if client.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            client.close()
    raise AssertionError("the web server did not come up")
