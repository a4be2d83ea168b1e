"""pytest plugin (`-p tests.servers`): throw-away PostgreSQL and Valkey for the whole run, before settings load.

They run beside the controller; xdist workers inherit the addresses, get a database of their own from pytest-django and
a Valkey database of their own from here. DATABASE_URL and REDIS_URL, when both are set, are used as they are.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator
from contextlib import ExitStack
from types import FrameType
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.compiled import compile_share, compiling_meanwhile, constants_share, keep_compiled

NO_SERVERS = {"--collect-only", "--co", "--help", "-h", "--version", "-V", "--markers", "--fixtures", "--setup-plan"}
NOWHERE = {"DATABASE_URL": "postgres://nobody:none@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}

_stack = ExitStack()


def _own_valkey_database() -> None:
    """Give xdist worker gwN database N + 1, so that workers do not see each other's queues and locks."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker.startswith("gw") and not os.environ.get("TINGCHAO_TEST_VALKEY_SET"):
        parts = urlsplit(os.environ["REDIS_URL"])
        os.environ["REDIS_URL"] = urlunsplit(parts._replace(path=f"/{int(worker[2:]) + 1}"))
        os.environ["TINGCHAO_TEST_VALKEY_SET"] = worker


def _terminated(_signum: int, _frame: FrameType | None) -> None:
    """A run that is told to end cleans up as after Ctrl-C."""
    raise KeyboardInterrupt


def _start(config: pytest.Config) -> None:
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    if NO_SERVERS & set(sys.argv[1:]):
        os.environ.update(NOWHERE)
        return
    from monitor.embedded import throwaway_servers
    from tests.migrated import migrated

    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminated)
    with compiling_meanwhile(config):
        home = migrated()
    servers = _stack.enter_context(throwaway_servers(like=home))
    _stack.callback(lambda: [os.environ.pop(name, None) for name in servers.environment])
    os.environ.update(servers.environment)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Before pytest-django (whose hook does not wrap) reads the settings."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        _own_valkey_database()
        compile_share(early_config)
    else:
        keep_compiled()
        _start(early_config)
    try:
        return (yield)
    except BaseException:
        _stack.close()
        raise


@pytest.hookimpl(trylast=True)
def pytest_sessionstart() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        constants_share()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """At the end of the run, also an interrupted one."""
    _stack.close()
