"""Code is compiled once, and not by each process of the run and each command that tests start.

In a fresh clone, or where PYTHONDONTWRITEBYTECODE is set, that took a fifth of the whole time. Results lie in
`__pycache__`, where Python and pytest look for them; whoever finds a file there that fits its source does nothing.
"""

from __future__ import annotations

import compileall
import os
import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

CHECKOUT = Path(__file__).resolve().parent.parent
PRODUCT = ("monitor", "tasks", "dashboards")


def keep_compiled() -> None:
    """For this process and those that it starts."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def compile_share(config: pytest.Config) -> None:
    """A worker of xdist compiles its share of all files; when it comes to import the others, their workers are done too."""
    mine, of = int(os.environ["PYTEST_XDIST_WORKER"][2:]), int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
    for room in PRODUCT:
        for path in sorted((CHECKOUT / room).rglob("*.py"))[mine::of]:
            compileall.compile_file(path, quiet=2)
    for path in sorted([*(CHECKOUT / "tests").rglob("test_*.py"), *(CHECKOUT / "tests").rglob("conftest.py")])[
        mine::of
    ]:
        _rewrite(path, config)


def _rewrite(path: Path, config: pytest.Config) -> None:
    """As pytest does at import: with its assertions rewritten."""
    folder = rewrite.get_cache_dir(path)
    pyc = folder / (path.stem + rewrite.PYC_TAIL)
    if rewrite._read_pyc(path, pyc) is None and rewrite.try_makedirs(folder):
        digest, code = rewrite._rewrite_test(path, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, pyc)
