"""The learned model: one linear layer over named features, kept in a small .npz and explained by its own terms. Pure.

A text's vector has three blocks (characters, words, signs); within each of the first two a feature weighs its idf, and the
block is scaled to length 1. Logits are vector x weights + bias. Weights are 8-bit with one scale per output.

Outputs: the three classes for headlines, the same for posts, a gate between the two (logit of "is a post"), "about working
life", the nine areas. File: `names` (features, UTF-8, one a line), `idf` (V float16), `weights` (V x K int8), `scale`, `bias`
(K), `outputs` (K names), `version`.
"""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import IO

import numpy as np
import numpy.typing as npt

from monitor.text import features, snow
from monitor.text.areas import AREAS
from monitor.text.types import SENTIMENTS

Vector = npt.NDArray[np.float32]
SIGN_WEIGHT = 0.35  # of one sign beside blocks of length 1
MODEL_FILE = "data/tingchao.npz"
POST_CLASSES = ("post_neg", "post_neu", "post_pos")
GATE, WORK = "post", "work"
OUTPUTS = (*SENTIMENTS, *POST_CLASSES, GATE, WORK, *AREAS)


@dataclass(frozen=True, slots=True)
class Seen:
    """One text as the model sees it: feature numbers and their values."""

    ids: npt.NDArray[np.intp]
    values: Vector


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
        self.index = {name: i for i, name in enumerate(names)}

    def see(self, folded: str, words: list[str], more_signs: Iterable[str] = ()) -> Seen:
        """Features of a folded text and its words that the model knows; `more_signs` as of `features.area_signs`."""
        folded = folded[: features.MAX_CHARS]
        blocks = (features.char_grams(folded), features.word_grams(words))
        known = [self._numbers(block) for block in blocks]
        values = [self._scaled(ids) for ids in known]
        found = [*features.signs(folded, snow.log_odds(words)), *more_signs]
        signs = self._numbers(found)
        values.append(np.full(len(signs), SIGN_WEIGHT, np.float32))
        return Seen(np.concatenate([*known, signs]), np.concatenate(values))

    def _numbers(self, found: list[str]) -> npt.NDArray[np.intp]:
        return np.array([number for number in map(self.index.get, found) if number is not None], np.intp)

    def _scaled(self, ids: npt.NDArray[np.intp]) -> Vector:
        values = self.idf[ids]
        length = float(np.sqrt(values @ values))
        return values / np.float32(length) if length else values

    def logits(self, seen: Seen) -> Vector:
        """One number per output."""
        return np.asarray(seen.values @ self.weights[seen.ids] + self.bias, np.float32)

    def terms(self, seen: Seen, direction: Vector) -> list[tuple[str, float]]:
        """(feature, how much it moved the text along `direction`, a weight per output), strongest first."""
        moved = seen.values * (self.weights[seen.ids] @ direction)
        order = np.argsort(-moved)
        return [(self.names[seen.ids[i]], float(moved[i])) for i in order[:40]]

    def readable(self, seen: Seen, direction: Vector, limit: int) -> tuple[tuple[str, float], ...]:
        """The same for a person: words and character runs of two or more, none twice."""
        shown: list[tuple[str, float]] = []
        for name, weight in self.terms(seen, direction):
            if weight <= 0 or len(shown) == limit:
                break
            word = name.lstrip("\x04").replace("\x05", "").strip("\x02\x03")
            if name[0] == "\x06" or len(word) < 2 or not all(c.isalnum() for c in word):
                continue
            if not any(word in other or other in word for other, _ in shown):
                shown.append((word, round(weight, 3)))
        return tuple(shown)

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
    def load(cls, stream: IO[bytes]) -> "LinearModel":
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


@functools.cache
def shipped_model() -> LinearModel:
    """The model in the repository, loaded once."""
    with resources.files("monitor.text").joinpath(MODEL_FILE).open("rb") as stream:
        return LinearModel.load(stream)
