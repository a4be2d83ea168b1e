"""`make demo`: everything on this machine, in the foreground, until Ctrl-C."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from monitor.embedded.errors import EmbeddedError
from monitor.embedded.leash import tie_to_parent
from monitor.embedded.local import data_locked, layout_environment, layout_open, migrate_if_needed, step_run
from monitor.embedded.places import CHECKOUT, private_write
from monitor.embedded.plan import Layout, manage, programs
from monitor.embedded.postgres import stale_clear
from monitor.embedded.process import log_tail
from monitor.embedded.state import state_clear, state_write
from monitor.embedded.supervisor import Supervisor

FIRST_PAGE_PATIENCE = 600.0  # of a machine that has other work; what cannot start ends often, long before
NEWS_EVERY = 30.0
TOO_OFTEN = 4  # ends of one process before the first page that mean it will not start
BOX = """\

  听潮 Tingchao · 演练 exercise
  ────────────────────────────────────────────────────────────
  网页 open      {url}/
  邮箱 mailbox   {url}/drill/mailbox/
{logins}
  日志 logs      {log}
  停止 stop      Ctrl-C
  ────────────────────────────────────────────────────────────
"""


class _Stop:
    """Ctrl-C, SIGTERM and a closed terminal ask to stop; asking again means at once."""

    def __init__(self) -> None:
        self.asked = 0
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._ask)

    def _ask(self, _signum: int, _frame: FrameType | None) -> None:
        self.asked += 1

    def check(self) -> None:
        if self.asked:
            raise KeyboardInterrupt


def say(text: str) -> None:
    """One line to the terminal, whatever its encoding; a terminal that is gone must not stop the stopping."""
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except UnicodeEncodeError:
        sys.stdout.write(text.encode("ascii", "replace").decode() + "\n")
    except OSError:
        pass


@contextmanager
def step(name: str) -> Iterator[None]:
    """One line per step, with its seconds."""
    began = time.monotonic()
    yield
    say(f"  {name:<44} {time.monotonic() - began:5.1f} s")


def first_page_answers(port: int) -> bool:
    """Whether the web server says that it is well."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()


def seed_fingerprint(layout: Layout) -> str:
    """Changes when the exercise's address or the code that seeds it does."""
    digest = hashlib.sha256(f"{layout.ports['drill']} {layout.base_url}".encode())
    for file in sorted(
        [*CHECKOUT.glob("monitor/drill/*.py"), *CHECKOUT.glob("monitor/management/commands/seed_demo.py")]
    ):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def seed_if_needed(layout: Layout, env: dict[str, str]) -> str:
    """Users and sources of the exercise, once; returns what `seed_demo` printed: a login per line."""
    mark, wanted = layout.cluster.home / "seeded", seed_fingerprint(layout)
    try:
        seeded = json.loads(mark.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        seeded = {}
    if seeded.get("fingerprint") != wanted:
        logins = step_run(manage("seed_demo"), env=env, log=layout.log / "seed.log")
        seeded = {"fingerprint": wanted, "logins": logins}
        private_write(mark, json.dumps(seeded, ensure_ascii=False))
    return str(seeded["logins"])


def _wait(until: Callable[[], bool], supervisor: Supervisor, stop: _Stop, what: str, log: str) -> None:
    began = time.monotonic()
    end, tell = began + FIRST_PAGE_PATIENCE, began + NEWS_EVERY
    while not until():
        stop.check()
        if time.monotonic() > tell:
            tell += NEWS_EVERY
            say(
                f"  … {what.lower()} is starting, for {time.monotonic() - began:.0f} s; other work on this machine slows it"
            )
        supervisor.news()
        failing = [name for name, count in supervisor.exits.items() if count >= TOO_OFTEN]
        if failing or not supervisor.alive() or time.monotonic() > end:
            culprit = supervisor.log / f"{(failing or [log])[0]}.log"
            own = "" if supervisor.alive() else log_tail(supervisor.log / "supervisord.err.log")
            raise EmbeddedError(f"{what} did not start. The end of {culprit}:\n{log_tail(culprit)}\n{own}".rstrip())
        time.sleep(0.05)


def _watch(supervisor: Supervisor, layout: Layout, stop: _Stop) -> None:
    while not stop.asked:
        for name, how in supervisor.news():
            say(f"  {time.strftime('%H:%M:%S')}  {name} ended ({how}); it is started again. Its log: {name}.log")
        if not supervisor.alive():
            say(f"  {time.strftime('%H:%M:%S')}  the supervisor ended; everything is started again")
            stale_clear(layout.cluster)
            supervisor.start()
        time.sleep(0.2)


def demo() -> int:
    """Start, show the address, watch, stop. Returns the exit status."""
    if os.environ.get("MAKELEVEL"):
        tie_to_parent(signal.SIGTERM)  # kill -9 of make stops the demo too
    stop, began = _Stop(), time.monotonic()
    try:
        with data_locked() as data:
            if os.environ.get("DATABASE_URL"):
                say("  DATABASE_URL is set, but the demo never writes there: it uses a database of its own")
            with step("PostgreSQL and Valkey: folders, ports"):
                layout = layout_open(data)
            env = layout_environment(layout)
            supervisor = Supervisor(run=layout.run, log=layout.log, env=env)
            supervisor.write(programs(layout))
            try:
                _run(layout, supervisor, env, stop, began)
            finally:
                _end(layout, supervisor, stop)
    except KeyboardInterrupt:
        return 0
    except EmbeddedError as error:
        say(f"\n  {error.detail}\n")
        return 1
    return 0


def _run(layout: Layout, supervisor: Supervisor, env: dict[str, str], stop: _Stop, began: float) -> None:
    from monitor.embedded.leash import postmaster_ready
    from monitor.embedded.valkey import valkey_answers

    ports = layout.ports
    with step(f"PostgreSQL on port {ports['postgres']}, Valkey on {ports['valkey']}"):
        supervisor.start()
        _wait(lambda: postmaster_ready(layout.cluster.data), supervisor, stop, "PostgreSQL", "postgres")
        board = layout.board.password
        _wait(lambda: valkey_answers(ports["valkey"], board), supervisor, stop, "Valkey", "valkey")
    with step("Database schema"):
        migrate_if_needed(layout, env)
    stop.check()
    with step("Users and sources of the exercise"):
        logins = seed_if_needed(layout, env)
    stop.check()
    layout.migrated.touch()
    state_write(layout.data, environment=env, ports=dict(ports))
    with step(f"Web on port {ports['web']}, worker, topics, beat, exercise"):
        _wait(lambda: first_page_answers(ports["web"]), supervisor, stop, "The web server", "web")
    rows = "\n".join(f"  登录 login     {line}" for line in logins.splitlines() if line.strip())
    say(
        BOX.format(url=layout.base_url, log=layout.log, logins=rows).rstrip()
        + f"\n  ({time.monotonic() - began:.1f} s)\n"
    )
    _watch(supervisor, layout, stop)


def _end(layout: Layout, supervisor: Supervisor, stop: _Stop) -> None:
    began, asked = time.monotonic(), stop.asked
    say("\n  Stopping in order; press Ctrl-C again to stop at once ...")
    if supervisor.child is not None and supervisor.alive():
        supervisor.child.send_signal(signal.SIGTERM)
        while supervisor.alive() and stop.asked <= asked and time.monotonic() - began < 90:
            time.sleep(0.05)
        supervisor.stop(kill=True)
    stale_clear(layout.cluster)  # nothing to do after a stop in order
    layout.migrated.unlink(missing_ok=True)
    state_clear(layout.data)
    say(f"  Stopped after {time.monotonic() - began:.1f} s. The data stay in {layout.data}; start again: make demo\n")
