"""What an item is about, as weighted features: words and pairs of characters, the title before the body."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from monitor.text.fold import fold
from monitor.text.words import cut
from monitor.topics.params import ClusterParams

GAP = re.compile(r"[^\w%]+")
LATIN = re.compile(r"[a-z]+")
ENGLISH_WORDS = 5
RUN_END = re.compile(r"(?:[^\w%]|[a-z])+")  # folded: lower case
STOP = frozenset((Path(__file__).parent / "data" / "stopwords.txt").read_text("utf-8").split())


Names = Callable[[Sequence[str]], Iterable[int]]
"""The names of firms and the parts of names of places in a text, as feature hashes, given its words."""
MARKS = 0xFE000000  # from here on hashes mark words and pairs that are parts of the name of a place,
FIRMS = 0xFF000000  # and from here on they stand for names of firms
FIRM_WEIGHT = 0.02  # of a name in the vector of one item, whatever its length: next to nothing among those of words
MARK_WEIGHT = 0.002  # of a mark: there are more of them
MOST_FIRMS, MOST_MARKS = 8, 32  # of one vector


def cleared(key: int) -> int:
    """The hash of a word or a pair out of the range of names and marks."""
    return key if key < MARKS else key ^ 0x80000000


def word_key(word: str) -> int:
    """Hash of a word; words have even hashes."""
    return cleared(crc32(word.encode()) & ~1)


def pair_key(pair: str) -> int:
    """Hash of two neighbouring characters; pairs have odd hashes."""
    return cleared(crc32(pair.encode()) | 1)


def firm_key(name: str) -> int:
    """Hash of the name of a firm or institution; those are odd and at least FIRMS."""
    return crc32(name.encode()) | FIRMS | 1


def place_mark(key: int) -> int:
    """The mark of a word or a pair that is part of the name of a place."""
    return MARKS | key & 0xFFFFFF


def is_word(key: int) -> bool:
    """Whether a feature hash stands for a word (else for a pair of characters or a name, or it is a mark)."""
    return not key & 1 and key < MARKS


def is_firm(key: int) -> bool:
    """Whether a feature hash stands for the name of a firm."""
    return key >= FIRMS


def is_name(key: int) -> bool:
    """Whether a feature hash is the name of a firm or a mark, put beside the words and pairs."""
    return key >= MARKS


def is_mark(key: int) -> bool:
    """Whether a feature hash is a mark."""
    return MARKS <= key < FIRMS


def content_words(text: str) -> list[str]:
    """The words of `text` that can carry a subject, simplified and lower case, in order."""
    return _content(_cut(fold(text)))


@lru_cache(maxsize=64)
def _cut(folded: str) -> tuple[str, ...]:
    """Words in order; a headline is read twice, for its features and for the words that a decision names."""
    return tuple(cut(folded))


def _content(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in STOP and not GAP.fullmatch(word)]


def _pairs(folded: str) -> list[str]:
    return [run[i : i + 2] for run in (RUN_END if _english(folded) else GAP).split(folded) for i in range(len(run) - 1)]


def _english(folded: str) -> bool:
    """Whether most of it is words in Latin letters: all English shares its pairs of letters, and here they would look rare."""
    words = LATIN.findall(folded)
    return len(words) >= ENGLISH_WORDS and 2 * sum(map(len, words)) > len(folded)


def title_features(title: str) -> Counter[int]:
    """Feature hash -> occurrences in one headline."""
    return _features(fold(title))[0]


def _features(folded: str) -> tuple[Counter[int], tuple[str, ...]]:
    """Feature hash -> occurrences, and all words in order."""
    words = _cut(folded)
    features = Counter(map(word_key, _content(words)))
    features.update(map(pair_key, _pairs(folded)))
    return features, words


def item_features(title: str, text: str, params: ClusterParams, names: Names = lambda words: ()) -> dict[int, float]:
    """Feature hash -> damped occurrences: a body counts for its head only, the less each word the longer it is; alone it stands for
    the title. `names` finds names among the words of a text, all in order."""
    head = text[: params.text_chars]
    if not title.strip():
        title, head = head, ""
    features, words = _features(fold(title))
    counts: dict[int, float] = dict(features)
    named = dict.fromkeys(names(words))
    if head:
        weight = min(params.text_weight, params.text_mass / len(head))
        features, words = _features(fold(head))
        for key, n in features.items():
            counts[key] = counts.get(key, 0.0) + n * weight
        named |= dict.fromkeys(names(words))
    damped = {key: 1 + math.log(n) if n > 1 else n for key, n in counts.items()}
    return damped | dict.fromkeys(_first(named), 1.0)


def _first(named: Iterable[int]) -> list[int]:
    """The first MOST_FIRMS names of firms and the first MOST_MARKS marks."""
    firms, marks = [key for key in named if is_firm(key)], [key for key in named if not is_firm(key)]
    return firms[:MOST_FIRMS] + marks[:MOST_MARKS]


def weigh(counts: Mapping[int, float], idf: Callable[[int], float], params: ClusterParams) -> dict[int, float]:
    """A vector of length 1: words and pairs are scaled apart, then the strongest features are kept. Names are put beside it."""
    weighted = {key: n * idf(key) for key, n in counts.items() if not is_name(key)}
    words = math.sqrt(sum(w * w for key, w in weighted.items() if is_word(key)))
    pairs = math.sqrt(sum(w * w for key, w in weighted.items() if not is_word(key)))
    share_words = math.sqrt(params.words_share) / words if words else 0.0
    share_pairs = math.sqrt(1 - params.words_share) / pairs if pairs else 0.0
    vector = {key: w * (share_words if is_word(key) else share_pairs) for key, w in weighted.items()}
    vector = unit(strongest(vector, params.item_features))
    if len(weighted) < len(counts):
        vector.update((key, FIRM_WEIGHT if is_firm(key) else MARK_WEIGHT) for key in counts if is_name(key))
    return vector


def strongest(vector: dict[int, float], limit: int) -> dict[int, float]:
    """The `limit` greatest weights of `vector`, the MOST_FIRMS greatest of names of firms and the MOST_MARKS greatest of marks; ties are
    broken by hash, so that the result never depends on order."""
    if len(vector) <= limit:
        return vector
    named = {key: weight for key, weight in vector.items() if key >= MARKS}
    if not named:
        return _greatest(vector, limit)
    rest = {key: weight for key, weight in vector.items() if key < MARKS}
    firms = {key: weight for key, weight in named.items() if key >= FIRMS}
    marks = {key: weight for key, weight in named.items() if key < FIRMS}
    return _greatest(rest, limit) | _greatest(marks, MOST_MARKS) | _greatest(firms, MOST_FIRMS)


def _greatest(vector: dict[int, float], limit: int) -> dict[int, float]:
    if len(vector) <= limit:
        return vector
    least = sorted(vector.values())[-limit]
    kept = {key: weight for key, weight in vector.items() if weight > least}
    equal = sorted(key for key, weight in vector.items() if weight == least)
    return kept | dict.fromkeys(equal[: limit - len(kept)], least)


def unit(vector: dict[int, float]) -> dict[int, float]:
    """`vector` scaled to length 1 (an empty one stays empty)."""
    length = math.sqrt(sum(w * w for w in vector.values()))
    return {key: w / length for key, w in vector.items()} if length else {}
