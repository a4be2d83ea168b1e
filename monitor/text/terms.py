"""Key terms of a text: words that it repeats and that are rare elsewhere; never a detected name, number or stop word. Pure.

Weight: count x idf (jieba's own idf table, counted on 250,000 documents), title words twice.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections import Counter
from itertools import compress
from operator import mul
from pathlib import Path

from monitor.text.looks import EVERYTHING
from monitor.text.names import personal_names
from monitor.text.words import Tagged, may_be_made_up_name, tag, user_dictionary

MAX_TERMS = 12
READ_CHARS = 600  # of the body: key terms stand early
TITLE_WEIGHT = 2
_KINDS = ("n", "v", "a", "i", "l", "j", "eng")
_DROPPED = ("nr", "vshi", "vyou", "m", "q", "t")
PLACEHOLDER = re.compile("〔[^〕]{2,4}〕")
_STOP = frozenset(
    [
        "记者",
        "消息",
        "报道",
        "表示",
        "认为",
        "进行",
        "可以",
        "没有",
        "成为",
        "目前",
        "今天",
        "昨天",
        "近日",
        "日前",
        "编辑",
        "来源",
        "图片",
        "视频",
        "网友",
        "一个",
        "我们",
        "他们",
        "自己",
        "什么",
        "怎么",
        "如何",
        "为什么",
        "现在",
        "已经",
        "可能",
        "时候",
        "问题",
        "情况",
        "工作",
        "有人",
        "大家",
        "应该",
        "需要",
        "能够",
        "不能",
        "不会",
        "还有",
        "就是",
        "知道",
        "看到",
        "回应",
        "发布",
        "相关",
        "有关",
        "有没有",
        "是不是",
        "请问",
        "多少",
        "问",
        "说",
        "称",
        "让",
        "到",
        "要",
        "会",
        "能",
        "有",
        "是",
        "去",
        "来",
        "做",
        "想",
        "看",
        "给",
        "人",
        "年",
        "月",
        "日",
        "时",
        "号",
    ]
)


def key_terms(title: str, text: str, has_title: int = EVERYTHING, has_text: int = EVERYTHING) -> tuple[str, ...]:
    """Up to 12 terms, best first, as they stand in the (folded) text. `has_…`: what `first_looks` found in them."""
    title, text = _plain(title), _plain(text[:READ_CHARS])
    counted: Counter[str] = Counter()
    names: set[str] = set()
    for part, weight, has in ((title, TITLE_WEIGHT, has_title), (text, 1, has_text)):
        if part:
            tagged = tag(part)
            names |= personal_names(part, tagged, has)
            counted.update(_fitting(tagged) * weight)
    ranked = _ranked(counted, MAX_TERMS)
    if not names:
        return tuple(ranked[:MAX_TERMS])
    fitting = [word for word in ranked if _apart(word, names)]
    if len(fitting) < MAX_TERMS and len(ranked) < len(counted):
        fitting = [word for word in _ranked(counted, len(counted)) if _apart(word, names)]
    return tuple(fitting[:MAX_TERMS])


def _ranked(counted: Counter[str], many: int) -> list[str]:
    """The `many` weightiest words, best first, and whatever weighs as much as the last of them."""
    weights = list(map(mul, counted.values(), map(_idf().__getitem__, counted)))
    least = sorted(weights)[-many] if len(weights) > many else 0.0
    best = [(-weight, word) for word, weight in zip(counted, weights, strict=True) if weight >= least]
    return [word for _, word in sorted(best)]


def _apart(word: str, names: set[str]) -> bool:
    """Whether a word is part of no name and has none in it."""
    return all(word not in name and name not in word for name in names)


def _plain(text: str) -> str:
    return PLACEHOLDER.sub(" ", text) if "〔" in text else text


_kept: dict[str, bool] = {}  # may a word be a term? Those seen so far


def _fitting(tagged: Tagged) -> list[str]:
    """The words that may be terms, as often as they stand there."""
    kept = list(map(_kept.get, tagged.words))
    if None in kept:
        if len(_kept) > 1 << 16:
            _kept.clear()
        for place in [place for place, fits in enumerate(kept) if fits is None]:
            word, kind = tagged[place]
            kept[place] = _kept[word] = _may_be_term(word, kind)
    return list(compress(tagged.words, kept))


def _may_be_term(word: str, kind: str) -> bool:
    if len(word) < 2 or not kind.startswith(_KINDS) or kind.startswith(_DROPPED) or word in _STOP:
        return False
    return any(c.isalpha() for c in word) and not may_be_made_up_name(word)


@functools.cache
def _idf() -> _Idf:
    """jieba's idf table; ours count as rare enough to be kept."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    lines = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text("utf-8").splitlines()
    table = {word: float(value) for word, _, value in (line.partition(" ") for line in lines)}
    median = sorted(table.values())[len(table) // 2]
    return _Idf({**{word: median for word, _, _ in user_dictionary()}, **table}, median)


class _Idf(dict[str, float]):
    """{word: idf}, the median for words that it lacks."""

    def __init__(self, table: dict[str, float], median: float) -> None:
        super().__init__(table)
        self._median = median

    def __missing__(self, word: str) -> float:
        return self._median
