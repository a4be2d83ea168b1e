"""Large blocks go back to the system when they are freed, whatever was freed before."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys
from types import SimpleNamespace

import pytest

from monitor.lib import memory

GLIBC = platform.libc_ver()[0] == "glibc"
HELD = """
import sys
import numpy as np
from monitor.lib.memory import large_apart
if sys.argv[1] == "apart": large_apart()
def held(): return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmData"))
np.ones(1 << 21)  # 16 MiB: once freed, glibc takes what is smaller from its heap
before = held()
large = [np.ones(1 << 17) for _ in range(20)]  # a mebibyte each
stays = [np.ones(1 << 10) for _ in range(50)]
del large
print(held() - before)
"""


def _held(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", HELD, how], check=True, capture_output=True, text=True)
    return int(done.stdout)


@pytest.mark.parametrize("library", ["none", "without"])
def test_where_the_c_library_does_not_know_it_nothing_is_done(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: object) -> object:
        if library == "none":
            raise OSError
        return SimpleNamespace()

    monkeypatch.setattr(ctypes, "CDLL", load)
    assert not memory.large_apart()


def test_blocks_of_a_mebibyte_that_were_freed_leave_no_holes() -> None:
    """Elsewhere than on glibc (musl, macOS) the setting is refused, which is all that can be said there."""
    if not GLIBC:
        assert not memory.large_apart()
        return
    kept, given_back = _held("as it is"), _held("apart")
    assert kept > 15 * 1024 > 3 * 1024 > given_back
