"""Large blocks go back to the system when they are freed, whatever was freed before; what refers to itself goes when it is old."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys
from types import SimpleNamespace

import pytest

from monitor.embedded.places import CHECKOUT
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
LOADED = """
import gc
from monitor.lib.memory import keep_loaded
words = [[n] for n in range(600_000)]
keep_loaded()
before = gc.get_stats()[2]["collections"]
lasting = [[n] for n in range(100_000)]  # a sixth of what stays
print(gc.get_freeze_count(), gc.get_stats()[2]["collections"] - before)
"""
TIDY = """
import gc
from monitor.lib.memory import keep_loaded, tidy_up
keep_loaded()
def large():
    rows = [{} for _ in range(9_000)]
    for row in rows: row["all"] = rows
few = tidy_up()
large()
before = len(gc.get_objects())
print(few, tidy_up(), before - len(gc.get_objects()) > 8_999, tidy_up())
"""
THREADS = """
import monitor
import numpy as np
from scipy import linalg
linalg.solve(np.eye(700) @ np.eye(700), np.ones(700))
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("Threads")))
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


def test_beside_much_that_stays_the_collector_still_looks_at_what_grows_old() -> None:
    """Each look at everything but what was loaded: without the count anew there is none before a quarter of that has come."""
    kept, looks = map(int, _said(LOADED).split())
    assert kept > 600_000
    assert looks > 0


def test_what_a_large_piece_of_work_left_that_refers_to_itself_goes_when_it_is_over_and_after_small_ones_nothing_is_looked_at() -> (
    None
):
    assert _said(TIDY).split() == ["False", "True", "True", "False"]


def test_a_process_of_ours_multiplies_matrices_in_one_thread_unless_it_is_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    assert sys.platform != "linux" or int(_said(THREADS)) == 1  # elsewhere nothing tells how many there are
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    assert _said("import monitor, os; print(os.environ['OPENBLAS_NUM_THREADS'])").strip() == "2"


def _said(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return done.stdout
