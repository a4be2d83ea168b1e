"""Live topics in memory, by id and through an inverted index, so that no step looks at every topic."""

import math
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from monitor.topics.background import Background
from monitor.topics.broad import broad_keys
from monitor.topics.firms import firm_keys
from monitor.topics.match import Shared
from monitor.topics.params import ClusterParams
from monitor.topics.places import place_marks
from monitor.topics.state import LiveTopic
from monitor.topics.vectors import FIRMS, MARKS


class TopicIndex:
    """Topics by id and by feature. `put` replaces whole values, so that `undo` can bring the old ones back."""

    def __init__(self, params: ClusterParams, background: Background) -> None:
        self.params = params
        self.topics: dict[int, LiveTopic] = {}
        self._background = background
        self._broad = broad_keys(params.own_places)
        self._postings: dict[int, array[int]] = {}
        self._rarity: dict[int, float] = {}  # idf as asked for since the last change
        self._journal: dict[int, LiveTopic | None] | None = None

    def __len__(self) -> int:
        return len(self.topics)

    def __iter__(self) -> Iterator[LiveTopic]:
        return iter(self.topics.values())

    def idf(self, key: int) -> float:
        """Rarity of a feature among ordinary headlines and among the topics alive (each counted once, however big).

        The name of a district or city is never rarer than `broad_idf`.
        """
        found = self._rarity.get(key)
        if found is None:
            found = self._rarity[key] = self._idf(key)
        return found

    def _idf(self, key: int) -> float:
        documents = self._background.documents + len(self.topics) + 1
        seen = self._background.frequency.get(key, 0) + len(self._postings.get(key, ())) + 1
        rarity = math.log(documents / seen) if seen < documents else 0.0
        return min(rarity, self.params.broad_idf) if key in self._broad else rarity

    def only_broad(self, shared: Shared) -> bool:
        """Whether what is shared holds the name of a district, and no other word that is as rare as one may count."""
        found = False
        for key, _, _ in shared:
            if key & 1 or key >= MARKS:
                continue
            if key in self._broad:
                found = True
            elif self.idf(key) >= self.params.broad_idf:
                return False
        return found

    def names(self, words: Sequence[str]) -> list[int]:
        """The names of firms in a text, and the marks of names of places, given its words."""
        return firm_keys(words, lambda key: self._background.frequency.get(key, 0)) + place_marks(words)

    def alive(self, key: int) -> int:
        """How many live topics have a feature."""
        return len(self._postings.get(key, ()))

    def put(self, topic: LiveTopic) -> None:
        """Insert a topic, or replace the one with its id."""
        old = self.topics.get(topic.id)
        self._remember(topic.id)
        if old is not None and old.keys is topic.keys:  # a copy, or a digest: only its time is another
            self.topics[topic.id] = topic
            return
        self._rarity.clear()
        before, after = _posted(old) if old else set(), _posted(topic)
        for key in after - before:
            self._postings.setdefault(key, array("q")).append(topic.id)
        for key in before - after:
            self._unpost(key, topic.id)
        self.topics[topic.id] = topic

    def pop(self, topic_id: int) -> LiveTopic:
        """Take a topic out; KeyError when it is not alive."""
        self._rarity.clear()
        self._remember(topic_id)
        topic = self.topics.pop(topic_id)
        for key in _posted(topic):
            self._unpost(key, topic_id)
        return topic

    def checkpoint(self) -> None:
        """Start to remember changes; what was remembered before is settled."""
        self._journal = {}

    def undo(self) -> None:
        """Take back everything since `checkpoint`."""
        journal, self._journal = self._journal or {}, None
        for topic_id, old in journal.items():
            if old is not None:
                self.put(old)
            elif topic_id in self.topics:
                self.pop(topic_id)

    def _remember(self, topic_id: int) -> None:
        if self._journal is not None:
            self._journal.setdefault(topic_id, self.topics.get(topic_id))

    def _unpost(self, key: int, topic_id: int) -> None:
        entries = self._postings[key]
        entries.remove(topic_id)
        if not entries:
            del self._postings[key]

    def candidates(self, vector: dict[int, float], limit: int) -> list[LiveTopic]:
        """The topics that share the most weight with `vector`, found through its rarest features first."""
        found = sorted([(len(entries), key) for key in vector if (entries := self._postings.get(key))])
        parts: list[array[int]] = []
        weights: list[float] = []
        visited = 0
        for length, key in found:
            visited += length
            if visited > self.params.postings and parts:
                break
            parts.append(self._postings[key])
            weights.append(vector[key])
        if not parts:
            return []
        best = heaviest(parts, np.array(weights), limit)
        return [self.topics[topic_id] for topic_id in best]


def _posted(topic: LiveTopic) -> set[int]:
    """Marks say something of other features and find nothing by themselves."""
    keys = topic.keys
    first, last = bisect_left(keys, MARKS), bisect_left(keys, FIRMS)
    return {*keys[:first], *keys[last:]} if first < last else {*keys}


def heaviest(parts: "Sequence[array[int]]", weights: npt.NDArray[np.float64], limit: int) -> list[int]:
    """The ids whose weights have the greatest sums, greatest first, of equal ones the smaller; each part = ids that get one weight."""
    # id and place of the weight in one number: numbers are sorted many times faster than an order of them is found
    bits = len(parts).bit_length()
    owner = np.arange(len(parts)).repeat([len(part) for part in parts])
    entries = np.frombuffer(b"".join(parts), np.int64) << bits | owner
    entries.sort()
    every = entries >> bits
    changes = np.empty(len(every), np.bool_)
    changes[0], changes[1:] = True, every[1:] != every[:-1]
    firsts = changes.nonzero()[0]
    scores, ids = np.add.reduceat(weights[entries & ((1 << bits) - 1)], firsts), every[firsts]
    if len(ids) > limit:
        likely = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
        scores, ids = scores[likely], ids[likely]
    best: list[int] = ids[np.lexsort((ids, -scores))[:limit]].tolist()
    return best
