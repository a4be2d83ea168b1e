"""What an item is about, as weighted features: words and pairs of characters, the title before the body."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
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


def word_key(word: str) -> int:
    """Hash of a word; words have even hashes."""
    return crc32(word.encode()) & ~1


def pair_key(pair: str) -> int:
    """Hash of two neighbouring characters; pairs have odd hashes."""
    return crc32(pair.encode()) | 1


def is_word(key: int) -> bool:
    """Whether a feature hash stands for a word (else for a pair of characters)."""
    return not key & 1


def content_words(text: str) -> list[str]:
    """The words of `text` that can carry a subject, simplified and lower case, in order."""
    return [word for word in cut(fold(text)) if word not in STOP and not GAP.fullmatch(word)]


def _pairs(text: str) -> list[str]:
    folded = fold(text)
    return [run[i : i + 2] for run in (RUN_END if _english(folded) else GAP).split(folded) for i in range(len(run) - 1)]


def _english(folded: str) -> bool:
    """Whether most of it is words in Latin letters: all English shares its pairs of letters, and here they would look rare."""
    words = LATIN.findall(folded)
    return len(words) >= ENGLISH_WORDS and 2 * sum(map(len, words)) > len(folded)


def title_features(title: str) -> Counter[int]:
    """Feature hash -> occurrences in one headline."""
    features = Counter(map(word_key, content_words(title)))
    features.update(map(pair_key, _pairs(title)))
    return features


def item_features(title: str, text: str, params: ClusterParams) -> dict[int, float]:
    """Feature hash -> damped occurrences: a body counts for its head only, the less each word the longer it is; alone it stands for
    the title."""
    head = text[: params.text_chars]
    if not title.strip():
        title, head = head, ""
    counts: dict[int, float] = dict(title_features(title))
    if head:
        weight = min(params.text_weight, params.text_mass / len(head))
        for key, n in title_features(head).items():
            counts[key] = counts.get(key, 0.0) + n * weight
    return {key: 1 + math.log(n) if n > 1 else n for key, n in counts.items()}


def weigh(counts: Mapping[int, float], idf: Callable[[int], float], params: ClusterParams) -> dict[int, float]:
    """A vector of length 1: words and pairs are scaled apart, then the strongest features are kept."""
    weighted = {key: n * idf(key) for key, n in counts.items()}
    words = math.sqrt(sum(w * w for key, w in weighted.items() if is_word(key)))
    pairs = math.sqrt(sum(w * w for key, w in weighted.items() if not is_word(key)))
    share_words = math.sqrt(params.words_share) / words if words else 0.0
    share_pairs = math.sqrt(1 - params.words_share) / pairs if pairs else 0.0
    vector = {key: w * (share_words if is_word(key) else share_pairs) for key, w in weighted.items()}
    return unit(strongest(vector, params.item_features))


def strongest(vector: dict[int, float], limit: int) -> dict[int, float]:
    """The `limit` greatest weights of `vector`; ties are broken by hash, so that the result never depends on order."""
    if len(vector) <= limit:
        return vector
    return dict(sorted(vector.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])


def unit(vector: dict[int, float]) -> dict[int, float]:
    """`vector` scaled to length 1 (an empty one stays empty)."""
    length = math.sqrt(sum(w * w for w in vector.values()))
    return {key: w / length for key, w in vector.items()} if length else {}
