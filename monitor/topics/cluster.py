"""One item after the other, in order of time: the topic it belongs to, or a new one, and the item that it repeats.

    features -> weights -> candidates (index) -> similarity of each -> join or open -> a copy of an original?

State is a function of the stored topics alone (`state.pack`): after `restore` all goes on as if never stopped.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from monitor.topics.background import Background, load_background
from monitor.topics.copies import SKETCH, Fingerprint, containment, copy_share, fingerprint
from monitor.topics.decide import load_decider, probability
from monitor.topics.digest import is_digest
from monitor.topics.evidence import evidence, meaning, side_of
from monitor.topics.evidence_headline import PLAIN, Told, few_words, told_of
from monitor.topics.index import TopicIndex
from monitor.topics.kind import Kind, body_chars, kind_of, kind_of_both
from monitor.topics.match import Matched, Probe, Shared, match, probe_of, probe_of_topic
from monitor.topics.params import ClusterParams
from monitor.topics.related import Side, load_related
from monitor.topics.state import ItemId, LiveTopic, Original, add_vectors, arrays, norms
from monitor.topics.vectors import content_words, item_features, weigh, word_key

HOUR = 3600.0
NOTHING_TOLD = Told(0.0, 0.0, 0.0, 1)
Held = tuple[LiveTopic, Side, datetime | None, datetime | None, Shared, Kind]
"""What is held against a topic: the topic, the meaning of the other side, its first and last time, what they share, the kind of both."""


@dataclass(frozen=True, slots=True)
class TopicItem:
    """What clustering looks at: clean, masked text; `at` aware, or None when no time is known (then none decays)."""

    id: ItemId
    title: str
    text: str
    source: str
    at: datetime | None
    areas: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def has_body(self) -> bool:
        """Whether there is more text than a headline."""
        return bool(self.title.strip() and self.text.strip())

    @property
    def chars(self) -> int:
        """Characters of the body, as they are counted (`kind.py`); 0 without one."""
        return body_chars(self.text) if self.has_body else 0

    @property
    def kind(self) -> Kind:
        """What sort of text it is by itself."""
        return kind_of(int(self.has_body), self.chars)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an item went and why: `because` = shared words that weighed most; `similarity` 0..1 (1: opened a topic)."""

    item: ItemId
    topic: int
    is_new: bool
    duplicate_of: ItemId | None
    similarity: float
    because: tuple[str, ...]


def load_tables() -> None:
    """What a clusterer reads from files, once for the process and those that part from it: 0.05 s of a core, 25 MiB."""
    load_background()
    load_related()
    load_decider()


class Clusterer:
    """Online single-pass clustering over an inverted index; one per writer, not thread-safe."""

    is_stream = True  # what is alive is all there is to know of the stream; not so where one topic is looked at again

    def __init__(
        self, params: ClusterParams, next_topic_id: Callable[[], int], background: Background | None = None
    ) -> None:
        self.params = params
        self.index = TopicIndex(params, background or load_background())
        self.related, self.weights = load_related(), load_decider()
        self._next_id = next_topic_id
        self._forgot: datetime | None = None
        self._told: dict[int, tuple[Side, Told]] = {}  # of the sides being held against topics, by their identity

    def add(self, item: TopicItem) -> Decision:
        """Decide on one item and remember it. Nothing is remembered when this raises."""
        features, print_ = self.read(item)
        vector = weigh(features, self.index.idf, self.params)
        near = self.index.candidates(vector, self.params.candidates)
        best, similarity, copy = self._body_copied(near, print_)
        if best is None:
            best, similarity = self._nearest(near, item, vector)
            copy = None if best is None else self._copied(best, print_)
        if best is None:
            topic_id = self._next_id()
            self.index.put(self._first(topic_id, item, vector, print_))
            return Decision(item.id, topic_id, is_new=True, duplicate_of=None, similarity=1.0, because=())
        because = shared_words(item.title, best, vector)
        self.index.put(self._grown(best, item, vector, None if copy is not None else Original(item.id, print_)))
        return Decision(item.id, best.id, is_new=False, duplicate_of=copy, similarity=similarity, because=because)

    def read(self, item: TopicItem) -> tuple[dict[int, float], Fingerprint]:
        """What of an item depends on nothing but its text: features and fingerprint."""
        features = item_features(item.title, item.text, self.params, self.index.names)
        return features, fingerprint(item.title, item.text)

    def _nearest(
        self, near: list[LiveTopic], item: TopicItem, vector: dict[int, float]
    ) -> tuple[LiveTopic | None, float]:
        digest, own = is_digest(item.title), item.kind
        scored = [
            (chance * self._digest_factor(topic, item.at, digest=digest), -topic.id, topic)
            for chance, topic in self.likely(near, vector, item)
        ]
        fitting = [entry for entry in scored if entry[0] >= self.least(topic_kind(entry[2], own))]
        score, _, best = max(fitting, key=lambda entry: entry[:2], default=(0.0, 0, None))
        return best, score

    def _body_copied(self, near: list[LiveTopic], print_: Fingerprint) -> tuple[LiveTopic | None, float, ItemId | None]:
        """A long body that is repeated belongs to the topic of its original, whatever its headline."""
        if len(print_.body) < SKETCH:
            return None, 0.0, None
        shares = [
            (containment(original.fingerprint.body, print_.body), -topic.id, topic, original.item)
            for topic in near
            for original in topic.originals[-self.params.bodies_checked :]
            if len(original.fingerprint.body) == SKETCH
        ]
        share, _, best, item = max(shares, key=lambda entry: entry[:2], default=(0.0, 0, None, None))
        return (best, share, item) if share >= self.params.body_copy_share else (None, 0.0, None)

    def likely(self, near: list[LiveTopic], vector: dict[int, float], item: TopicItem) -> list[tuple[float, LiveTopic]]:
        """The nearest topics with the probability that the item is of their matter."""
        probe = probe_of(vector)
        found, places = self._weighed(near, probe, 1.0)
        if not places:
            return []
        one, own, at = side_of(probe, self.related), item.kind, item.at
        return self._chances([(near[n], one, at, at, found.of(n), topic_kind(near[n], own)) for n in places])

    def likely_one(self, topic: LiveTopic, others: list[LiveTopic]) -> list[tuple[float, LiveTopic]]:
        """The topics nearest to `topic` with the probability that the two are one; the smaller is weighed as an item."""
        norm = float(norms([topic], self.params.centroid_pull)[0])
        found, places = self._weighed(others, probe_of_topic(topic), norm)
        held: list[Held] = []
        for place in places:
            other = others[place]
            own = (topic.size, -topic.id) < (other.size, -other.id)
            small, big = (topic, other) if own else (other, topic)
            shared = found.of_small(place, small, theirs=not own)
            one, kind = meaning(small, self.related), topics_kind(small, big)
            held.append((big, one, small.first_at, small.last_at, shared, kind))
        return [(chance, others[place]) for (chance, _), place in zip(self._chances(held), places, strict=True)]

    def _weighed(self, near: list[LiveTopic], probe: Probe, norm: float) -> tuple[Matched, list[int]]:
        """What they share with the probe, and the places of those of the greatest cosine, nearest first; `norm` = of the probe."""
        params, found = self.params, match(probe, near)
        if not near:
            return found, []
        cosines = found.products() / norm / norms(near, params.centroid_pull)
        places = np.lexsort((np.array([topic.id for topic in near]), -cosines))[: params.weighed]
        return found, [place for place in places.tolist() if cosines[place] >= params.least_cosine]

    def least(self, kind: Kind) -> float:
        """The probability from which an item joins a topic; `kind` of the two together."""
        return self.params.join if kind is None else self.params.body_join

    def _chances(self, held: Sequence[Held]) -> list[tuple[float, LiveTopic]]:
        """Each topic with the probability that what is held against it is of its matter."""
        rows, kinds, silences = [], [], []
        self._told.clear()
        for topic, one, first_at, last_at, found, kind in held:
            hours = hours_between(topic.last_at, last_at) if kind is None else silence(topic, first_at, last_at)
            rows.append(self.figures(topic, one, hours, found, kind=kind))
            kinds.append(kind)
            silences.append(hours)
        told = self.weights.odds_of(kinds, rows)
        for place, against in enumerate(held):
            if self.is_stream and _undated(against):
                told[place] = self.weights.odds_undated(told[place], rows[place], len(self.index))
        return [
            (self._chance(against, hours, odds), against[0])
            for against, hours, odds in zip(held, silences, told, strict=True)
        ]

    def _chance(self, against: Held, hours: float, odds: float) -> float:
        topic, _, first_at, last_at, found, kind = against
        asked = self.caution(earlier(topic.first_at, first_at), later(topic.last_at, last_at))
        asked /= half(hours, self.params.half_life)
        odds -= self.params.ageing_odds * math.log(asked)
        if kind is None:
            broad = self.index.only_broad(found)
            return probability(odds - broad * self.params.broad_only_odds)
        crowd = self.params.crowd_odds * math.log(max(1.0, topic.size / self.params.crowd))
        crowd = min(crowd, self.params.crowd_most)
        return probability(odds - crowd - (self.params.lone_odds if topic.size == 1 else 0.0))

    def figures(self, topic: LiveTopic, one: Side, hours: float, found: Shared, *, kind: Kind) -> tuple[float, ...]:
        """What the decision looks at; `kind` of both sides together."""
        index = self.index
        if kind is not None:
            return evidence(topic, one, hours, found, index.idf, self.related, index.alive)
        if id(one) not in self._told:
            told = NOTHING_TOLD if one.keys is None else told_of(one.keys, one.size, index.idf)
            self._told[id(one)] = one, told
        _, told = self._told[id(one)]
        plain = evidence(topic, one, hours, found, index.idf, self.related)[:PLAIN]
        return (*plain, *few_words(found, told, index.idf, index.alive))

    def _digest_factor(self, topic: LiveTopic, at: datetime | None, *, digest: bool) -> float:
        if not digest:
            return 1.0
        return self.params.digest_penalty * half(hours_between(topic.last_at, at), self.params.digest_half_life)

    def caution(self, first: datetime | None, at: datetime | None) -> float:
        """What thresholds are multiplied by: 1 for a fresh topic up to 1 + `ageing` for one `old_after` hours old.

        Matters last days; what goes on for weeks is a subject, and would swallow everything near it.
        """
        return 1.0 + self.params.ageing * min(1.0, hours_between(first, at) / self.params.old_after)

    def _first(self, topic_id: int, item: TopicItem, vector: dict[int, float], print_: Fingerprint) -> LiveTopic:
        keys, weights = arrays(vector, self.params.topic_features)
        originals, digest = (Original(item.id, print_),), is_digest(item.title)
        bodies, chars = int(item.has_body), item.chars
        return LiveTopic(topic_id, 1, bodies, chars, keys, weights, item.at, item.at, originals, digest)

    def _grown(
        self, topic: LiveTopic, item: TopicItem, vector: dict[int, float], original: Original | None
    ) -> LiveTopic:
        """The topic with one item more (`original` None: a copy).

        A digest only moves its time, so that it cannot glue matters together, and so does a copy, once a topic with bodies has
        `known_from` items: a hundred reposts of one text would make the topic that text, and every other telling of the matter would
        look like another matter.
        """
        originals = (*topic.originals, original)[-self.params.copies_checked :] if original else topic.originals
        first_at, last_at = earlier(topic.first_at, item.at), later(topic.last_at, item.at)
        if self._adds_nothing(topic, item, is_copy=original is None):
            moved = replace(topic, first_at=first_at, last_at=last_at, originals=originals)
            moved.meaning = topic.meaning
            return moved
        keys, weights = arrays(add_vectors((topic.vector(), vector)), self.params.topic_features)
        bodies, chars = topic.bodies + item.has_body, topic.chars + item.chars
        return LiveTopic(topic.id, topic.size + 1, bodies, chars, keys, weights, first_at, last_at, originals)

    def _adds_nothing(self, topic: LiveTopic, item: TopicItem, *, is_copy: bool) -> bool:
        if is_copy and topic.size >= self.params.known_from and topic_kind(topic, item.kind) is not None:
            return True
        return is_digest(item.title)

    def _copied(self, topic: LiveTopic, print_: Fingerprint) -> ItemId | None:
        """The first original of the topic that the item repeats most, if it repeats one."""
        params = self.params
        best, copied = 0.0, None
        for original in topic.originals:
            share = copy_share(original.fingerprint, print_)
            least = params.body_copy_share if original.fingerprint.body and print_.body else params.copy_share
            if share >= least and share > best:
                best, copied = share, original.item
        return copied

    def join_topics(self, winner: int, loser: int) -> None:
        """Two topics turned out to be one: the loser's vector and originals go to the winner."""
        a, b = self.index.topics[winner], self.index.pop(loser)
        keys, weights = arrays(add_vectors((a.vector(), b.vector())), self.params.topic_features)
        originals = (*b.originals, *a.originals)[-self.params.copies_checked :]
        first_at, last_at = earlier(a.first_at, b.first_at), later(a.last_at, b.last_at)
        size, bodies, chars = a.size + b.size, a.bodies + b.bodies, a.chars + b.chars
        self.index.put(LiveTopic(winner, size, bodies, chars, keys, weights, first_at, last_at, originals))

    def rebuild(self, topic_id: int, items: Sequence[tuple[TopicItem, bool]]) -> LiveTopic:
        """The topic as these items make it, in their order (one at least; True: an original), remembered under its id."""
        topic: LiveTopic | None = None
        for item, is_original in items:
            features, print_ = self.read(item)
            vector = weigh(features, self.index.idf, self.params)
            if topic is None:
                topic = self._first(topic_id, item, vector, print_)
            else:
                topic = self._grown(topic, item, vector, Original(item.id, print_) if is_original else None)
        assert topic is not None  # noqa: S101 - the caller gives at least one
        self.index.put(topic)
        return topic

    def restore(self, topics: Iterable[LiveTopic]) -> None:
        """Put stored topics back; their order does not matter."""
        for topic in topics:
            self.index.put(topic)

    def forget(self, before: datetime) -> int:
        """Drop the topics whose last item is older than `before`; how many. Looks at most once per hour of `before`."""
        if self._forgot is not None and timedelta() <= before - self._forgot < timedelta(hours=1):
            return 0
        self._forgot = before
        stale = [topic.id for topic in self.index if topic.last_at is not None and topic.last_at < before]
        for topic_id in stale:
            self.index.pop(topic_id)
        return len(stale)


def _undated(against: Held) -> bool:
    """Whether two single headlines are held against each other, and of neither a time is known."""
    topic, one, _, last_at, _, kind = against
    return kind is None and last_at is None and topic.last_at is None and topic.size == one.size == 1


def topic_kind(topic: LiveTopic, own: Kind) -> Kind:
    """What sort of text a topic and an item, by itself of kind `own`, are together."""
    return kind_of_both(kind_of(topic.bodies, topic.chars), own)


def topics_kind(one: LiveTopic, other: LiveTopic) -> Kind:
    """What sort of text two topics are together."""
    return kind_of_both(kind_of(one.bodies, one.chars), kind_of(other.bodies, other.chars))


def hours_between(a: datetime | None, b: datetime | None) -> float:
    """Distance of two times in hours; 0 when one is unknown."""
    return 0.0 if a is None or b is None else abs((b - a).total_seconds()) / HOUR


def silence(topic: LiveTopic, first_at: datetime | None, last_at: datetime | None) -> float:
    """Hours between a topic and what was told from `first_at` to `last_at`; 0 when their times overlap, or some are unknown."""
    if topic.first_at is None or topic.last_at is None or first_at is None or last_at is None:
        return 0.0
    return max(0.0, (first_at - topic.last_at).total_seconds(), (topic.first_at - last_at).total_seconds()) / HOUR


def half(hours: float, half_life: float) -> float:
    """What is left of 1 after `hours`."""
    return float(0.5 ** (hours / half_life))


def later(a: datetime | None, b: datetime | None) -> datetime | None:
    """The later of two times, either of which may be unknown."""
    if a is None or b is None:
        return a or b
    return max(a, b)


def earlier(a: datetime | None, b: datetime | None) -> datetime | None:
    """The earlier of two times, either of which may be unknown."""
    if a is None or b is None:
        return a or b
    return min(a, b)


def shared_words(title: str, topic: LiveTopic, vector: dict[int, float], limit: int = 5) -> tuple[str, ...]:
    """The words of a headline that weighed most in joining a topic."""
    keys = {word: word_key(word) for word in content_words(title)}
    gains = {word: topic.weight(key) * vector[key] for word, key in keys.items() if key in vector}
    return tuple(sorted((word for word in gains if gains[word] > 0), key=lambda word: (-gains[word], word))[:limit])
