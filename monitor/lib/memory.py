"""How this process keeps memory: what the C library got from the system, and what Python's collector looks at."""

from __future__ import annotations

import ctypes
import gc

_M_MMAP_THRESHOLD = -3  # malloc.h
LARGE = 1 << 17  # bytes: what glibc begins with


def large_apart() -> bool:
    """Blocks of LARGE bytes and more go back to the system when they are freed; whether the C library took the setting.

    glibc raises that limit, up to 32 MiB, each time such a block is freed. Loading words and models does that, and from then on
    large arrays leave holes between what stays; every process that parts from this one later fills the holes anew, with pages of
    its own. Only glibc knows it: elsewhere nothing is done.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):  # musl and macOS have none; Windows no library of that name
        return False
    return bool(mallopt(_M_MMAP_THRESHOLD, LARGE))


def keep_loaded() -> None:
    """What is there by now stays: the collector never looks at it again, and looks at what comes as often as if it were all.

    Python 3.11 looks at old objects only when a quarter as many as it found at its last full look have grown old since, and
    freezing does not change that number: beside a million words and models it would wait for a quarter of a million objects, and
    what refers to itself would lie about until then, tens of MiB in a process. So it is made to count once more, without them.
    """
    gc.collect()
    gc.freeze()
    gc.collect()


def tidy_up() -> bool:
    """A full look of the collector if some thousands of objects have outlived a short one since the last; whether there was one.

    For a process between two pieces of work, when hardly anything is left that the next look would find (5 ms after `keep_loaded`).
    Left to itself Python looks when it has counted enough, amid some later work: by then the memory of what is given up lies
    between what is in use, and the process has grown by it.
    """
    if not gc.get_count()[2]:
        return False
    gc.collect()
    return True
