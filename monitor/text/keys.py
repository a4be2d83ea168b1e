"""Numbers looked up by the thousand in one table, and the first of each. Pure."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SLOTS = 3  # bits: so a bucket has at most 8 keys
BUCKET = 1 << SLOTS
AT_ONCE = 8_000  # keys that are looked up: arrays stay below 128 KiB
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio (Knuth's multiplicative hashing)

Numbers = npt.NDArray[np.intp]
Many = npt.NDArray[np.int64]


class Keys:
    """Distinct numbers; `find` gives their places among them.

    A number is spread over 64 bits: the first say which bucket it is in, the next 16 are its mark there. All marks of a bucket are compared at
    once, and what has the same mark is compared itself; so there is nothing to try one after the other.
    """

    def __init__(self, keys: Many) -> None:
        self._bits = max(1, len(keys).bit_length())
        while True:
            buckets, marks = self._spread(keys)
            self._order = in_turn(buckets, 1 << self._bits)
            many = np.bincount(buckets, minlength=1 << self._bits)
            if many.max() <= BUCKET:
                break
            self._bits += 1
        self._begins = np.concatenate(([0], many.cumsum()[:-1]))
        self._keys = keys[self._order]
        self._marks = np.zeros((1 << self._bits, BUCKET), np.uint16)
        of = buckets[self._order]
        self._marks[of, np.arange(len(keys)) - self._begins[of]] = marks[self._order]

    def find(self, keys: Many) -> tuple[Numbers, Numbers]:
        """(which of `keys` are known, their places)."""
        if len(keys) > AT_ONCE:
            parts = [(at, *self.find(keys[at : at + AT_ONCE])) for at in range(0, len(keys), AT_ONCE)]
            return np.concatenate([at + known for at, known, _ in parts]), np.concatenate(
                [places for *_, places in parts]
            )
        buckets, marks = self._spread(keys)
        alike = np.flatnonzero(self._marks.take(buckets, axis=0) == marks[:, None])
        which = alike >> SLOTS
        there = self._begins.take(buckets.take(which)) + (alike & (BUCKET - 1))
        same = np.flatnonzero(self._keys.take(there) == keys.take(which))
        return which.take(same), self._order.take(there.take(same))

    def _spread(self, keys: Many) -> tuple[Numbers, npt.NDArray[np.uint16]]:
        """Bucket and mark of each key; no mark is 0."""
        spread = keys.astype(np.uint64) * _SPREAD
        marks = (spread >> np.uint64(48 - self._bits)).astype(np.uint16)
        return (spread >> np.uint64(64 - self._bits)).astype(np.intp), marks | np.uint16(1)


def distinct(keys: Many) -> Many:
    """The distinct numbers in order: many times faster than `np.unique`, which hashes them first."""
    ordered = np.sort(keys)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))[: len(ordered)]]


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
