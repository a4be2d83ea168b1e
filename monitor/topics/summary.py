"""What a topic says, in sentences of its own items: the most central ones, each from an item that it links to. Pure.

Centrality against the mean of all sentences (Radev, Jing and Budzikowska 2000, "Centroid-based summarization"), the
beginning of a text before its end, and nothing that a chosen sentence or the title already says (maximal marginal relevance,
Carbonell and Goldstein 1998). Sentences are quoted as they stand, never rewritten.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.text.names import personal_names
from monitor.topics.digest import is_digest
from monitor.topics.vectors import title_features, unit

SENTENCES = 3
LEAST, MOST = 12, 120  # characters: less says nothing, more is no sentence
HEAD = 12  # sentences of a text that are looked at
BEGINNING = 0.08  # a sentence loses this share for each one before it in its text
NAMED = 0.6  # factor for a sentence with a personal name
SAID = 0.55  # cosine from which two sentences say the same
ENDS = re.compile(r"(?<=[。！？!?；])[”」』）]?|\n+")
Vector = dict[int, float]
Names = Callable[[str], set[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """One original of a topic: `text` is the clean, masked beginning of its body."""

    item: int
    source: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence of the summary and the item and source that it is from."""

    text: str
    item: int
    source: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    quote: Quote
    place: int
    vector: Vector


def choose_sentences(items: Sequence[Told], title: str, names: Names = personal_names) -> list[Quote]:
    """At most SENTENCES sentences in the order of their items; `items` newest first. Empty when no item has a text."""
    found = [sentence for told in items if not is_digest(told.title) for sentence in _sentences(told)]
    centre: Counter[int] = Counter()
    for sentence in found:
        centre.update(sentence.vector)
    ranked = sorted(found, key=lambda one: (-_worth(one, centre, names), -one.quote.item, one.place))
    said, chosen = [unit(dict(title_features(title)))], []
    for one in ranked:
        if all(_cosine(one.vector, other) < SAID for other in said):
            chosen.append(one)
            said.append(one.vector)
        if len(chosen) == SENTENCES:
            break
    return [one.quote for one in sorted(chosen, key=lambda one: (one.quote.item, one.place))]


def _sentences(told: Told) -> Iterator[_Sentence]:
    parts = [part.strip() for part in ENDS.split(told.text)]
    for place, part in enumerate(parts[:HEAD]):
        if LEAST <= len(part) <= MOST:
            yield _Sentence(Quote(part, told.item, told.source), place, unit(dict(title_features(part))))


def _worth(one: _Sentence, centre: Counter[int], names: Names) -> float:
    central = sum(weight * centre[key] for key, weight in one.vector.items())
    return central * (1 - BEGINNING) ** one.place * (NAMED if names(one.quote.text) else 1.0)


def _cosine(a: Vector, b: Vector) -> float:
    return sum(weight * b.get(key, 0.0) for key, weight in a.items())


def as_rows(quotes: Iterable[Quote]) -> list[dict[str, str | int]]:
    """As `Topic.summary` keeps them."""
    return [{"text": quote.text, "item": quote.item, "source": quote.source} for quote in quotes]
