"""Words of a text: jieba's dictionary and ours, cut by rjieba; part of speech. Pure.

rjieba reproduces jieba's algorithm (dictionary DAG + HMM) at some 40 times its speed. The two differ on Latin runs with `-`,
`.` or `_` inside, so those are cut here, by the rule that jieba applies to them; rjieba sees a digit in their place.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, cast

from monitor.text.namewords import SURNAMES

if TYPE_CHECKING:
    import rjieba  # loading it costs, and not every command cuts words

_RUN = re.compile(r"[A-Za-z0-9+#&._%\-]*[.\-_][A-Za-z0-9+#&._%\-]*")
_DIGITS = "0123456789qxzjkvwy"
_PART = re.compile(r"([A-Za-z0-9]+(?:\.[0-9]+)?%?)")


@functools.cache
def _jieba() -> rjieba.Jieba:
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
    if "-" not in s and "." not in s and "_" not in s:
        return tokenizer.cut(s)
    runs = [_parts(match) for match in _RUN.finditer(s)]
    if not runs:
        return tokenizer.cut(s)
    digit = _unused(s, runs)
    words = tokenizer.cut(_with_digits(s, runs, digit or _DIGITS[0]))
    return _put_back(words, runs, digit) if digit and digit in words else _put_back_by_place(words, runs)


Run = tuple[int, int, list[str]]


def _parts(match: re.Match[str]) -> Run:
    """(start, end, words) of a run, as jieba cuts it."""
    run = match.group()
    dash = run.rfind("-") + 1
    if 0 < dash < len(run) and "." not in run[dash:]:
        run = run[:dash]  # what follows may belong to the next word: A-B轮
    return match.start(), match.start() + len(run), [part for part in _PART.split(run) if part]


def _unused(s: str, runs: list[Run]) -> str | None:
    """A digit or letter that stands nowhere but in runs."""
    at, rest = 0, []
    for start, end, _ in runs:
        rest.append(s[at:start])
        at = end
    others = "".join(rest) + s[at:]
    return next((digit for digit in _DIGITS if digit not in others), None)


def _with_digits(s: str, runs: list[Run], digit: str) -> str:
    """`s` with one digit for each run: to the words around it a number is what the run is to them in jieba."""
    out: list[str] = []
    at = 0
    for start, end, _ in runs:
        out += (s[at:start], digit)
        at = end
    return "".join(out) + s[at:]


def _put_back(words: list[str], runs: list[Run], digit: str) -> list[str]:
    """The runs' words where their digit stands as a word of its own."""
    out: list[str] = []
    at = 0
    if words.count(digit) != len(runs):
        return _put_back_by_place(words, runs)
    for _, _, parts in runs:
        here = words.index(digit, at)
        out += words[at:here]
        out += parts
        at = here + 1
    return out + words[at:]


def _put_back_by_place(words: list[str], runs: list[Run]) -> list[str]:
    """The same where the digit stands elsewhere too, or was joined to a word."""
    out: list[str] = []
    gone = at = place = 0  # characters that the digits save so far; where the word begins; the next run
    for word in words:
        end = at + len(word)
        while place < len(runs) and (digit := runs[place][0] - gone) < end:
            if digit > at:
                out.append(word[: digit - at])
            out += runs[place][2]
            word = word[digit - at + 1 :]
            at = digit + 1
            gone += runs[place][1] - runs[place][0] - 1
            place += 1
        if word:
            out.append(word)
        at = end
    return out


class Tagged:
    """The words of a text with their parts of speech: `words[i]` is a `kinds[i]`."""

    __slots__ = ("kinds", "words")

    def __init__(self, words: list[str], kinds: Sequence[str]) -> None:
        self.words, self.kinds = words, kinds

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, place: int) -> tuple[str, str]:
        return self.words[place], self.kinds[place]


_kinds: dict[str, str] = {}  # parts of speech seen so far


def tag(s: str) -> Tagged:
    """Words with their part of speech in jieba's tag set."""
    words = cut_plainly(s)
    return Tagged(words, kinds_of(s, words))


def cut_plainly(s: str) -> list[str]:
    """The words of `s` as rjieba cuts them, Latin runs and all: those that parts of speech are known of."""
    return _jieba().cut(s)


def kinds_of(s: str, words: list[str]) -> list[str]:
    """The parts of speech of all words of `s`.

    They go with the word alone, whatever stands around (`tests/text/test_words.py`), so a word is asked for once: rjieba's
    tagging takes three times as long as its cutting.
    """
    kinds = list(map(_kinds.get, words))
    return _asked(s, words, kinds) if None in kinds else cast("list[str]", kinds)


def _asked(s: str, words: list[str], kinds: list[str | None]) -> list[str]:
    """The kinds of all words of `s`, those asked for that were not known; all are forgotten when there are too many."""
    if len(_kinds) > 1 << 16:
        _kinds.clear()
    for place in [place for place, kind in enumerate(kinds) if kind is None]:
        alone = _jieba().tag(words[place])
        if len(alone) > 1:  # a word that is cut into others where it stands alone
            _kinds.update(whole := _jieba().tag(s))
            return [kind for _, kind in whole]
        kinds[place] = _kinds[words[place]] = alone[0][1]
    return cast("list[str]", kinds)


def has_word(word: str) -> bool:
    """Whether jieba's dictionary or ours has it. Nothing is kept: of 100 questions 99 are asked once (words are known by then)."""
    return _jieba().has_word(word)


@functools.cache
def pairs_known() -> frozenset[str]:
    """All words of two characters: for whoever asks about every pair of characters of a text."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba")
    lines = (Path(spec.origin).parent / "dict.txt").read_text("utf-8").splitlines()
    pairs = {line[:2] for line in lines if line[2:3] == " "}
    pairs |= {word for word, _, _ in user_dictionary() if len(word) == 2}
    return frozenset(pair for pair in pairs if _jieba().has_word(pair))


def may_be_made_up_name(word: str) -> bool:
    """A word that no dictionary has and that has a surname at its start, or after one particle: 蔡徐坤, 据雷军."""
    return not has_word(word) and any(c in SURNAMES for c in word[:2])
