"""The inputs of the learned decision where there are headlines alone: the first twelve of `evidence.NAMES`, and what a few words can still
say: whether the rarest of them is shared, how much of either side is, and how many live topics have what is shared. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from monitor.topics.evidence import NAMES
from monitor.topics.match import Keys, Shared
from monitor.topics.vectors import MARKS

PLAIN = 12  # figures of `evidence` that headlines share with posts and articles
HEADLINE_NAMES = (
    *NAMES[:PLAIN],
    "here",  # log of the sum over shared words of 1 / topics alive that have the word
    "here_pairs",  # the same of pairs of characters
    "pair_sum",  # log of the sum of the idf of shared pairs: names that the dictionary does not know are two or three pairs
    "pair_rarest",  # idf of the second rarest shared pair: one alone may be the end of a district's name and what happens to follow
    "ours",  # how much of the small side's own weight is shared
    "missed",  # idf of the rarest word of the small side less that of the rarest shared one
    "crowd",  # log of the topics alive that have the rarest shared word
    "own",  # greatest idf of a shared word, less the more topics alive have it
    "small",  # log of the items of the small side: 0 for an item
    "several",  # log of the number of shared words
    "word_share",  # idf of the shared words by that of all words of the small side
    "pair_share",  # the same of pairs
    "words_told",  # log of the sum of the idf of all words of the small side: how much it says
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one side says by itself: idf of its rarest word, sums of the idf of its words and of its pairs, and of how many items."""

    rarest: float
    words: float
    pairs: float
    size: int


def told_of(keys: Keys, size: int, idf: Callable[[int], float]) -> Told:
    """Of a side with these (sorted) feature hashes and so many items."""
    rarest = words = pairs = 0.0
    for key in keys.tolist():
        if key >= MARKS:
            break  # only marks and names follow
        rare = idf(key)
        if key & 1:
            pairs += rare
            continue
        words += rare
        rarest = max(rarest, rare)
    return Told(rarest, words, pairs, size)


def few_words(found: Shared, told: Told, idf: Callable[[int], float], alive: Callable[[int], int]) -> tuple[float, ...]:
    """The figures of HEADLINE_NAMES after the first twelve; `found` = what the two share, the small side's weights first."""
    here = here_pairs = pair_sum = pair_rarest = first_pair = ours = word_sum = rarest = crowd = own = 0.0
    several = 0
    for key, weight, _ in found:
        if key >= MARKS:
            break
        ours += weight * weight
        rare, topics = idf(key), max(1, alive(key))
        if key & 1:
            here_pairs += 1 / topics
            pair_sum += rare
            first_pair, pair_rarest = max(first_pair, rare), max(pair_rarest, min(first_pair, rare))
            continue
        several += 1
        here += 1 / topics
        word_sum += rare
        if rare >= rarest:
            rarest, crowd = rare, math.log(topics)
        own = max(own, rare / (1 + math.log(topics)))
    return (
        *(math.log1p(here), math.log1p(here_pairs), math.log1p(pair_sum), pair_rarest),
        *(math.sqrt(ours), told.rarest - rarest, crowd, own, math.log(told.size), math.log1p(several)),
        *(word_sum / max(told.words, 1e-6), pair_sum / max(told.pairs, 1e-6), math.log1p(told.words)),
    )
