"""How a topic is called: its most central headline without a person's name, and five terms."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from monitor.text.names import personal_names
from monitor.text.namewords import COMPOUND
from monitor.topics.digest import is_digest
from monitor.topics.vectors import title_features

HEADLINES = 12  # latest originals that are looked at
TERMS = 5
GOOD_LENGTH = range(8, 41)  # characters; shorter says too little, longer does not fit a line
NAMED, DIGEST, LENGTH = 0.5, 0.5, 0.8  # factors that make a headline less likely

Names = Callable[[str], set[str]]


def choose_title(headlines: Sequence[str], names: Names = personal_names) -> str:
    """The headline most similar to all others; one with a name only if it is far more central, and then masked (张某).

    `headlines` newest first; the older of two equals wins, so that a title rarely changes. Empty when there is none.
    """
    usable = [h for h in headlines if h.strip()]
    if not usable:
        return ""
    vectors = [_unit(title_features(h)) for h in usable]
    total: Counter[int] = Counter()
    for vector in vectors:
        total.update(vector)
    best = max(range(len(usable)), key=lambda i: (_appeal(usable[i], vectors[i], total, names), i))
    return without_names(usable[best], names)


def _appeal(headline: str, vector: dict[int, float], total: Counter[int], names: Names) -> float:
    centrality = sum(w * total[key] for key, w in vector.items())
    factors = (
        NAMED if names(headline) else 1.0,
        DIGEST if is_digest(headline) else 1.0,
        1.0 if len(headline) in GOOD_LENGTH else LENGTH,
    )
    return centrality * math.prod(factors)


def _unit(counts: Counter[int]) -> dict[int, float]:
    length = math.sqrt(sum(n * n for n in counts.values())) or 1.0
    return {key: n / length for key, n in counts.items()}


def without_names(headline: str, names: Names = personal_names) -> str:
    """Each name as its first character and 某."""
    for name in sorted(names(headline), key=len, reverse=True):
        if len(name) > 1 and not name.endswith("某"):
            headline = headline.replace(name, f"{name[:2] if name.startswith(COMPOUND) else name[0]}某")
    return headline


def choose_terms(terms: Sequence[Sequence[str]], headlines: Sequence[str], names: Names = personal_names) -> list[str]:
    """Five terms that most of the items share, best first; no name, and none that is part of a better one.

    `terms` are each item's key terms, best first.
    """
    scores: Counter[str] = Counter()
    for of_item in terms:
        for place, term in enumerate(of_item):
            scores[term] += 1 + 1 / (1 + place)  # type: ignore[assignment]
    named = set().union(*(names(h) for h in headlines)) if headlines else set()
    chosen: list[str] = []
    for term in sorted(scores, key=lambda t: (-scores[t], -len(t), t)):
        if any(term in name or name in term for name in named):
            continue
        if not any(term in other or other in term for other in chosen):
            chosen.append(term)
        if len(chosen) == TERMS:
            break
    return chosen
