"""Labels of headlines whose titles are not ours to keep: by digest, in a small file of the repository (`bench/teacher/read.tsv.gz`). Pure.

Whoever has the unlabelled files again joins them with it (`train_sentiment --read`). One line a headline, sorted: the first DIGITS
hex digits of the SHA-256 of its title (stripped, UTF-8), tab, neg/neu/pos or "-" where the valence is not known, tab, areas with
commas between, the main one first, or nothing.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from monitor.text.areas import AREAS
from monitor.text.types import SENTIMENTS

DIGITS = 12
UNKNOWN = "-"

Label = tuple[str | None, tuple[str, ...]]
"""Valence (None: not known) and areas of a headline."""


def digest(title: str) -> str:
    """What stands for a title."""
    return hashlib.sha256(title.strip().encode()).hexdigest()[:DIGITS]


def lines_of(labels: Mapping[str, Label]) -> Iterator[str]:
    """The lines of a file with the labels of these titles."""
    rows = {digest(title): label for title, label in labels.items()}
    for key in sorted(rows):
        sentiment, areas = rows[key]
        yield f"{key}\t{sentiment or UNKNOWN}\t{','.join(areas)}\n"


def labels_in(path: Path) -> dict[str, Label]:
    """The labels of a file by digest. Raises ValueError for a line that is none."""
    found: dict[str, Label] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            key, sentiment, listed = line.rstrip("\n").split("\t")
            areas = tuple(listed.split(",")) if listed else ()
            if len(key) != DIGITS or sentiment not in (UNKNOWN, *SENTIMENTS) or not set(areas) <= set(AREAS):
                raise ValueError(f"{path}: not a label: {line!r}")
            found[key] = (None if sentiment == UNKNOWN else sentiment, areas)
    return found


def joined(titles: Iterable[str], labels: Mapping[str, Label]) -> Iterator[tuple[str, Label]]:
    """The titles that have a label, each once."""
    known = dict.fromkeys(title.strip() for title in titles)
    for title in known:
        if (label := labels.get(digest(title))) is not None:
            yield title, label
