"""Words of a text: jieba's dictionary and ours, cut by rjieba; part of speech. Pure.

rjieba reproduces jieba's algorithm (dictionary DAG + HMM) at some 40 times its speed. The two differ on Latin runs with `-`
or `.` inside, so those are cut here first, by the rule that jieba applies to them.
"""

import functools
import re
from importlib import resources
from typing import Any

from monitor.text.namewords import SURNAMES

_RUN = re.compile(r"[A-Za-z0-9+#&._%\-]*[.\-][A-Za-z0-9+#&._%\-]*")
_PART = re.compile(r"([A-Za-z0-9]+(?:\.[0-9]+)?%?)")


@functools.cache
def _jieba() -> Any:
    """One tokeniser for the process; loading jieba's dictionary takes about 0.1 s."""
    import rjieba

    tokenizer = rjieba.Jieba()
    for word, freq, tag in user_dictionary():
        tokenizer.add_word(word, freq, tag)
    return tokenizer


@functools.cache
def user_dictionary() -> tuple[tuple[str, int, str], ...]:
    """(word, frequency, tag) of `data/userdict.txt`: terms of working life that jieba's dictionary lacks or cuts."""
    lines = resources.files("monitor.text").joinpath("data/userdict.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return tuple((row[0], int(row[1]), row[2]) for row in rows)


def cut(s: str) -> list[str]:
    """The words of `s` in order, punctuation and blanks included, so that they join to `s` again."""
    tokenizer = _jieba()
    if "-" not in s and "." not in s:
        return tokenizer.cut(s)  # type: ignore[no-any-return]
    words: list[str] = []
    at = 0
    for match in _RUN.finditer(s):
        if match.start() > at:
            words += tokenizer.cut(s[at : match.start()])
        run = match.group()
        dash = run.rfind("-") + 1
        if 0 < dash < len(run) and "." not in run[dash:]:
            run = run[:dash]  # what follows may belong to the next word: A-B轮
        words += [part for part in _PART.split(run) if part]
        at = match.start() + len(run)
    return words + tokenizer.cut(s[at:]) if at < len(s) else words


def tag(s: str) -> list[tuple[str, str]]:
    """(word, part of speech in jieba's tag set)."""
    return _jieba().tag(s)  # type: ignore[no-any-return]


@functools.lru_cache(maxsize=1 << 16)
def has_word(word: str) -> bool:
    """Whether jieba's dictionary or ours has it."""
    return bool(_jieba().has_word(word))


@functools.lru_cache(maxsize=1 << 16)
def may_be_made_up_name(word: str) -> bool:
    """A word that no dictionary has and that has a surname at its start, or after one particle: 蔡徐坤, 据雷军."""
    return not has_word(word) and any(c in SURNAMES for c in word[:2])
