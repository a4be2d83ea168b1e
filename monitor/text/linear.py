"""The learned model: one linear layer over named features, kept in a small .npz and explained by its own terms. Pure.

A text's vector has three blocks (characters, words, signs); within each of the first two a feature weighs its idf, and the
block is scaled to length 1. Logits are vector x weights + bias. Weights are 8-bit with one scale per output.

File: `names` (features, UTF-8, one a line), `idf` (V float16), `weights` (V x K int8), `scale`, `bias` (K), `outputs` (K names),
`version`, `temperature`.
"""

import functools
from dataclasses import dataclass
from importlib import resources
from typing import IO

import numpy as np
import numpy.typing as npt

from monitor.text import features, snow

Vector = npt.NDArray[np.float32]
SIGN_WEIGHT = 0.35  # of one sign beside blocks of length 1
MODEL_FILE = "data/tingchao.npz"


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
        temperature: float = 1.0,
    ) -> None:
        self.names, self.idf, self.weights, self.bias = names, idf, weights, bias
        self.outputs, self.version, self.temperature = outputs, version, temperature
        self.index = {name: i for i, name in enumerate(names)}

    def see(self, folded: str, words: list[str]) -> Seen:
        """Features of a folded text and its words that the model knows."""
        folded = folded[: features.MAX_CHARS]
        blocks = (features.char_grams(folded), features.word_grams(words))
        known = [np.fromiter((i for i in map(self.index.get, block) if i is not None), np.intp) for block in blocks]
        values = [self._scaled(ids) for ids in known]
        found = features.signs(folded, snow.log_odds(words))
        signs = np.fromiter((i for i in map(self.index.get, found) if i is not None), np.intp)
        values.append(np.full(len(signs), SIGN_WEIGHT, np.float32))
        return Seen(np.concatenate([*known, signs]), np.concatenate(values))

    def _scaled(self, ids: npt.NDArray[np.intp]) -> Vector:
        values = self.idf[ids]
        length = float(np.sqrt(values @ values))
        return values / np.float32(length) if length else values

    def logits(self, seen: Seen) -> Vector:
        """One number per output."""
        return np.asarray(seen.values @ self.weights[seen.ids] + self.bias, np.float32)

    def terms(self, seen: Seen, output: int, against: tuple[int, ...] = ()) -> list[tuple[str, float]]:
        """(feature, how much it moved `output` above the mean of `against`), strongest first."""
        column = self.weights[seen.ids, output]
        if against:
            column = column - self.weights[np.ix_(seen.ids, np.array(against))].mean(axis=1)
        moved = seen.values * column
        order = np.argsort(-moved)
        return [(self.names[seen.ids[i]], float(moved[i])) for i in order]

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
            temperature=np.array(self.temperature),
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
                temperature=float(file["temperature"]),
            )


@functools.cache
def shipped_model() -> LinearModel:
    """The model in the repository, loaded once."""
    with resources.files("monitor.text").joinpath(MODEL_FILE).open("rb") as stream:
        return LinearModel.load(stream)
