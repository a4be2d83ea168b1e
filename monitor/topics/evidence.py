"""What speaks for an item, or a small topic, being of the same matter as a topic: the inputs of the learned decision."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from monitor.topics.match import Probe, Shared, probe_of, probe_of_topic
from monitor.topics.related import Matrix, Related, Side, coverage, direction
from monitor.topics.state import LiveTopic
from monitor.topics.vectors import FIRM_WEIGHT, MARKS, is_firm, is_mark, is_word, place_mark

NAMES = (
    "words",  # cosine to the centroid, the part that shared words give
    "pairs",  # the same, given by shared pairs of characters
    "rarest",  # idf of the rarest shared word
    "core",  # the same, times the share of the topic's items that have the word: is it what the topic is about?
    "covered",  # how much of the topic's own weight is shared
    "related",  # cosine of the mean word vectors: words of one field, without being the same
    "matched",  # words matched by themselves or a relative, times the cosine of all features
    "size",  # log of the items in the topic
    "related_size",
    "shared",  # log of the sum of the idf of shared words
    "very_rare",  # idf of the rarest shared word beyond `RARE`
    "gap",  # log of the hours since the topic's latest item, at most a day
    "here",  # log of the sum over shared words of 1 / topics alive that have the word: what is said of this matter alone
    "here_pairs",  # the same of pairs of characters; both only where some side has a body
    "days",  # log of the days of silence beyond the second: the same words a week later are news of another week
    "named",  # share of the topic's items that name a firm which the other side names too, less when many topics alive do
    "besides",  # as "here", but of words that are no part of the name of a place which both sides have (`places.py`)
    "besides_pairs",  # the same of pairs of characters
    "besides_covered",  # as "covered", without such words and pairs
    "both",  # "here" times "here_pairs": a copy shares dozens of features that nothing else has, which says no more than ten do
    "late",  # "gap" squared: the first hours matter little
)
MOST_HOURS = 24.0
QUIET_DAYS = 2.0
FEW = 8  # topics alive that may name a firm as if none other did
NOTHING = (0.0,) * 6
Six = tuple[float, float, float, float, float, float]
RARE = 8.0  # idf; once in 3,000 headlines


def side(vector: dict[int, float], related: Related) -> Side:
    """Prepared once, compared with many topics."""
    return side_of(probe_of(vector), related)


def side_of(one: Probe, related: Related) -> Side:
    """The same; the vectors of its words are kept for all of them."""
    found, vectors = _side(one, related)
    return replace(found, vectors=vectors)


def _side(one: Probe, related: Related) -> tuple[Side, Matrix]:
    end = one.keys.searchsorted(MARKS)
    at = np.flatnonzero(one.keys[:end] & 1 == 0)  # words have even hashes
    of_words = one.weights[at]
    rows, weights = related.places(one.keys[at], of_words.astype(np.float32))
    vectors = related.vectors.take(rows, axis=0)
    return Side(rows, weights, direction(vectors, weights), float(of_words.sum()), keys=one.keys), vectors


def evidence(
    topic: LiveTopic,
    one: Side,
    hours: float,
    found: Shared,
    idf: Callable[[int], float],
    related: Related,
    alive: Callable[[int], int] | None = None,
) -> tuple[float, ...]:
    """The figures of NAMES; `hours` = since the topic's latest item; `found` = what the two share, `ours` in a vector of length 1;
    `alive` = how many live topics have a feature, where asked for."""
    words, pairs, rarest, core, covered, rare_sum = _plain(found, topic.size, idf)
    here, here_pairs, named, besides, besides_pairs, besides_covered = (
        NOTHING if alive is None else _among(found, topic.size, alive)
    )
    length, theirs = topic.length or 1.0, meaning(topic, related)
    near = float(theirs.mean @ one.mean)
    cosine = (words + pairs) / length
    big = math.log(max(topic.size, 1))
    late = math.log1p(min(hours, MOST_HOURS))
    few_words, few_pairs = math.log1p(here), math.log1p(here_pairs)
    return (
        *(words / length, pairs / length, rarest, core, math.sqrt(covered) / length, near),
        *(coverage(one, theirs, related) * cosine, big, near * big),
        *(math.log1p(rare_sum), max(0.0, rarest - RARE), late),
        *(few_words, few_pairs, math.log1p(max(0.0, hours / MOST_HOURS - QUIET_DAYS)), named),
        *(math.log1p(besides), math.log1p(besides_pairs), math.sqrt(besides_covered) / length),
        *(few_words * few_pairs, late * late),
    )


def _plain(found: Shared, size: int, idf: Callable[[int], float]) -> Six:
    """What words and pairs say by themselves: words, pairs (not yet by the topic's length), rarest, core, squares, sum of the idf."""
    words = pairs = rarest = core = covered = rare_sum = 0.0
    for key, ours, weight in found:
        if key >= MARKS:
            break  # sorted: only marks and names follow
        covered += weight * weight
        if key & 1:
            pairs += weight * ours
            continue
        words += weight * ours
        rare = idf(key)
        rare_sum += rare
        if rare > rarest:
            rarest = rare
        share = weight / size / ours
        if (rare if share >= 1 else rare * share) > core:
            core = rare if share >= 1 else rare * share
    return words, pairs, rarest, core, covered, rare_sum


def _among(found: Shared, size: int, alive: Callable[[int], int]) -> Six:
    """What they say among the topics alive: here, of words and of pairs, named, and the first two and the squares without places."""
    here = here_pairs = named = besides = besides_pairs = besides_covered = 0.0
    marks = {key for key, _, _ in found if is_mark(key)}
    for key, ours, weight in found:
        if key >= MARKS:
            if is_firm(key):
                named = max(named, min(FEW / max(FEW, alive(key)), weight / size / FIRM_WEIGHT, ours / FIRM_WEIGHT))
            continue
        few, is_place = 1 / max(1, alive(key)), bool(marks) and place_mark(key) in marks
        if not is_place:
            besides_covered += weight * weight
        if is_word(key):
            here += few
            besides += 0.0 if is_place else few
        else:
            here_pairs += few
            besides_pairs += 0.0 if is_place else few
    return here, here_pairs, named, besides, besides_pairs, besides_covered


def meaning(topic: LiveTopic, related: Related) -> Side:
    """Worked out once: a topic never changes, it is replaced."""
    if topic.meaning is None:
        found, _ = _side(probe_of_topic(topic), related)
        topic.meaning = replace(found, size=topic.size)
    return topic.meaning
