"""How the C library of this process keeps memory that it got from the system."""

from __future__ import annotations

import ctypes

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
