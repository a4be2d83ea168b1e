"""Runs of one to three characters, looked up for many texts at once: arithmetic over arrays in place of a hit for each run. Pure.

Each character that stands in a run has a number, and a run the number that its characters make as digits (its key). One character is looked
up by its number; two in a hash table with open places, which also says whether three begin with them: only those are looked up in another.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from monitor.text.keys import Keys, Numbers, distinct, first_ones

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
        one, two, three = (np.flatnonzero(lengths == length) for length in range(1, LONGEST + 1))
        self._ones = np.full(self._base, NONE, np.intp)
        self._ones[keys[one]] = one
        openings = distinct(keys[three] // self._base)
        pairs = distinct(np.concatenate([keys[two], openings]))
        self._opens = np.zeros(len(pairs), bool)
        self._opens[np.searchsorted(pairs, openings)] = True
        self._twos = np.full(len(pairs), NONE, np.intp)
        self._twos[np.searchsorted(pairs, keys[two])] = two
        self._pairs, self._triples, self._threes = Keys(pairs), Keys(keys[three]), three

    def find(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """(places of the distinct runs of all texts, how many of each text).

        Of each text in the order in which they end, the longer first.
        """
        starts = np.concatenate(([0], np.fromiter(map(len, texts), np.intp, len(texts)).cumsum()))
        digits = self._digits.take(np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)).astype(np.int64)
        many = len(digits)
        begins = np.zeros(many + 2, bool)  # nothing reaches from one text into the next
        begins[starts] = True
        ending = np.full((many + 2, LONGEST), NONE, np.intp)  # the runs that end at each place, the longest first
        ending[:many, 2] = self._ones.take(digits)
        pairs = digits[:-1] * self._base + digits[1:]
        pairs[begins[1:many]] = NONE
        known, found = self._pairs.find(pairs)
        ending[known + 1, 1] = self._twos[found]
        opening = known[self._opens[found]]
        opening = opening[~begins[opening + 2]]
        known, found = self._triples.find(pairs[opening] * self._base + digits[opening + 2])
        ending[opening[known] + 2, 0] = self._threes[found]
        every = ending.ravel()
        there = np.flatnonzero(every >= 0)
        places = every[there]
        of_text = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(there, LONGEST * starts)))
        first = first_ones(of_text * self._runs + places)
        return places[first], np.bincount(of_text[first], minlength=len(texts))
