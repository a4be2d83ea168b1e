"""The learned model: one linear layer over named features, kept in a small .npz and explained by its own terms. Pure.

A text's vector has three blocks (characters, words, signs); within each of the first two a feature weighs its idf, and the
block is scaled to length 1. Logits are vector x weights + bias. Weights are 8-bit with one scale per output.

Outputs: the three classes for headlines, the same for posts, a gate between the two (logit of "is a post"), "about working
life", the nine areas. File: `names` (features, UTF-8, one a line), `idf` (V float16), `weights` (V x K int8), `scale`, `bias`
(K), `outputs` (K names), `version`.
"""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from monitor.text import features
from monitor.text.areas import AREAS
from monitor.text.cues import CUE
from monitor.text.grams import Grams
from monitor.text.keys import Numbers, in_turn
from monitor.text.lexicon import SIGN
from monitor.text.types import SENTIMENTS
from monitor.text.wordgrams import WordGrams

Vector = npt.NDArray[np.float32]
LOOKED_AT = 40  # strongest features, of which the readable ones are shown
BLOCKS = 3  # of a text: characters, words, signs
AT_ONCE = 1800  # features
SIGN_WEIGHT = 0.2  # of one sign beside blocks of length 1
AREA_SIGN_WEIGHT = 0.5  # of a sign of working life
MODEL_FILE = "data/tingchao.npz"
POST_CLASSES = ("post_neg", "post_neu", "post_pos")
GATE, WORK = "post", "work"
OUTPUTS = (*SENTIMENTS, *POST_CLASSES, GATE, WORK, *AREAS)


Text = tuple[str, list[str], list[str]]
"""What a model is shown of one text: it folded, its words, more signs (as of `features.area_signs`)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """B texts as the model sees them, one after the other: feature numbers, their values (n), the weights of all features.
    Text i has those from `starts[i]` to `starts[i + 1]`, at least one."""

    ids: npt.NDArray[np.intp]
    values: Vector
    weights: Vector
    starts: npt.NDArray[np.intp]

    @property
    def rows(self) -> Vector:
        """The model's weights of these features (n x K)."""
        return self.weights.take(self.ids, axis=0)

    def one(self, i: int) -> Seen:
        """Text i alone."""
        part = slice(self.starts[i], self.starts[i + 1])
        return Seen(self.ids[part], self.values[part], self.weights, self.starts[i : i + 2] - self.starts[i])


class LinearModel:
    """Immutable; `outputs` names the columns."""

    def __init__(
        self,
        names: list[str],
        idf: Vector,
        weights: Vector,
        bias: Vector,
        outputs: tuple[str, ...],
        version: str,
    ) -> None:
        self.names, self.idf, self.weights, self.bias = names, idf, weights, bias
        self.outputs, self.version = outputs, version
        of_kind = features.kinds(names)
        self._signs = {names[i]: i for i in of_kind(SIGN)}
        self._values = idf.astype(np.float32)
        for name, i in self._signs.items():
            self._values[i] = AREA_SIGN_WEIGHT if name.startswith(features.ABOUT_AREAS) else SIGN_WEIGHT
        self._words = WordGrams(names)
        self._runs = np.array(of_kind(""), np.intp)
        self._grams = Grams([names[i] for i in self._runs])

    @functools.cached_property
    def work(self) -> int:
        """The column of "about working life"."""
        return self.outputs.index(WORK)

    @functools.cached_property
    def areas(self) -> slice:
        """The columns of the nine areas, in their order."""
        first = self.outputs.index(AREAS[0])
        return slice(first, first + len(AREAS))

    def see(self, texts: Sequence[Text]) -> Seen:
        """Features of texts that the model knows."""
        short = [folded[: features.MAX_CHARS] for folded, _, _ in texts]
        runs, run_counts = self._grams.find([features.bordered(folded) for folded in short])
        known, known_counts, log_odds = self._words.find([words for _, words, _ in texts])
        signs: list[int] = []
        sign_counts: list[int] = []
        for folded, odds, (_, _, more) in zip(short, log_odds, texts, strict=True):
            before = len(signs)
            signs += [n for n in map(self._signs.get, chain(features.signs(folded, odds), more)) if n is not None]
            sign_counts.append(len(signs) - before)
        counts = np.column_stack((run_counts, known_counts, sign_counts))
        nothing = np.flatnonzero(counts.sum(axis=1) == 0)
        block = np.repeat(np.arange(counts.size).reshape(counts.shape).T.ravel(), counts.T.ravel())
        numbers = np.concatenate([self._runs[runs], known, np.array(signs, np.intp), np.zeros(len(nothing), np.intp)])
        block = np.concatenate([block, BLOCKS * nothing + BLOCKS - 1])
        order = in_turn(block, counts.size)
        numbers, block = numbers[order], block[order]
        values = self._values.take(numbers)
        values *= self._factors(values, block, nothing, counts.size)
        bounds = np.searchsorted(block, np.arange(0, counts.size + 1, BLOCKS))
        return Seen(numbers, values, self.weights, bounds)

    @staticmethod
    def _factors(values: Vector, block: Numbers, nothing: Numbers, blocks: int) -> Vector:
        """For each feature what brings its block to length 1; signs stay as they are."""
        squares = np.bincount(block, values.astype(np.float64) ** 2, blocks)
        squares[BLOCKS - 1 :: BLOCKS] = 1.0
        squares[BLOCKS * nothing + BLOCKS - 1] = 0.0
        return np.asarray(np.where(squares > 0, squares, np.inf) ** -0.5, np.float32)[block]

    def logits(self, seen: Seen) -> Vector:
        """B x K: one number per output. A few texts at once, so that their weights stay in the processor's cache."""
        logits = np.empty((len(seen.starts) - 1, len(self.outputs)), np.float32)
        first = 0
        while first < len(logits):
            start = seen.starts[first]
            last = max(first + 1, int(np.searchsorted(seen.starts, start + AT_ONCE, "right")) - 1)
            part = slice(start, seen.starts[last])
            rows = self.weights.take(seen.ids[part], axis=0)
            rows *= seen.values[part, None]
            logits[first:last] = np.add.reduceat(rows, seen.starts[first:last] - start) + self.bias
            first = last
        return logits

    def readable(self, seen: Seen, direction: Vector, limit: int) -> tuple[tuple[str, float], ...]:
        """(feature, how much it moved the one text along `direction`, a weight per output) for a person, strongest first.

        Words and character runs of two or more, none twice.
        """
        moved = seen.values * (seen.rows @ direction)
        order = np.argsort(-moved)[:LOOKED_AT]
        shown: list[tuple[str, float]] = []
        for number, weight in zip(seen.ids[order].tolist(), moved[order].tolist(), strict=True):
            if weight <= 0 or len(shown) == limit:
                break
            word = _readable(self.names[number])
            if word and not any(word in other or other in word for other, _ in shown):
                shown.append((word, round(weight, 3)))
        return tuple(shown)

    def strongest_cue(self, seen: Seen, direction: Vector) -> str:
        """The sign of working life (`cues.py`) that moved the one text most along `direction`; '' if none did."""
        moved = seen.values * (seen.rows @ direction)
        for number in seen.ids[np.argsort(-moved)].tolist():
            if self.names[number].startswith(CUE):
                return str(self.names[number])
        return ""

    def save(self, stream: IO[bytes]) -> None:
        """Write the file that `load` reads, without time stamps that would change it."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-9) / 127
        np.savez_compressed(
            stream,
            names=np.frombuffer("\n".join(self.names).encode(), np.uint8),
            idf=self.idf.astype(np.float16),
            weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32),
            bias=self.bias.astype(np.float32),
            outputs=np.array(self.outputs),
            version=np.array(self.version),
        )

    @classmethod
    def load(cls, stream: IO[bytes]) -> LinearModel:
        """The model of a file written by `save`."""
        with np.load(stream, allow_pickle=False) as file:
            return cls(
                names=file["names"].tobytes().decode().split("\n"),
                idf=file["idf"].astype(np.float32),
                weights=file["weights"].astype(np.float32) * file["scale"],
                bias=file["bias"],
                outputs=tuple(map(str, file["outputs"])),
                version=str(file["version"]),
            )


@functools.lru_cache(maxsize=1 << 14)
def _readable(name: str) -> str:
    """A feature as a person reads it; '' when it is a sign, one character or not of letters."""
    word = name.lstrip(features.WORD).replace(features.PAIR, "").strip("\x02\x03")
    return "" if name[0] == SIGN or len(word) < 2 or not all(c.isalnum() for c in word) else word


def load_model(path: Path) -> LinearModel:
    """The model of a file outside the repository. Raises OSError, or ValueError for what is no such file."""
    try:
        with path.open("rb") as stream:
            model = LinearModel.load(stream)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ValueError(f"{path}: not a model file") from error
    if model.outputs != OUTPUTS:
        raise ValueError(f"{path}: other outputs than this version reads")
    return model


@functools.cache
def shipped_model() -> LinearModel:
    """The model in the repository, loaded once."""
    with resources.files("monitor.text").joinpath(MODEL_FILE).open("rb") as stream:
        return LinearModel.load(stream)
