"""What corrections teach: the shipped model learns on (`monitor/text/adapt.py`) from errors in half of the matters of one exercise.

    manage.py drill --seed 921 --days 14 --out A; manage.py drill --seed 922 --days 14 --out B
    python -m bench.corrections A B [HEADLINES.jsonl]

A member corrects N items whose valence or areas the shipped model has wrong, drawn with a fixed seed; 2,000 others it lets stand. One JSON object
a number: macro-F1 of valence and micro-F1 of areas, with the shipped model and after, each with the whole text stage, on the other matters of
the same exercise (`other`), on the texts of the next one that the first has not (`next`; its storylines are the same), and on labelled headlines of
another world (`headlines`: valence alone), where nothing should be lost. Matters are kept apart by `text/folds.py`.
"""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import f1_score

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "monitor.settings")

from monitor.evaluation.folder import ITEMS, truth_by_id
from monitor.text import RawText, analyse_many, default_config
from monitor.text.adapt import adapted
from monitor.text.analyse import use_model
from monitor.text.areas import AREAS
from monitor.text.folds import folds_of, stories
from monitor.text.linear import LinearModel, shipped_model
from monitor.text.train import Example
from monitor.text.types import SENTIMENTS, Analysis

CORRECTIONS = (30, 100, 200, 500)
KEPT = 2_000

Row = dict[str, Any]


def main(first: str, second: str, headlines: str = "") -> None:
    """One line a number of corrections."""
    rows, following = _exercise(first), _exercise(second)
    known = {_text(row) for row in rows}
    half = folds_of(stories([_text(row) for row in rows]), 2)
    taught = [row for row, of in zip(rows, half, strict=True) if of == 0]
    held = {
        "other": [row for row, of in zip(rows, half, strict=True) if of == 1],
        "next": [row for row in following if _text(row) not in known],
        "headlines": _lines(Path(headlines)) if headlines else [],
    }
    before = {name: _figures(part, None) for name, part in held.items() if part}
    wrong = _corrections(taught, analyse_many([_raw(row) for row in taught], default_config()))
    order = np.random.default_rng(0).permutation(len(wrong))
    for count in CORRECTIONS:
        chosen = [wrong[i] for i in order[:count]]
        corrected = {example.text for example in chosen}
        kept = [_text(row) for row in taught if _text(row) not in corrected][:KEPT]
        model = _as_saved(adapted(shipped_model(), chosen, kept, version="bench"))
        after = {name: _figures(part, model) for name, part in held.items() if part}
        print(json.dumps({"corrections": len(chosen), "kept": len(kept), "before": before, "after": after}), flush=True)


def _corrections(rows: Sequence[Row], found: Sequence[Analysis]) -> list[Example]:
    made = []
    for row, one in zip(rows, found, strict=True):
        tone = row["sentiment"] if one.sentiment != row["sentiment"] else None
        areas = tuple(row["areas"]) if set(one.areas) != set(row["areas"]) else None
        if tone or areas is not None:
            made.append(Example(_text(row), tone, areas))
    return made


def _figures(rows: Sequence[Row], model: LinearModel | None) -> dict[str, float]:
    try:
        use_model(model)
        found = analyse_many([_raw(row) for row in rows], default_config())
    finally:
        use_model(None)
    tones = [row["sentiment"] for row in rows], [one.sentiment for one in found]
    figures = {"n": float(len(rows)), "valence": f1_score(*tones, labels=SENTIMENTS, average="macro", zero_division=0)}
    if any("areas" in row for row in rows):
        truth, said = (np.array([[area in of for area in AREAS] for of in side]) for side in _areas(rows, found))
        figures["areas"] = f1_score(truth, said, average="micro", zero_division=0)
    return {name: round(float(value), 3) for name, value in figures.items()}


def _areas(rows: Sequence[Row], found: Sequence[Analysis]) -> tuple[list[Any], list[Any]]:
    return [row["areas"] for row in rows], [one.areas for one in found]


def _as_saved(model: LinearModel) -> LinearModel:
    """With weights of eight bits, as a file has them."""
    file = io.BytesIO()
    model.save(file)
    file.seek(0)
    return LinearModel.load(file)


def _exercise(folder: str) -> list[Row]:
    truth = truth_by_id(folder)
    return [
        {**row, "sentiment": truth[row["id"]]["sentiment"], "areas": truth[row["id"]]["areas"]}
        for row in _lines(Path(folder) / ITEMS)
    ]


def _lines(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _raw(row: Row) -> RawText:
    return RawText(row.get("title") or "", row.get("text") or "")


def _text(row: Row) -> str:
    return " ".join(filter(None, (row.get("title"), row.get("text"))))


if __name__ == "__main__":
    main(*sys.argv[1:])
