"""Which words rose and fell. Pure.

Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, "Fightin' Words", eq. 15-22): the prior is the two
periods together, so that rare words are drawn towards no change instead of leaping to the top. A word counts once per original that it is
a key term of. Of all words that were tested those are named whose share changed at a false discovery rate of 5 % (Benjamini, Hochberg 1995).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PRIOR = 500.0  # weight of the prior, in words
LEAST = 5  # originals with the word, in the period for risers, before it for fallers
FALSE = 0.05
STOP = frozenset(
    [
        "公司",
        "单位",
        "企业",
        "员工",
        "职工",
        "工人",
        "劳动者",
        "工会",
        "问题",
        "情况",
        "工作",
        "相关",
        "部门",
        "有关",
        "进行",
        "记者",
        "网友",
        "消息",
        "报道",
        "回应",
        "通知",
        "公告",
        "发布",
        "今日",
        "近日",
        "本市",
        "全市",
        "我市",
        "我区",
    ]
)
"""Words that are everywhere in this field: that they move says nothing."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A word with its originals and share (per cent of originals) in the period and before it; `z`: how sure the change is."""

    word: str
    n: int
    before: int
    share: float
    share_before: float
    z: float


@dataclass(frozen=True, slots=True)
class Moved:
    """Most sure first."""

    rising: tuple[Mover, ...]
    falling: tuple[Mover, ...]
    tested: int


def movers_find(
    now: Mapping[str, int], before: Mapping[str, int], *, docs: int, docs_before: int, limit: int = 10
) -> Moved:
    """`now`, `before`: originals by word; `docs`: originals in all. Nothing when either period is empty."""
    if not docs or not docs_before:
        return Moved((), (), 0)
    found = list(_scored(now, before, docs, docs_before))
    sure = _sure(found)
    rising = sorted((m for m in sure if m.z > 0), key=lambda m: (-m.z, m.word))
    falling = sorted((m for m in sure if m.z < 0), key=lambda m: (m.z, m.word))
    return Moved(tuple(rising[:limit]), tuple(falling[:limit]), len(found))


def cloud_of(now: Mapping[str, int], *, limit: int = 60) -> list[tuple[str, int]]:
    """Words with their originals, most first: what a word cloud is drawn from."""
    words = [(word, n) for word, n in now.items() if word not in STOP and n > 1]
    return sorted(words, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _scored(now: Mapping[str, int], before: Mapping[str, int], docs: int, docs_before: int) -> Iterable[Mover]:
    total, total_before = sum(now.values()), sum(before.values())
    everything = total + total_before
    for word in now.keys() | before.keys():
        n, was = now.get(word, 0), before.get(word, 0)
        risen = n * docs_before >= was * docs
        if word in STOP or (n if risen else was) < LEAST:
            continue
        alpha = PRIOR * (n + was) / everything
        one = _log_odds(n, total, alpha)
        other = _log_odds(was, total_before, alpha)
        z = (one - other) / math.sqrt(1 / (n + alpha) + 1 / (was + alpha))
        yield Mover(word, n, was, round(100 * n / docs, 1), round(100 * was / docs_before, 1), round(z, 2))


def _log_odds(n: int, total: int, alpha: float) -> float:
    return math.log((n + alpha) / max(total + PRIOR - n - alpha, 0.5))


def _sure(found: list[Mover]) -> list[Mover]:
    """Benjamini-Hochberg on two-sided p of z."""
    ranked = sorted(found, key=lambda m: -abs(m.z))
    last = 0
    for rank, mover in enumerate(ranked, 1):
        if math.erfc(abs(mover.z) / math.sqrt(2)) <= FALSE * rank / len(ranked):
            last = rank
    return ranked[:last]
