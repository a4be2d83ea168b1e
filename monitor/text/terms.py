"""Key terms of a text: words that it repeats and that are rare elsewhere; never a detected name, number or stop word. Pure.

Weight: count x idf (jieba's own idf table, counted on 250,000 documents), title words twice.
"""

from __future__ import annotations

import functools
import importlib.util
import re
import threading
from collections.abc import Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from monitor.text.cuts import cut_part
from monitor.text.keys import Numbers, in_turn
from monitor.text.looks import EVERYTHING
from monitor.text.namemodel import GAP, Facts, learnt_of, mark_of, sort_of
from monitor.text.names import Look, after_surname, look_for, names_in
from monitor.text.nameshapes import ANY_SHAPE
from monitor.text.words import Tagged, kinds_of, may_be_made_up_name

MAX_TERMS = 12
READ_CHARS = 600  # of the body: key terms stand early
TITLE_WEIGHT = 2
MOST_WORDS = 1 << 16  # that are remembered
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
    parts = parts_read([(title, text)])
    return key_terms_many(parts, list(map(cut_part, parts)), [EVERYTHING, EVERYTHING])[0]


def parts_read(texts: Sequence[tuple[str, str]]) -> list[str]:
    """What is read of each (folded) title and text, one behind the other."""
    parts = [part for title, text in texts for part in (title, text[:READ_CHARS])]
    return [PLACEHOLDER.sub(" ", part) if "〔" in part else part for part in parts]


def key_terms_many(parts: list[str], cut: list[list[str]], has: list[int]) -> list[tuple[str, ...]]:
    """`key_terms` of texts in parts as `parts_read` gives them; their words, and what `first_looks` found in each."""
    texts = len(parts) // 2
    known, rows = _known_words(parts, cut)
    many = np.fromiter(map(len, cut), np.intp, len(cut)) + 1  # words, and the gap before them
    gaps = np.concatenate(([0], many.cumsum()))
    names = _names(parts, cut, known, rows, gaps, has)
    kept = np.flatnonzero(known.kept.take(rows))
    ranked = _Ranked(known, rows[kept], np.repeat(np.arange(len(parts)), many)[kept], texts)
    return [_terms(ranked, n, names[2 * n] | names[2 * n + 1]) for n in range(texts)]


def _names(
    parts: list[str], cut: list[list[str]], known: _Known, rows: Numbers, gaps: Numbers, has: list[int]
) -> list[set[str]]:
    """The names of persons in each part."""
    looks: dict[int, list[tuple[int, Look]]] = {}
    learnt = learnt_of(parts, Facts(known.sizes.take(rows), known.marks.take(rows), known.sorts.take(rows), gaps))
    places = np.flatnonzero(known.looked.take(rows))
    part_of = np.searchsorted(gaps, places) - 1
    possible = np.array([bool(one.possible) for one in learnt], bool)
    worth = possible[part_of] | known.alone[rows[places]]
    places, part_of = places[worth], part_of[worth]
    found = zip(part_of.tolist(), (places - gaps[part_of] - 1).tolist(), rows[places].tolist(), strict=True)
    for part, place, row in found:
        looks.setdefault(part, []).append((place, known.looks[row]))
    starts, numbers = gaps.tolist(), memoryview(cast("Any", rows))
    names: list[set[str]] = [set() for _ in parts]
    for n, s in enumerate(parts):
        if n in looks or learnt[n].names or has[n] & ANY_SHAPE:
            tagged = Tagged(cut[n], _Kinds(known.kinds, numbers, starts[n] + 1, starts[n + 1]))
            names[n] = names_in(s, tagged, looks.get(n, ()), learnt[n], has[n])
    return names


class _Kinds(Sequence[str]):
    """Parts of speech of the words in these rows, looked up when one is asked for."""

    __slots__ = ("_end", "_kinds", "_rows", "_start")

    def __init__(self, kinds: list[str], rows: memoryview, start: int, end: int) -> None:
        self._kinds, self._rows, self._start, self._end = kinds, rows, start, end

    def __len__(self) -> int:
        return self._end - self._start

    def __getitem__(self, place: Any) -> Any:
        return self._kinds[self._rows[self._start + place]]


class _Ranked:
    """The words of each text that may be terms, weightiest first: `rows` of known words are those of `parts`, a title and a text in turn."""

    def __init__(self, known: _Known, rows: Numbers, parts: Numbers, texts: int) -> None:
        self._words, many = known.words, len(known.words)
        keys = (parts >> 1) * many + rows
        titles = keys[parts & 1 == 0]
        keys = np.sort(np.concatenate([keys, *[titles] * (TITLE_WEIGHT - 1)]))
        starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else keys
        counts = np.diff(np.append(starts, len(keys)))
        text, row = np.divmod(keys[starts], max(many, 1))
        lightness = -(counts * known.idf[row])
        order = np.argsort(lightness)
        order = order[in_turn(text[order], texts)]
        self._rows, self._lightness = row[order].tolist(), lightness[order].tolist()
        self._bounds = np.searchsorted(text, np.arange(texts + 1)).tolist()

    def best(self, text: int, many: int) -> list[str]:
        """The `many` weightiest words of a text, best first, and whatever weighs as much as the last of them."""
        start, end = self._bounds[text], self._bounds[text + 1]
        if end - start > many:
            least = self._lightness[start + many - 1]
            stop = start + many
            while stop < end and self._lightness[stop] <= least:
                stop += 1
            end = stop
        found = zip(self._lightness[start:end], map(self._words.__getitem__, self._rows[start:end]), strict=True)
        return [word for _, word in sorted(found)]


def _terms(ranked: _Ranked, text: int, names: set[str]) -> tuple[str, ...]:
    best = ranked.best(text, MAX_TERMS)
    if not names:
        return tuple(best[:MAX_TERMS])
    apart = _Apart(names)
    fitting, many = list(filter(apart, best)), MAX_TERMS
    while len(fitting) < MAX_TERMS and len(best) >= many:
        many *= 2
        best = ranked.best(text, many)
        fitting = list(filter(apart, best))
    return tuple(fitting[:MAX_TERMS])


class _Apart:
    """Whether a word is part of no name and has none in it."""

    def __init__(self, names: set[str]) -> None:
        self._names, self._joined, self._shortest = names, "\n".join(names), min(map(len, names))

    def __call__(self, word: str) -> bool:
        if word in self._joined:
            return False
        return len(word) <= self._shortest or not any(name in word for name in self._names)


class _Known:
    """What is asked of a word, worked out once: row n of each column is of `words[n]`; row 0 is of the gaps between texts."""

    def __init__(self) -> None:
        self.numbers: dict[str | None, int] = {None: 0}
        self.words: list[str] = [""]
        self.kinds: list[str] = [""]
        self.looks: list[Look] = [_nobody]  # how to look for a name that begins here
        self.looked = np.zeros(MOST_WORDS, bool)
        self.alone = np.zeros(MOST_WORDS, bool)  # may the look find a name that the learnt one does not hold possible?
        self.kept = np.zeros(MOST_WORDS, bool)  # may it be a term?
        self.idf = np.zeros(MOST_WORDS)
        self.sizes = np.full(MOST_WORDS, GAP)
        self.marks, self.sorts = np.zeros(MOST_WORDS, np.uint32), np.zeros(MOST_WORDS, np.uint32)

    def add(self, s: str, words: list[str]) -> None:
        """Take up the words of `s` that are new."""
        for word, kind in zip(words, kinds_of(s, words), strict=True):
            if word in self.numbers:
                continue
            row = len(self.words)
            if row == len(self.kept):
                self.looked, self.kept, self.idf = (_twice(column) for column in (self.looked, self.kept, self.idf))
                self.sizes, self.alone = _twice(self.sizes), _twice(self.alone)
                self.marks, self.sorts = _twice(self.marks), _twice(self.sorts)
            look = look_for(word, kind)
            self.words.append(word)
            self.kinds.append(kind)
            self.looks.append(look or _nobody)
            self.looked[row], self.alone[row] = look is not None, look is not after_surname
            self.kept[row], self.idf[row] = _may_be_term(word, kind), _idf()[word]
            self.sizes[row], self.marks[row], self.sorts[row] = len(word), mark_of(word), sort_of(word, kind)
            self.numbers[word] = row


def _nobody(tagged: Tagged, place: int) -> tuple[str, ...]:
    return ()


def _twice(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.concatenate([column, np.zeros_like(column)])


_adding = threading.Lock()
_known = _Known()


def _known_words(parts: list[str], cut: list[list[str]]) -> tuple[_Known, Numbers]:
    """(the words seen so far, the rows in it of all words of the parts and of the gaps before, between and after these); all are forgotten when there are too many."""
    global _known
    known = _known
    words: list[str | None] = [None]
    for part in cut:
        words += part
        words.append(None)
    rows = np.fromiter(map(known.numbers.get, words, repeat(-1)), np.intp, len(words))
    if rows.min() < 0:
        with _adding:
            if len(known.words) > MOST_WORDS:
                known = _known = _Known()
            for s, part in zip(parts, cut, strict=True):
                if not known.numbers.keys() >= set(part):
                    known.add(s, part)
        rows = np.fromiter(map(known.numbers.__getitem__, words), np.intp, len(words))
    return known, rows


def _may_be_term(word: str, kind: str) -> bool:
    if len(word) < 2 or not kind.startswith(_KINDS) or kind.startswith(_DROPPED) or word in _STOP:
        return False
    return any(c.isalpha() for c in word) and not may_be_made_up_name(word)


@functools.cache
def _idf() -> _Idf:
    """jieba's idf table; the median for words that it lacks, ours among them, so that they are kept."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    fields = (Path(spec.origin).parent / "analyse" / "idf.txt").read_text("utf-8").split()
    return _Idf(fields[::2], fields[1::2])


class _Idf:
    """idf of a word, asked once for each word that a process meets: 270,000 of them in two sorted columns are 4 MiB, as a dict 65."""

    def __init__(self, words: list[str], values: list[str]) -> None:
        """`words` are distinct; `values` as they are written. Column by column: a dict of them would take twice as long."""
        many = len(words)
        marks = np.fromiter(map(hash, words), np.int64, many)  # two of one mark: in one table of a billion
        idf = np.fromiter(map(float, values), np.float64, many)
        order = np.argsort(marks)
        self._marks, self._values = marks[order], idf[order]
        self._median = float(np.partition(idf, many // 2)[many // 2])

    def __getitem__(self, word: str) -> float:
        mark = hash(word)
        at = int(np.searchsorted(self._marks, mark))
        return float(self._values[at]) if at < len(self._marks) and self._marks[at] == mark else self._median
