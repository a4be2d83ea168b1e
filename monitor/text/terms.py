"""Key terms of a text: words that it repeats and that are rare elsewhere; never a detected name, number or stop word. Pure.

Weight: count x idf (jieba's own idf table, counted on 250,000 documents), title words twice.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections import Counter
from itertools import islice
from pathlib import Path

from monitor.text.names import personal_names
from monitor.text.words import may_be_made_up_name, tag, user_dictionary

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


def key_terms(title: str, text: str) -> tuple[str, ...]:
    """Up to 12 terms, best first, as they stand in the (folded) text."""
    title, text = _plain(title), _plain(text[:READ_CHARS])
    counted: Counter[str] = Counter()
    names: set[str] = set()
    for part, weight in ((title, TITLE_WEIGHT), (text, 1)):
        tagged = tag(part) if part else []
        names |= personal_names(part, tagged) if part else set()
        counted.update([pair[0] for pair in tagged if _KEPT[pair]] * weight)
    idf = _idf()
    ranked = sorted([(-n * idf[word], word) for word, n in counted.items()])
    if not names:
        return tuple(word for _, word in ranked[:MAX_TERMS])
    fitting = (word for _, word in ranked if not any(word in name or name in word for name in names))
    return tuple(islice(fitting, MAX_TERMS))


def _plain(text: str) -> str:
    return PLACEHOLDER.sub(" ", text) if "〔" in text else text


class _Kept(dict[tuple[str, str], bool]):
    """{(word, kind): may it be a term?}, worked out when first asked; forgotten when there are too many."""

    def __missing__(self, pair: tuple[str, str]) -> bool:
        word, kind = pair
        if len(self) > 1 << 16:
            self.clear()
        fits = len(word) > 1 and kind.startswith(_KINDS) and not kind.startswith(_DROPPED) and word not in _STOP
        found = self[pair] = fits and any(c.isalpha() for c in word) and not may_be_made_up_name(word)
        return found


_KEPT = _Kept()


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
