"""One labour event as a day of it looks in feeds: a few first-hand texts, told again and again, among what is always there.

The exercise's own storyline with the most pieces is reworded by the exercise's own rules, once for each item; a tenth are items of
every day. Pure, seeded.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from random import Random

from bench.alert_site import FIRST
from monitor.drill.generate import items
from monitor.drill.model import DrillItem
from monitor.drill.plan import World
from monitor.drill.rewrite import reword
from monitor.drill.world import BY_KEY, SOURCES

EVERYDAY = 0.1
WORD_FOR_WORD = 0.3  # of the event's items: taken over as they are


def event_texts(count: int) -> list[tuple[str, str]]:
    """(title, text) of `count` items in the order of publication."""
    rng = Random(count)
    pieces, others = matter(), everyday()
    takers = [source.key for source in SOURCES if source.key != "hotlist"]
    found = []
    for n in range(count):
        if rng.random() < EVERYDAY:
            found.append(others[n % len(others)])
            continue
        piece = pieces[min(len(pieces) - 1, int(n / count * len(pieces) + rng.random()))]
        if rng.random() < WORD_FOR_WORD:
            found.append((piece.title, piece.text))
            continue
        taker = rng.choice(takers)
        found.append(reword(piece.title, piece.text, source=taker, origin=BY_KEY[piece.source].name, rng=rng))
    return found


def matter() -> list[DrillItem]:
    """The pieces of the longest story about wages, first-hand ones, oldest first."""
    stories: dict[str, list[DrillItem]] = defaultdict(list)
    for item in _fortnight():
        if item.story and item.original and "wages" in item.areas:
            stories[item.story].append(item)
    return max(stories.values(), key=lambda pieces: (len(pieces), pieces[0].published))


def everyday() -> list[tuple[str, str]]:
    """(title, text) of what belongs to no story."""
    return [(item.title, item.text) for item in _fortnight() if not item.story]


@cache
def _fortnight() -> list[DrillItem]:
    return items(World.begun(7, FIRST), end=FIRST)
