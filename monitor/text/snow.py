"""SnowNLP's Bayes model of valence as a prior: its word counts, read once, over words cut by rjieba. Pure.

SnowNLP itself (its segmenter, its stop words) is only used as the stock baseline when models are compared.
"""

import functools
import gzip
import importlib.util
import marshal
import math
from itertools import repeat
from pathlib import Path
from typing import Any


def log_odds(words: list[str]) -> float:
    """ln P(words | pos) - ln P(words | neg) of SnowNLP's naive Bayes; above 0 leans positive; unknown words say nothing."""
    return sum(map(_odds().get, words, repeat(0.0)))


@functools.cache
def _odds() -> dict[str, float]:
    """Log-odds per word from the counts that the package ships (`snownlp/sentiment/sentiment.marshal.3`)."""
    spec = importlib.util.find_spec("snownlp")  # finds it without importing: the import alone takes 0.8 s
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("snownlp")
    packed = (Path(spec.origin).parent / "sentiment" / "sentiment.marshal.3").read_bytes()
    counts = marshal.loads(gzip.decompress(packed))["d"]  # noqa: S302 - a file of the pinned, hashed package
    pos, neg = counts["pos"], counts["neg"]
    pos_logs, neg_logs = _logs(pos), _logs(neg)
    # a sixteenth as many numbers as words: each is there once, so that processes go on sharing their pages
    same: dict[float, float] = {}
    odds = (
        (word, pos_logs[pos["d"].get(word, 1)] - neg_logs[neg["d"].get(word, 1)]) for word in {*pos["d"], *neg["d"]}
    )
    return {word: same.setdefault(value, value) for word, value in odds}


def _logs(side: dict[str, Any]) -> dict[float, float]:
    """{count: its share's logarithm}: of all words there are a few hundred counts."""
    return {count: math.log(count / side["total"]) for count in {1, *side["d"].values()}}
