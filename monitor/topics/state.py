"""What is known of a live topic, in memory and as the bytes kept in its row (`Topic.vector`): figures only, no text."""

import math
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from monitor.topics.copies import Fingerprint
from monitor.topics.related import Side
from monitor.topics.vectors import strongest

ItemId = int | str
VERSION, FORMER = 3, 2
HEAD = struct.Struct("<BBIIIHH")  # version, digest, items, items with a body, characters of those, features, originals
FORMER_HEAD = struct.Struct("<BBIIHH")  # the same without the characters
MIDDLING = 160  # characters of a body in a topic stored by the former version, which did not count them
ORIGINAL = struct.Struct(
    "<qIHHH"
)  # item id, hash of the numbers, headline's characters, sketch lengths: headline, body


Found = tuple[npt.NDArray[np.uint32], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Original:
    """An item that repeats no other, as later items are compared with it."""

    item: ItemId
    fingerprint: Fingerprint


@dataclass(slots=True)
class LiveTopic:
    """One topic, never changed in place. Parallel `keys` (sorted feature hashes) and `weights`: summed vectors."""

    id: int
    size: int  # items summed up
    bodies: int  # how many of them had more than a headline
    chars: int  # characters of those bodies together, of each at most `kind.MOST_CHARS`
    keys: "array[int]"
    weights: "array[float]"
    first_at: datetime | None  # times of the first and the latest item; None = no times known
    last_at: datetime | None
    originals: tuple[Original, ...]
    digest: bool = False  # nothing but digests so far
    length: float = field(init=False)
    found: "Found" = field(init=False, compare=False, repr=False)  # the same keys and weights, to be counted with
    meaning: Side | None = field(default=None, init=False, compare=False, repr=False)  # kept by `evidence`

    def __post_init__(self) -> None:
        self.found = np.frombuffer(self.keys, np.uint32), np.frombuffer(self.weights, np.float32)
        weights = self.found[1].astype(np.float64)
        self.length = math.sqrt(float(weights @ weights))

    def weight(self, key: int) -> float:
        """Summed weight of one feature, 0 when it has none."""
        at = bisect_left(self.keys, key)
        return self.weights[at] if at < len(self.keys) and self.keys[at] == key else 0.0

    def vector(self) -> dict[int, float]:
        """Feature hash -> summed weight."""
        return dict(zip(self.keys, self.weights, strict=True))


def norms(topics: Sequence[LiveTopic], pull: float) -> "npt.NDArray[np.float64]":
    """Divisors between average linkage (`pull` 0) and centroid cosine (1); 1 for a topic without features."""
    n = len(topics)
    sizes, lengths = (
        np.fromiter(numbers, np.float64, n) for numbers in ((t.size for t in topics), (t.length for t in topics))
    )
    found = sizes ** (1 - pull) * lengths**pull
    return np.where(found > 0, found, 1.0)


def arrays(vector: dict[int, float], limit: int) -> "tuple[array[int], array[float]]":
    """The strongest features as the parallel arrays of a `LiveTopic`."""
    kept = strongest(vector, limit)
    keys = sorted(kept)
    return array("I", keys), array("f", (kept[key] for key in keys))


def add_vectors(vectors: Iterable[dict[int, float]]) -> dict[int, float]:
    """Sum of sparse vectors."""
    total: dict[int, float] = {}
    for vector in vectors:
        for key, weight in vector.items():
            total[key] = total.get(key, 0.0) + weight
    return total


def pack(topic: LiveTopic) -> bytes:
    """A topic with whole-number item ids as bytes; `unpack` gives an equal one."""
    parts = [
        HEAD.pack(VERSION, topic.digest, topic.size, topic.bodies, topic.chars, len(topic.keys), len(topic.originals))
    ]
    parts += [_bytes(topic.keys), _bytes(topic.weights)]
    for original in topic.originals:
        f = original.fingerprint
        parts.append(ORIGINAL.pack(int(original.item), f.numbers, f.title_chars, len(f.title), len(f.body)))
        parts += [_bytes(f.title), _bytes(f.body)]
    return b"".join(parts)


def unpack(topic_id: int, first_at: datetime | None, last_at: datetime | None, data: bytes) -> LiveTopic | None:
    """The topic behind `pack`; None for the bytes of another version (its items then no longer attract new ones)."""
    if not data or data[0] not in {VERSION, FORMER}:
        return None
    if data[0] == VERSION:
        reader, (_, digest, size, bodies, chars, features, count) = _Reader(data, HEAD.size), HEAD.unpack_from(data)
    else:
        reader, (_, digest, size, bodies, features, count) = (
            _Reader(data, FORMER_HEAD.size),
            FORMER_HEAD.unpack_from(data),
        )
        chars = MIDDLING * bodies
    keys, weights = reader.ints(features), reader.floats(features)
    originals = tuple(reader.original() for _ in range(count))
    return LiveTopic(topic_id, size, bodies, chars, keys, weights, first_at, last_at, originals, bool(digest))


def _bytes(values: "array[int] | array[float]") -> bytes:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


class _Reader:
    def __init__(self, data: bytes, offset: int) -> None:
        self.data, self.offset = data, offset

    def _take(self, size: int) -> bytes:
        self.offset += size
        return self.data[self.offset - size : self.offset]

    def ints(self, count: int) -> "array[int]":
        values = array("I", self._take(4 * count))
        if sys.byteorder == "big":
            values.byteswap()
        return values

    def floats(self, count: int) -> "array[float]":
        values = array("f", self._take(4 * count))
        if sys.byteorder == "big":
            values.byteswap()
        return values

    def original(self) -> Original:
        item, numbers, chars, title, body = ORIGINAL.unpack(self._take(ORIGINAL.size))
        return Original(item, Fingerprint(self.ints(title), chars, numbers, self.ints(body)))
