"""Our words beside jieba's own: each run of Chinese characters cut by both with the same user dictionary. Pure.

A run is equal when all its words are. Where the two differ only the pieces between the last and the next common border are told, so
that no sentence is shown.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from monitor.lib.resample import Figure, share_interval
from monitor.text.clean import clean_html
from monitor.text.evaluate import Row
from monitor.text.words import cut, user_dictionary

MAX_DIFFERENCES = 50
MAX_PIECE = 12  # characters of a difference that are shown
HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
DEFINITIONS = {
    "runs": "of the runs of Chinese characters: cut into the same words",
    "words": "of jieba's words: ours has the same word at the same place",
    "texts": "of the titles and texts: cut into the same words, Latin runs, digits and signs included",
    "intervals": "95 % bootstrap over titles and texts",
}


def evaluate_words(rows: Sequence[Row]) -> dict[str, Any]:
    """Share of equal runs, words and whole texts; the commonest differences as [jieba's, ours, how often]."""
    texts = [text for row in rows for key in ("title", "text") if (text := clean_html(str(row.get(key) or "")))]
    differences: Counter[tuple[str, str]] = Counter()
    in_texts: Counter[tuple[str, str]] = Counter()
    runs, words, whole = [], [], []
    for text in texts:
        cells = [_compared(run, differences) for run in HAN_RUN.findall(text)]
        if cells:
            runs.append((sum(same for same, _, _ in cells), len(cells)))
            words.append((sum(n for _, n, _ in cells), sum(n for _, _, n in cells)))
        theirs, ours = _theirs(text), cut(text)
        whole.append((int(theirs == ours), 1))
        in_texts.update(() if theirs == ours else pieces(theirs, ours))
    return {
        "n": len(texts),
        "runs": sum(n for _, n in runs),
        "words": sum(n for _, n in words),
        "characters": sum(map(len, texts)),
        "figures": {
            "runs": _share(runs),
            "words": _share(words),
            "texts": _share(whole),
        },
        "different_runs": sum(n - same for same, n in runs),
        "differences": _commonest(differences),
        "differences_in_texts": _commonest(in_texts),
        "definitions": DEFINITIONS,
    }


def _commonest(differences: Counter[tuple[str, str]]) -> list[list[str | int]]:
    return [[theirs, ours, n] for (theirs, ours), n in differences.most_common(MAX_DIFFERENCES)]


def _share(cells: Sequence[tuple[int, int]]) -> Figure:
    return share_interval([same for same, _ in cells], [n for _, n in cells], digits=6)


def _compared(run: str, differences: Counter[tuple[str, str]]) -> tuple[bool, int, int]:
    """(whether all words are equal, how many of jieba's are, how many there are)."""
    theirs, ours = _theirs(run), cut(run)
    if theirs == ours:
        return True, len(theirs), len(theirs)
    for pair in pieces(theirs, ours):
        differences[pair] += 1
    return False, len(_spans(theirs) & _spans(ours)), len(theirs)


def pieces(theirs: Sequence[str], ours: Sequence[str]) -> list[tuple[str, str]]:
    """What lies between common borders where the two differ, words parted by a bar."""
    found: list[tuple[str, str]] = []
    left, right = list(theirs), list(ours)
    a: list[str] = []
    b: list[str] = []
    while left or right:
        if sum(map(len, a)) <= sum(map(len, b)) and left:
            a.append(left.pop(0))
        else:
            b.append(right.pop(0))
        if sum(map(len, a)) == sum(map(len, b)):
            if a != b:
                found.append(("|".join(a)[:MAX_PIECE], "|".join(b)[:MAX_PIECE]))
            a, b = [], []
    return found


def _spans(words: Sequence[str]) -> set[tuple[int, str]]:
    spans, at = set(), 0
    for word in words:
        spans.add((at, word))
        at += len(word)
    return spans


def _theirs(text: str) -> list[str]:
    return list(_jieba().cut(text))


@functools.cache
def _jieba() -> Any:
    import jieba

    tokenizer = jieba.Tokenizer()
    for word, freq, tag in user_dictionary():
        tokenizer.add_word(word, freq, tag)
    return tokenizer
