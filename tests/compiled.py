"""Code is compiled once, and not by each process of the run and each command that tests start.

In a fresh clone, or where PYTHONDONTWRITEBYTECODE is set, that took a fifth of the whole time. Results lie in
`__pycache__`, where Python and pytest look for them; whoever finds a file there that fits its source does nothing.
"""

from __future__ import annotations

import compileall
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

CHECKOUT = Path(__file__).resolve().parent.parent
Compiler = Callable[[Path, pytest.Config], None]
PRODUCT = ("monitor", "tasks", "dashboards")


def keep_compiled() -> None:
    """For this process and those that it starts."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def compile_share(config: pytest.Config) -> None:
    """A worker of xdist compiles its share of all files; when it comes to import the others, their workers are done too."""
    mine, of = int(os.environ["PYTEST_XDIST_WORKER"][2:]), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for path, compiler in _files()[mine::of]:
        compiler(path, config)


@contextmanager
def compiling_meanwhile(config: pytest.Config) -> Iterator[None]:
    """All files, for as long as the block waits for another process: the other processor has nothing to do."""
    enough = threading.Event()

    def until_enough() -> None:
        for path, compiler in _files():
            if enough.is_set():
                return
            compiler(path, config)

    thread = threading.Thread(target=until_enough)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def _files() -> list[tuple[Path, Compiler]]:
    found: list[tuple[Path, Compiler]] = [
        (path, _compile) for room in PRODUCT for path in sorted((CHECKOUT / room).rglob("*.py"))
    ]
    tests = CHECKOUT / "tests"
    return found + [(path, _rewrite) for path in sorted([*tests.rglob("test_*.py"), *tests.rglob("conftest.py")])]


def _compile(path: Path, _config: pytest.Config) -> None:
    compileall.compile_file(path, quiet=2)


def _rewrite(path: Path, config: pytest.Config) -> None:
    """As pytest does at import: with its assertions rewritten."""
    folder = rewrite.get_cache_dir(path)
    pyc = folder / (path.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(path, pyc) is None and rewrite.try_makedirs(folder):
        digest, code = rewrite._rewrite_test(path, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, pyc)
