"""A process of its own that is an SMTP server: counts accepted mails by Message-ID, refuses a share of them for the moment."""

from __future__ import annotations

import multiprocessing
import random
import socket
import time
from collections import Counter
from multiprocessing.connection import Connection
from types import TracebackType

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class _Handler:
    def __init__(self, failing: float) -> None:
        self.failing, self.random = failing, random.Random(1)
        self.taken: Counter[str] = Counter()
        self.at: dict[str, float] = {}  # first time, seconds of the clock

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.random.random() < self.failing:
            return "451 try again later"
        head = (envelope.original_content or b"").partition(b"\r\n\r\n")[0]
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"message-id:"):
                name = line[11:].strip().decode()
                self.taken[name] += 1
                self.at.setdefault(name, time.time())
        return "250 OK"


class SmtpProcess:
    """`with SmtpProcess(failing=0.2) as smtp: smtp.port`; `smtp.taken()` asks what was accepted, and when first."""

    def __init__(self, *, failing: float, host: str = "127.0.0.1") -> None:
        self.failing, self.host = failing, host

    def __enter__(self) -> SmtpProcess:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self.failing, theirs, self.host), daemon=True)
        self._process.start()
        theirs.close()
        self.port = int(self._pipe.recv())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._process.terminate()
        self._process.join(10)

    def taken(self) -> tuple[Counter[str], dict[str, float]]:
        self._pipe.send("taken")
        found: tuple[Counter[str], dict[str, float]] = self._pipe.recv()
        return found


def _serve(failing: float, pipe: Connection, host: str) -> None:
    handler = _Handler(failing)
    with socket.socket() as probe:
        probe.bind((host, 0))
        port = int(probe.getsockname()[1])
    Controller(handler, hostname=host, port=port).start()
    pipe.send(port)
    while pipe.recv():
        pipe.send((handler.taken, handler.at))
