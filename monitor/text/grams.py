"""Runs of one to three characters, looked up for many texts at once: arithmetic over arrays in place of a hit for each run. Pure.

Each character that stands in a run has a number, and a run the number that its characters make as digits (its key); what ends at each
place of all texts is looked up in one hash table with open places. Runs of two lengths never share a key, for no character has the
number 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from monitor.text.keys import Keys, Numbers

LONGEST = 3
NONE = -2  # what is no run
_CODES = 0x110000


class Grams:
    """The runs of a model; `find` gives their places in `runs` that a text has."""

    def __init__(self, runs: Sequence[str]) -> None:
        self._runs = len(runs)
        lengths = np.fromiter(map(len, runs), np.intp, len(runs))
        codes = np.frombuffer("".join(runs).encode("utf-32-le"), np.uint32)
        there = np.zeros(_CODES, bool)
        there[codes] = True
        characters = np.flatnonzero(there)
        self._base = len(characters) + 2
        self._digits = np.full(_CODES, self._base - 1, np.uint16 if self._base < 1 << 16 else np.uint32)
        self._digits[characters] = np.arange(1, len(characters) + 1)
        digits, begins = self._digits[codes].astype(np.int64), np.cumsum(lengths) - lengths
        keys = np.zeros(len(runs), np.int64)
        for place in range(LONGEST):
            longer = lengths > place
            keys[longer] = keys[longer] * self._base + digits[begins[longer] + place]
        self._keys = Keys(keys)

    def find(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """(places of the distinct runs of all texts, how many of each text).

        Of each text in the order in which they end, the longer first.
        """
        lengths = np.fromiter(map(len, texts), np.intp, len(texts))
        starts = np.concatenate(([0], np.cumsum(lengths)))
        digits = self._digits[np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)].astype(np.int64)
        ending = np.zeros((len(digits), LONGEST), np.int64)  # the runs that end at each place, the longest first
        ending[:, 2] = digits
        ending[1:, 1] = digits[:-1] * self._base + digits[1:]
        ending[2:, 0] = ending[1:-1, 1] * self._base + digits[2:]
        for place in range(1, LONGEST):  # nothing reaches from one text into the next
            begins = (starts[:-1] + place - 1)[lengths >= place]
            ending[begins, : LONGEST - place] = NONE
        known, places = self._keys.find(ending.ravel())
        bounds = np.searchsorted(known, LONGEST * starts)
        return self._distinct(places, bounds.tolist())

    def _distinct(self, places: Numbers, bounds: list[int]) -> tuple[Numbers, Numbers]:
        """Each of a text's places where it stands first."""
        first = np.empty(self._runs, np.intp)
        at = np.arange(len(places))
        kept = np.empty(len(places), bool)
        for start, end in pairwise(bounds):
            of_text = places[start:end]
            first[of_text[::-1]] = at[start:end][::-1]  # of several the last written stays
            kept[start:end] = first[of_text] == at[start:end]
        before = np.concatenate(([0], np.cumsum(kept)))
        return places[kept], np.diff(before[bounds])
