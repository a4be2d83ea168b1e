"""How common each feature is in ordinary headlines: document frequencies, keyed by hash, never a word or a sentence.

The table (`data/background.bin.gz`) was counted once over 67,000 public headlines. It holds two 32-bit numbers
(documents, entries), then the sorted 32-bit feature hashes, then their counts; features of fewer than
`MIN_DOCUMENTS` headlines are left out. To rebuild:
`python -m monitor.topics.background TITLES.txt`, one headline a line.
"""

import gzip
import sys
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.topics.vectors import cleared, title_features

DATA = Path(__file__).parent / "data" / "background.bin.gz"
MIN_DOCUMENTS = 4


@dataclass(frozen=True, slots=True)
class Background:
    """Number of documents and, for each feature hash, in how many of them it occurs."""

    documents: int
    frequency: dict[int, int]


@cache
def load_background() -> Background:
    """The shipped table."""
    return unpack(gzip.decompress(DATA.read_bytes()))


def count(titles: Iterable[str]) -> Background:
    """Document frequencies of the features of `titles`."""
    frequency: Counter[int] = Counter()
    documents = 0
    for title in titles:
        documents += 1
        frequency.update(title_features(title).keys())
    return Background(documents, {key: n for key, n in frequency.items() if n >= MIN_DOCUMENTS})


def pack(table: Background) -> bytes:
    """The bytes that `unpack` reads."""
    keys = sorted(table.frequency)
    numbers = array("I", [table.documents, len(keys), *keys, *(table.frequency[key] for key in keys)])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(data: bytes) -> Background:
    """The table behind `data`."""
    numbers = array("I")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    entries = numbers[1]
    keys, counts = numbers[2 : 2 + entries], numbers[2 + entries :]
    return Background(numbers[0], dict(zip(map(cleared, keys), counts, strict=True)))


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    DATA.parent.mkdir(exist_ok=True)
    DATA.write_bytes(gzip.compress(pack(count(lines)), mtime=0))
