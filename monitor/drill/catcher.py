"""The catching SMTP server: takes every mail, sends none on, stores it for `mailbox.py`."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from .mailbox import mail_store

MAX_BYTES = 20 * 1024 * 1024


class Catcher:
    """aiosmtpd handler; answers 250 only when the file is on disk, 451 when it could not be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd)
        content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        try:
            mail_id = await asyncio.to_thread(mail_store, content, now=datetime.now(UTC), folder=self._folder)
        except OSError as problem:
            return f"451 could not store the mail: {problem.strerror}"
        return f"250 stored as {mail_id}"


def protocol(folder: Path) -> Callable[[], SMTP]:
    """A factory of SMTP conversations for `loop.create_server`."""
    catcher = Catcher(folder)
    return lambda: SMTP(catcher, hostname="drill.yunhe.example", data_size_limit=MAX_BYTES, enable_SMTPUTF8=True)


async def start(*, host: str, port: int, folder: Path) -> asyncio.Server:
    """Listen on host:port (0 = any); OSError when the port is taken."""
    return await asyncio.get_running_loop().create_server(protocol(folder), host, port)
