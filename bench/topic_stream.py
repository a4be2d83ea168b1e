"""A long stream of headlines for the topics benchmark: real ones where they are beside the checkout, else the exercise's.

There are some ten thousands of them, and hundreds of thousands are wanted: each further round tells the same matters about
other things. Its words are exchanged for others of the same length and about as frequent, so that lengths, word
frequencies and the sizes of topics stay as they are.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

from django.conf import settings

from monitor.drill.generate import items
from monitor.drill.plan import World
from monitor.lib.clock import parse_time
from monitor.text.words import cut
from monitor.topics.cluster import TopicItem

ANCHOR = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EVERYDAY = 500  # words in more headlines than one in so many are grammar more than matter: they stay
HOURS = 72.0  # all of a stream falls into so many hours: everything stays alive
Told = list[tuple[list[str], str]]
"""Words of a headline, and its source; in order of time."""


def stream(total: int) -> Iterator[TopicItem]:
    """`total` headlines in order of time, evenly over HOURS."""
    told, step = _told(), timedelta(hours=HOURS) / total
    bins = _bins(told)
    number = count()
    for round_ in count():
        other = _dictionary(bins, round_)
        for words, source in told:
            n = next(number)
            if n == total:
                return
            title = "".join(other.get(word, word) for word in words)
            yield TopicItem(n, title, "", source, ANCHOR + n * step)


def kind() -> str:
    """Which headlines these are."""
    return "real headlines of hot lists" if real().exists() else "the exercise's headlines"


def real() -> Path:
    """Where real headlines lie, if they do."""
    return Path(settings.BASE_DIR).parent / "shared" / "data" / "hotlists" / "2025-09-18_2025-10-31.jsonl.gz"


@cache
def _told() -> Told:
    if real().exists():
        with gzip.open(real(), "rt", encoding="utf-8") as lines:
            rows = sorted((json.loads(line) for line in lines), key=lambda row: parse_time(row["first"]))
        return [(cut(row["title"]), row["platform"]) for row in rows]
    found = items(World.begun(7, ANCHOR), end=ANCHOR)
    return [(cut(item.title), item.source) for item in found]


def _bins(told: Told) -> dict[tuple[int, int], list[str]]:
    """Words that can stand for each other: as long, and about as frequent."""
    frequency = Counter(word for words, _ in told for word in set(words) if len(word) > 1)
    bins: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for word, n in sorted(frequency.items()):
        if n * EVERYDAY <= len(told):
            bins[len(word), int(math.log2(n))].append(word)
    return bins


def _dictionary(bins: dict[tuple[int, int], list[str]], round_: int) -> dict[str, str]:
    """What each word becomes in a round; the first round stays as it is."""
    random, other = Random(round_), {}
    for words in bins.values() if round_ else ():
        shuffled = random.sample(words, len(words))
        other.update(zip(words, shuffled, strict=True))
    return other
