"""Figures of the whole text stage by cross-validation over labelled files, for training only (requirements/dev.txt).

Each story (`folds.py`) is read by a model that was trained without it, thresholds and temperatures included, and judged as `manage.py
evaluate` does it. Vectors of words are made once, of all texts without their labels; our own sentences train in each fold, a teacher in none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from monitor.text.analyse import analyse_many, use_model
from monitor.text.config import default_config
from monitor.text.evaluate import Row, evaluate_areas, evaluate_labour, evaluate_sentiment
from monitor.text.fold import fold
from monitor.text.folds import folds_of, stories
from monitor.text.train import FOLDS, Example, hard_kinds, taught, train, vectors_of
from monitor.text.types import Analysis, RawText


def cross_figures(
    files: Mapping[str, Sequence[Row]], unlabelled: Sequence[str], *, example: Callable[[Row], Example]
) -> dict[str, Any]:
    """{file: {"sentiment": figures, "areas": …, "labour": …}}, those that the file has labels for."""
    rows = [row for of_file in files.values() for row in of_file]
    found = cross_analysed(rows, [example(row) for row in rows], unlabelled)
    figures, at = {}, 0
    for name, of_file in files.items():
        figures[name] = _figures(of_file, found[at : at + len(of_file)])
        at += len(of_file)
    return figures


def cross_analysed(rows: Sequence[Row], examples: Sequence[Example], unlabelled: Sequence[str] = ()) -> list[Analysis]:
    """Each row as read by a model that has not seen its story."""
    own, hard = taught(), hard_kinds()
    vectors = vectors_of([*examples, *own], unlabelled)
    folds = folds_of(stories([fold(one.text) for one in examples]), FOLDS)
    found: dict[int, Analysis] = {}
    config = default_config()
    try:
        for k in range(FOLDS):
            known = [one for one, number in zip(examples, folds, strict=True) if number != k]
            use_model(train([*known, *own], version=f"without-{k}", vectors=vectors, own=hard))
            left_out = [i for i, number in enumerate(folds) if number == k]
            raws = [RawText(rows[i].get("title") or "", rows[i].get("text") or "") for i in left_out]
            found |= dict(zip(left_out, analyse_many(raws, config), strict=True))
    finally:
        use_model(None)
    return [found[i] for i in range(len(rows))]


def _figures(rows: Sequence[Row], found: Sequence[Analysis]) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    rated = [(row, one) for row, one in zip(rows, found, strict=True) if row.get("sentiment")]
    if rated:
        labelled, read = zip(*rated, strict=True)
        figures["sentiment"] = evaluate_sentiment(labelled, stock=False, found=read)
    tagged = [(row, one) for row, one in zip(rows, found, strict=True) if "areas" in row]
    if tagged:
        labelled, read = zip(*tagged, strict=True)
        figures["areas"] = evaluate_areas(labelled, found=read)
        figures["labour"] = evaluate_labour(labelled, found=read)
    return figures
