"""Figures of the text stage against labels, with 95 % bootstrap intervals and the baselines beside them. Pure.

Rows are objects with `title` and/or `text` and the label. Macro-F1 is the mean of the three classes' F1; micro-F1 counts every
(text, area) pair; calibration error is the expected one over ten bins of the likeliest class's probability (Guo et al. 2017).
Intervals: percentile bootstrap over texts, 1,000 resamples, fixed seed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.lib.resample import Figure, interval
from monitor.lib.shares import macro_f1
from monitor.text.analyse import analyse_many
from monitor.text.areas import AREAS
from monitor.text.clean import clean_html
from monitor.text.config import Config, default_config
from monitor.text.evaluate_parts import (
    baseline,
    by_part,
    cnsenti_installed,
    cnsenti_labels,
    confusion,
    error_signs,
    plain_learner,
)
from monitor.text.fold import fold
from monitor.text.sentiment import SnowNLPScorer
from monitor.text.types import SENTIMENTS, Analysis, RawText
from monitor.text.words import cut

Row = Mapping[str, Any]
Flags = npt.NDArray[np.bool_]


def evaluate_sentiment(
    rows: Sequence[Row], *, stock: bool = True, train: Sequence[Row] = (), found: Sequence[Analysis] = ()
) -> dict[str, Any]:
    """Labels `sentiment`. Baselines: SnowNLP as it is installed (`stock`, slow), its model over our words, cnsenti where it
    is installed, and with `train` (labelled rows) the plain learner fitted on them in the same run. `found`: what was read out of the rows, if that is known already.
    """
    found = found or _analysed(rows)
    true = np.array([SENTIMENTS.index(row["sentiment"]) for row in rows])
    ours = np.array([SENTIMENTS.index(one.sentiment) for one in found])
    unsure = np.array([one.unsure for one in found])
    sure = np.array([max(one.sentiment_p) for one in found])
    baselines = {"snownlp_prior": [_prior(row) for row in rows]}
    if stock:
        baselines["snownlp"] = [stock_snownlp(_plain(row)) for row in rows]
        if cnsenti_installed():
            baselines["cnsenti"] = cnsenti_labels([_plain(row) for row in rows])
    folded = [fold(_plain(row)) for row in rows]
    if train:
        known = [(fold(_plain(row)), SENTIMENTS.index(row["sentiment"])) for row in train if row.get("sentiment")]
        baselines["tfidf_lr"] = plain_learner(known, folded)
    return {
        "n": len(rows),
        "figures": {
            "macro_f1": interval(len(rows), lambda at: macro_f1(true[at], ours[at], len(SENTIMENTS))),
            "accuracy": interval(len(rows), lambda at: float((true[at] == ours[at]).mean())),
            "neg_precision": interval(len(rows), lambda at: _precision(true[at] == 0, ours[at] == 0)),
            "neg_recall": interval(len(rows), lambda at: _precision(ours[at] == 0, true[at] == 0)),
            "calibration_error": interval(len(rows), lambda at: _calibration(true[at] == ours[at], sure[at])),
            "unsure": interval(len(rows), lambda at: float(unsure[at].mean())),
        },
        "baselines": {name: baseline(true, labels) for name, labels in baselines.items()},
        "confusion": confusion(true, ours),
        "parts": by_part(rows, lambda at: macro_f1(true[at], ours[at], len(SENTIMENTS))),
        "error_signs": error_signs(folded, true, ours),
    }


def evaluate_areas(rows: Sequence[Row], *, found: Sequence[Analysis] = ()) -> dict[str, Any]:
    """Labels `areas` (list) or `area`. Baseline: the keyword rules alone."""
    config = default_config()
    true = _table([row.get("areas", [row["area"]] if row.get("area") else []) for row in rows])
    ours = _table([one.areas for one in found or _analysed(rows)])
    words = _table([_keyword_areas(config, row) for row in rows])
    per_area = {area: _area_figures(true[:, k], ours[:, k]) for k, area in enumerate(AREAS)}
    return {
        "n": len(rows),
        "figures": {"micro_f1": interval(len(rows), lambda at: _f1(true[at], ours[at])), "areas": per_area},
        "baselines": {"keywords": {"micro_f1": interval(len(rows), lambda at: _f1(true[at], words[at]))}},
    }


def evaluate_labour(rows: Sequence[Row], *, found: Sequence[Analysis] = ()) -> dict[str, Any]:
    """Labels `labour` true/false (or `areas`, empty or not): concerns working life at all. Baseline: keywords alone."""
    config = default_config()
    true = np.array([bool(row["labour"] if "labour" in row else row["areas"]) for row in rows])
    ours = np.array([bool(one.areas) for one in found or _analysed(rows)])
    words = np.array([bool(_keyword_areas(config, row)) for row in rows])
    return {
        "n": len(rows),
        "positives": int(true.sum()),
        "figures": _labour_figures(true, ours),
        "baselines": {"keywords": _labour_figures(true, words)},
    }


EVALUATIONS: dict[str, tuple[Callable[[Sequence[Row]], dict[str, Any]], tuple[str, ...]]] = {
    "sentiment": (evaluate_sentiment, ("sentiment",)),
    "areas": (evaluate_areas, ("areas", "area")),
    "labour": (evaluate_labour, ("labour", "areas")),
}


def stock_snownlp(text: str) -> int:
    """Class of SnowNLP as it is installed (own segmenter and stop words), with its customary thresholds 0.4 and 0.6."""
    from snownlp import SnowNLP  # the import alone takes 0.8 s

    chance = SnowNLP(text).sentiments if text else 0.5
    return 0 if chance < 0.4 else 2 if chance >= 0.6 else 1


def _analysed(rows: Sequence[Row]) -> list[Analysis]:
    config = default_config()
    return analyse_many([RawText(row.get("title") or "", row.get("text") or "") for row in rows], config)


def _plain(row: Row) -> str:
    return clean_html(" ".join(filter(None, (row.get("title"), row.get("text")))))


def _prior(row: Row) -> int:
    text = fold(_plain(row))
    return SENTIMENTS.index(SnowNLPScorer().score(text, cut(text)).label)


def _keyword_areas(config: Config, row: Row) -> list[str]:
    text = fold(_plain(row))
    return list(config.areas.judge(config.matcher.find(text), len(text)))


def _table(rows: Sequence[Sequence[str]]) -> Flags:
    return np.array([[area in row for area in AREAS] for row in rows], bool).reshape(len(rows), len(AREAS))


def _area_figures(true: Flags, found: Flags) -> dict[str, Any]:
    figures = _labour_figures(true, found)
    return {"positives": int(true.sum()), "precision": figures["precision"], "recall": figures["recall"]}


def _labour_figures(true: Flags, found: Flags) -> dict[str, Figure]:
    return {
        "f1": interval(len(true), lambda at: _f1(true[at], found[at])),
        "precision": interval(len(true), lambda at: _precision(true[at], found[at])),
        "recall": interval(len(true), lambda at: _precision(found[at], true[at])),
    }


def _f1(true: Flags, found: Flags) -> float:
    return float(2 * (true & found).sum() / max(1, true.sum() + found.sum()))


def _precision(true: Flags, found: Flags) -> float:
    """Share of the found that is true; with the arguments swapped, the recall."""
    return float((true & found).sum() / max(1, found.sum()))


def _calibration(right: Flags, sure: Any) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(abs(sure[bins == k].mean() - right[bins == k].mean()) * (bins == k).mean() for k in np.unique(bins))
    )
