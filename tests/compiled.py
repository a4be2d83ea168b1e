"""Code is compiled once, and not by each process of the run and each command that tests start.

In a fresh clone, or where PYTHONDONTWRITEBYTECODE is set, that took a fifth of the whole time. Results lie in
`__pycache__`, where Python and pytest look for them; whoever finds a file there that fits its source does nothing.
So it is with the constants of the product that hypothesis draws from (`.hypothesis/constants`): 6 s in each process.
"""

from __future__ import annotations

import compileall
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

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
    for path, compiler in _files()[_share()]:
        compiler(path, config)


def constants_share() -> None:
    """The same for hypothesis's constants, once its storage may be written: when the session has begun."""
    from hypothesis.internal.constants_ast import constants_from_module

    for path in _product()[_share()]:
        module = ModuleType(path.stem)
        module.__file__ = str(path)
        constants_from_module(module)


def _share() -> slice:
    return slice(int(os.environ["PYTEST_XDIST_WORKER"][2:]), None, int(os.environ["PYTEST_XDIST_WORKER_COUNT"]))


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


def _product() -> list[Path]:
    return [path for room in PRODUCT for path in sorted((CHECKOUT / room).rglob("*.py"))]


def _files() -> list[tuple[Path, Compiler]]:
    found: list[tuple[Path, Compiler]] = [(path, _compile) for path in _product()]
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
