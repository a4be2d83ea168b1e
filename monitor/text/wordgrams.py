"""Words and pairs of neighbours that a model knows, and SnowNLP's log-odds, for many texts at once. Pure.

What is asked of a word is looked up once and remembered (words follow Zipf's law); what is asked of a text is arithmetic over arrays.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from monitor.text import features, snow
from monitor.text.keys import Keys, Numbers, first_ones, in_turn

UNKNOWN, BLANK = -1, -2  # in the place of a word's number
MOST_WORDS = 1 << 16  # that are remembered


class _Memory:
    """Words seen so far: row n of each column is of the word with `rows[word] == n`."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.numbers = np.zeros(MOST_WORDS, np.int64)
        self.odds = np.zeros(MOST_WORDS)

    def add(self, word: str, number: int, odds: float) -> None:
        """Take up a word that is new."""
        row = len(self.rows)
        if row == len(self.odds):
            self.numbers = np.concatenate([self.numbers, np.zeros_like(self.numbers)])
            self.odds = np.concatenate([self.odds, np.zeros_like(self.odds)])
        self.numbers[row], self.odds[row] = number, odds
        self.rows[word] = row


class WordGrams:
    """The words and pairs among the names of a model's features."""

    def __init__(self, names: Sequence[str]) -> None:
        self._features = len(names)
        of_kind = features.kinds(names)
        self._numbers = {names[i][1:]: i for i in of_kind(features.WORD)}
        pairs = ((names[i][1:].split(features.PAIR), i) for i in of_kind(features.PAIR))
        numbered = [(self._numbers.get(a), self._numbers.get(b), i) for (a, b), i in pairs]
        keys = {a * len(names) + b: i for a, b, i in numbered if a is not None and b is not None}
        self._pairs = Keys(np.fromiter(keys, np.int64, len(keys)))
        self._pair_numbers = np.fromiter(keys.values(), np.intp, len(keys))
        self._memory, self._adding = _Memory(), threading.Lock()

    def find(self, texts: Sequence[list[str]]) -> tuple[Numbers, Numbers, list[float]]:
        """(numbers of the distinct known features of `features.word_grams`, how many of each text, log-odds of each text).

        Of each text the words in the order in which they first stand there, then the pairs. A pair is known only if both of its
        words are. Log-odds as of `snow.log_odds`.
        """
        memory, rows = self._rows(texts)
        of = np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.intp, len(texts)))
        odds = np.bincount(of, memory.odds[rows], len(texts))  # adds them up one after the other
        numbers = memory.numbers[rows]
        words = numbers != BLANK
        numbers, of = numbers[words], of[words]
        known = numbers >= 0
        beside = np.flatnonzero(known[:-1] & known[1:] & (of[:-1] == of[1:]))
        found, places = self._pairs.find(numbers[beside] * self._features + numbers[beside + 1])
        numbers = np.concatenate([numbers[known], self._pair_numbers[places]])
        groups = np.concatenate([2 * of[known], 2 * of[beside[found]] + 1])
        order = in_turn(groups, 2 * len(texts))
        numbers, of = numbers[order], groups[order] >> 1
        first = first_ones(of * self._features + numbers)
        return numbers[first], np.bincount(of[first], minlength=len(texts)), odds.tolist()

    def _rows(self, texts: Sequence[list[str]]) -> tuple[_Memory, npt.NDArray[np.intp]]:
        """(the words seen so far, the rows in it of all words of the texts); all are forgotten when there are too many."""
        memory, many = self._memory, sum(map(len, texts))
        rows = np.fromiter(map(memory.rows.get, chain.from_iterable(texts), repeat(-1)), np.intp, many)
        if many and rows.min() < 0:
            with self._adding:
                if len(memory.rows) > MOST_WORDS:
                    memory = self._memory = _Memory()
                for word in chain.from_iterable(texts):
                    if word not in memory.rows:
                        number = BLANK if word.isspace() else self._numbers.get(word, UNKNOWN)
                        memory.add(word, number, snow.log_odds([word]))
            rows = np.fromiter(map(memory.rows.__getitem__, chain.from_iterable(texts)), np.intp, many)
        return memory, rows
