"""What others would do: single-pass clustering by TF-IDF cosine to topic centroids. A yardstick only. Pure.

Words are jieba's, IDF is that of the whole file (which an online clusterer does not have), time plays no part; Yang,
Pierce and Carbonell 1998. `single_pass_best` also picks the threshold on the very labels: both favour the yardstick.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence

from monitor.text.fold import fold
from monitor.text.words import cut
from monitor.topics.cluster import TopicItem
from monitor.topics.measure import b_cubed
from monitor.topics.offline import EARLIEST

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
HEAD = 300  # characters of a body
Vector = dict[str, float]


def single_pass_best(items: Sequence[TopicItem], gold: Sequence[Hashable]) -> tuple[float, list[int]]:
    """(threshold, topics) with the best B-cubed F1 among THRESHOLDS."""
    vectors = tfidf(items)
    order = sorted(range(len(items)), key=lambda i: items[i].at or EARLIEST)
    tried = [(threshold, single_pass(vectors, order, threshold)) for threshold in THRESHOLDS]
    return max(tried, key=lambda one: b_cubed(one[1], gold)[0])


def tfidf(items: Sequence[TopicItem]) -> list[Vector]:
    """Unit vectors of words of two characters and more: (1 + log tf) * log(n / df)."""
    words = [Counter(w for w in cut(fold(f"{i.title} {i.text[:HEAD]}")) if len(w.strip()) > 1) for i in items]
    seen = Counter(word for one in words for word in one)
    vectors = []
    for one in words:
        weights = {word: (1 + math.log(n)) * math.log(len(items) / seen[word]) for word, n in one.items()}
        length = math.sqrt(sum(w * w for w in weights.values()))
        vectors.append({word: w / length for word, w in weights.items() if w} if length else {})
    return vectors


def single_pass(vectors: Sequence[Vector], order: Sequence[int], threshold: float) -> list[int]:
    """Topic number of each item: the nearest centroid's when its cosine is >= `threshold`, else a new one."""
    sums: list[Vector] = []
    squares: list[float] = []
    postings: defaultdict[str, set[int]] = defaultdict(set)
    found = [0] * len(vectors)
    for i in order:
        dots: defaultdict[int, float] = defaultdict(float)
        for word, weight in vectors[i].items():
            for topic in postings[word]:
                dots[topic] += weight * sums[topic][word]
        scored = ((dot / math.sqrt(squares[topic]), -topic) for topic, dot in dots.items())
        score, best = max(scored, default=(0.0, 0))
        if score < threshold:
            best = -len(sums)
            sums.append({})
            squares.append(0.0)
        found[i] = -best
        squares[-best] += 2 * dots.get(-best, 0.0) + sum(w * w for w in vectors[i].values())
        for word, weight in vectors[i].items():
            sums[-best][word] = sums[-best].get(word, 0.0) + weight
            postings[word].add(-best)
    return found
