"""Which features one vector shares with each of many topics, found at once in arrays instead of topic by topic. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from monitor.topics.state import LiveTopic

Shared = list[tuple[int, float, float]]
"""Feature hash, weight in the one, weight in the other; by rising hash."""
Keys = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
SIEVE = 1 << 16  # most keys of the topics are sieved out by their last bits before any is looked for


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
        owner = np.searchsorted(self.ends, np.arange(len(self.key)), "right")
        return np.bincount(owner, self.ours * self.theirs, len(self.ends)).astype(np.float64)

    def of(self, topic: int) -> Shared:
        """What is shared with the topic at this place: the probe's weight first."""
        part = slice(self.ends[topic - 1] if topic else 0, self.ends[topic])
        return list(zip(self.key[part].tolist(), self.ours[part].tolist(), self.theirs[part].tolist(), strict=True))


def probe_of(vector: dict[int, float]) -> Probe:
    """A vector, ready to be held against topics."""
    keys = np.fromiter(vector.keys(), np.uint32, len(vector))
    order = np.argsort(keys)
    return Probe(keys[order], np.fromiter(vector.values(), np.float64, len(vector))[order])


def probe_of_topic(topic: LiveTopic) -> Probe:
    """The summed vector of a topic; its keys are sorted already."""
    return Probe(np.frombuffer(topic.keys, np.uint32), np.frombuffer(topic.weights, np.float32).astype(np.float64))


def match(probe: Probe, topics: Sequence[LiveTopic]) -> Matched:
    """What the probe shares with each of the topics (one at least)."""
    keys = np.concatenate([np.frombuffer(topic.keys, np.uint32) for topic in topics])
    weights = np.concatenate([np.frombuffer(topic.weights, np.float32) for topic in topics])
    sieve = np.zeros(SIEVE, np.bool_)
    sieve[probe.keys % SIEVE] = True
    at = np.flatnonzero(sieve[keys % SIEVE])
    place = np.searchsorted(probe.keys, keys[at])
    right = probe.keys.take(place, mode="clip") == keys[at] if len(probe.keys) else np.zeros(0, np.bool_)
    at, place = at[right], place[right]
    ends = np.searchsorted(at, np.cumsum([len(topic.keys) for topic in topics]))
    return Matched(keys[at], probe.weights[place], weights[at].astype(np.float64), ends)
