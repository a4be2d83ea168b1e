"""What an item is about, as weighted features: words and pairs of characters, the title before the body."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
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


Firms = Callable[[list[str]], Iterable[int]]
"""The names of firms in a text, as feature hashes, given its words."""
FIRMS = 0xFF000000  # from here on hashes stand for names of firms
FIRM_WEIGHT = 0.02  # of a name in the vector of one item, whatever its length: next to nothing among those of words
MOST_FIRMS = 8  # of one vector


def cleared(key: int) -> int:
    """The hash of a word or a pair out of the range of names."""
    return key if key < FIRMS else key ^ 0x80000000


def word_key(word: str) -> int:
    """Hash of a word; words have even hashes."""
    return cleared(crc32(word.encode()) & ~1)


def pair_key(pair: str) -> int:
    """Hash of two neighbouring characters; pairs have odd hashes."""
    return cleared(crc32(pair.encode()) | 1)


def firm_key(name: str) -> int:
    """Hash of the name of a firm or institution; those are odd and at least FIRMS."""
    return crc32(name.encode()) | FIRMS | 1


def is_word(key: int) -> bool:
    """Whether a feature hash stands for a word (else for a pair of characters or a name)."""
    return not key & 1


def is_firm(key: int) -> bool:
    """Whether a feature hash stands for the name of a firm."""
    return key >= FIRMS


def content_words(text: str) -> list[str]:
    """The words of `text` that can carry a subject, simplified and lower case, in order."""
    return _content(cut(fold(text)))


def _content(words: list[str]) -> list[str]:
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


def _features(folded: str) -> tuple[Counter[int], list[str]]:
    """Feature hash -> occurrences, and all words in order."""
    words = cut(folded)
    features = Counter(map(word_key, _content(words)))
    features.update(map(pair_key, _pairs(folded)))
    return features, words


def item_features(title: str, text: str, params: ClusterParams, firms: Firms = lambda words: ()) -> dict[int, float]:
    """Feature hash -> damped occurrences: a body counts for its head only, the less each word the longer it is; alone it stands for
    the title. `firms` finds the names of firms among the words of a text, all in order."""
    head = text[: params.text_chars]
    if not title.strip():
        title, head = head, ""
    features, words = _features(fold(title))
    counts: dict[int, float] = dict(features)
    named = [*firms(words)]
    if head:
        weight = min(params.text_weight, params.text_mass / len(head))
        features, words = _features(fold(head))
        for key, n in features.items():
            counts[key] = counts.get(key, 0.0) + n * weight
        named += firms(words)
    damped = {key: 1 + math.log(n) if n > 1 else n for key, n in counts.items()}
    return damped | dict.fromkeys(named[:MOST_FIRMS], 1.0)


def weigh(counts: Mapping[int, float], idf: Callable[[int], float], params: ClusterParams) -> dict[int, float]:
    """A vector of length 1: words and pairs are scaled apart, then the strongest features are kept. Names are put beside it."""
    weighted = {key: n * idf(key) for key, n in counts.items() if not is_firm(key)}
    words = math.sqrt(sum(w * w for key, w in weighted.items() if is_word(key)))
    pairs = math.sqrt(sum(w * w for key, w in weighted.items() if not is_word(key)))
    share_words = math.sqrt(params.words_share) / words if words else 0.0
    share_pairs = math.sqrt(1 - params.words_share) / pairs if pairs else 0.0
    vector = {key: w * (share_words if is_word(key) else share_pairs) for key, w in weighted.items()}
    vector = unit(strongest(vector, params.item_features))
    if len(weighted) < len(counts):
        vector.update((key, FIRM_WEIGHT) for key in counts if is_firm(key))
    return vector


def strongest(vector: dict[int, float], limit: int) -> dict[int, float]:
    """The `limit` greatest weights of `vector`, and the MOST_FIRMS greatest of names; ties are broken by hash, so that the result never
    depends on order."""
    if len(vector) <= limit:
        return vector
    named = {key: weight for key, weight in vector.items() if key >= FIRMS}
    rest = {key: weight for key, weight in vector.items() if key < FIRMS} if named else vector
    return _greatest(rest, limit) | _greatest(named, MOST_FIRMS)


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
