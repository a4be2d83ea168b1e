"""Numbers looked up by the thousand in one hash table with open places, and the first of each. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SPACE = 3  # at least so many slots for a key
FREE = -1  # an open slot
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth's multiplicative hashing)

Numbers = npt.NDArray[np.intp]
Many = npt.NDArray[np.int64]


class Keys:
    """Distinct numbers from 0 on; `find` gives their places among them."""

    def __init__(self, keys: Many) -> None:
        self._bits = max(4, (SPACE * len(keys)).bit_length())
        self._keys = np.full(1 << self._bits, FREE, np.int64)
        self._places = np.zeros(1 << self._bits, np.intp)
        left, slots = np.arange(len(keys)), self._slots(keys)
        while len(left):
            free = self._keys[slots] == FREE
            self._keys[slots[free]] = keys[left[free]]
            there = self._keys[slots] == keys[left]
            self._places[slots[there]] = left[there]
            left, slots = left[~there], self._next(slots[~there])

    def find(self, keys: Many) -> tuple[Numbers, Numbers]:
        """(which of `keys` are known, their places). A negative number but FREE is never known."""
        slots = self._slots(keys)
        held = self._keys.take(slots)
        left = np.flatnonzero((held != keys) & (held != FREE))
        while len(left):
            slots[left] = further = self._next(slots[left])
            again = self._keys[further]
            held[left] = again
            left = left[(again != keys[left]) & (again != FREE)]
        known = np.flatnonzero(held == keys)
        return known, self._places[slots[known]]

    def _slots(self, keys: Many) -> Numbers:
        """Where to look first for each key."""
        return ((keys.astype(np.uint64) * _SPREAD) >> np.uint64(64 - self._bits)).astype(np.intp)

    def _next(self, slots: Numbers) -> Numbers:
        return (slots + 1) & ((1 << self._bits) - 1)


def first_ones(keys: Many) -> npt.NDArray[np.bool_]:
    """For each number (0 or more) whether it stands there for the first time. Sorted together with their places: quicker than a stable order."""
    bits = len(keys).bit_length()
    both = np.sort(keys << bits | np.arange(len(keys)))
    alone = both >> bits
    first = np.empty(len(keys), bool)
    first[both & ((1 << bits) - 1)] = np.concatenate(([True], alone[1:] != alone[:-1]))[: len(keys)]
    return first


def in_turn(groups: Many, most: int) -> Numbers:
    """The order that puts numbers below `most` in theirs and leaves like ones as they stand; few are sorted by their digits."""
    return np.argsort(groups.astype(np.uint16) if most < 1 << 16 else groups, kind="stable")
