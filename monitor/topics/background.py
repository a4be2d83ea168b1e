"""How common each feature is in ordinary headlines: document frequencies, keyed by hash, never a word or a sentence.

The table (`data/background.bin.gz`) was counted once over 58,000 public headlines of 90 days (or runs of 600 where days are few).
It holds two 32-bit numbers (documents, entries), then the sorted 32-bit feature hashes, then their counts; features of fewer than
`MIN_DOCUMENTS` headlines are left out. A name that fills three days and no other is as rare as ever on the next day that it turns
up: of one day a feature counts at most twice what it has on ordinary days, and two more (`steady`). To rebuild:
`python -m monitor.topics.background TITLES.tsv`, `day TAB headline` a line.
"""

import gzip
import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.topics.vectors import cleared, title_features

DATA = Path(__file__).parent / "data" / "background.bin.gz"
MIN_DOCUMENTS = 4
BUSIEST = 8  # days of a feature's greatest counts, which say nothing of its ordinary days
SPARE, TIMES = 2, 2


@dataclass(frozen=True, slots=True)
class Background:
    """Number of documents and, for each feature hash, in how many of them it occurs."""

    documents: int
    frequency: dict[int, int]


@cache
def load_background() -> Background:
    """The shipped table."""
    return unpack(gzip.decompress(DATA.read_bytes()))


def count(dated: Iterable[tuple[str, str]]) -> Background:
    """Document frequencies, with bursts cut off, of the features of headlines, each with its day."""
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    days: Counter[str] = Counter()
    for day, title in dated:
        days[day] += 1
        for key in title_features(title):
            found[key][day] += 1
    steadied = {key: round(steady(by_day.values(), len(days))) for key, by_day in found.items()}
    return Background(days.total(), {key: n for key, n in steadied.items() if n >= MIN_DOCUMENTS})


def steady(counts: Collection[int], days: int) -> float:
    """The sum of a feature's counts by day, `days` with those that lack it, each at most SPARE and TIMES its mean on ordinary days."""
    ordinary = sum(sorted(counts, reverse=True)[BUSIEST:]) / max(1, days - BUSIEST)
    return sum(min(n, SPARE + TIMES * ordinary) for n in counts)


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
    told = count((day, title) for day, title in (line.split("\t", 1) for line in lines))
    DATA.write_bytes(gzip.compress(pack(told), mtime=0))
