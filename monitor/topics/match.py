"""Which features one vector shares with each of many topics, found at once in arrays instead of topic by topic. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from monitor.topics.state import LiveTopic
from monitor.topics.vectors import FIRMS

Shared = list[tuple[int, float, float]]
"""Feature hash, weight in the one, weight in the other; by rising hash."""
Keys = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
SIEVE, LAST = 1 << 16, 0xFFFF  # most keys of the topics are sieved out by their last bits before any is looked for

ZERO = np.zeros(1)


@dataclass(frozen=True, slots=True)
class Probe:
    """A vector as parallel arrays: sorted feature hashes, and weights."""

    keys: Keys
    weights: Numbers


@dataclass(frozen=True, slots=True)
class Matched:
    """One entry for each feature that a topic shares with the probe, topic by topic; those of topic i end before `ends[i]`."""

    key: Keys
    ours: Numbers
    theirs: Numbers
    ends: Places

    def products(self) -> Numbers:
        """Inner product with each topic."""
        sums = np.concatenate((ZERO, (self.ours * self.theirs).cumsum())).take(self.ends)
        sums[1:] -= sums[:-1].copy()
        return sums

    def of(self, topic: int) -> Shared:
        """What is shared with the topic at this place: the probe's weight first."""
        part = slice(self.ends[topic - 1] if topic else 0, self.ends[topic])
        return _listed(self.key[part], self.ours[part], self.theirs[part])

    def of_small(self, topic: int, small: LiveTopic, *, theirs: bool) -> Shared:
        """The same of two topics, the `small` one's weights first (`theirs`: it is the one at this place, not the probe) and as an item
        would have them: of a vector of length 1, those of names by the share of its items."""
        part = slice(self.ends[topic - 1] if topic else 0, self.ends[topic])
        keys, one, other = self.key[part], self.ours[part], self.theirs[part]
        if theirs:
            one, other = other, one
        by: float | Numbers = small.length or 1.0
        if len(keys) and keys[-1] >= FIRMS:
            by = np.where(keys >= FIRMS, float(small.size), by)
        return _listed(keys, one / by, other)


def _listed(keys: Keys, one: Numbers, other: Numbers) -> Shared:
    return list(zip(keys.tolist(), one.tolist(), other.tolist(), strict=True))


def probe_of(vector: dict[int, float]) -> Probe:
    """A vector, ready to be held against topics."""
    keys = np.fromiter(vector.keys(), np.uint32, len(vector))
    order = np.argsort(keys)
    return Probe(keys[order], np.fromiter(vector.values(), np.float64, len(vector))[order])


def probe_of_topic(topic: LiveTopic) -> Probe:
    """The summed vector of a topic; its keys are sorted already."""
    keys, weights = topic.found
    return Probe(keys, weights.astype(np.float64))


def match(probe: Probe, topics: Sequence[LiveTopic]) -> Matched:
    """What the probe shares with each of the topics."""
    if not topics or not len(probe.keys):
        return Matched(probe.keys[:0], ZERO[:0], ZERO[:0], np.zeros(len(topics), np.intp))
    keys = np.concatenate([topic.found[0] for topic in topics])
    sieve = np.zeros(SIEVE, np.bool_)
    sieve[probe.keys & LAST] = True
    at = sieve.take(keys & LAST).nonzero()[0]
    some = keys.take(at)
    place = probe.keys.searchsorted(some)
    right = (probe.keys.take(place, mode="clip") == some).nonzero()[0]
    at, place = at.take(right), place.take(right)
    ends = at.searchsorted(list(accumulate(len(topic.keys) for topic in topics)))
    weights = np.concatenate([topic.found[1] for topic in topics])
    return Matched(some.take(right), probe.weights.take(place), weights.take(at).astype(np.float64), ends)
