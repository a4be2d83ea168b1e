"""Train the model of sentiment and areas from labelled files (needs requirements/dev.txt); writes monitor/text/data/tingchao.npz.

Lines: `title` (a headline) or only `text` (a post), `sentiment` neg/neu/pos (optional), `areas` list (optional). Files may be
gzipped. `--unlabelled FILE...`: lines with `title` and/or `text`, for what words mean beside each other.
`--read FILE...`: labels by digest of the title (bench/teacher/read.tsv.gz) for headlines among the unlabelled ones (`readlabels.py`).
`--soft FILE...`: lines with `title` and `sentiment`, the chances of neg, neu, pos that a teacher gave (bench/teacher/teach.py).
Our own sentences, data/taught.tsv and those of data/frames.tsv, are always added. Train anew after a change of data/areas.toml or data/userdict.txt: their hits and cuts are features.
"""

from __future__ import annotations

import gzip
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.text.crossval import cross_figures
from monitor.text.readlabels import joined, labels_in
from monitor.text.train import C_SENTIMENT, Example, Soft, hard_kinds, taught, train, vectors_of
from monitor.text.vectors import WordVectors

LEAD_CHARS = 1_500  # of an unlabelled text
ROUNDED = 0.01  # chances in a file need not make 1 to the last digit


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a file of JSON lines, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def examples(path: Path) -> Iterator[Example]:
    """Labelled texts of one file."""
    yield from map(example_of, rows_of(path))


def example_of(row: Mapping[str, Any]) -> Example:
    """One labelled line."""
    text = " ".join(filter(None, (row.get("title"), row.get("text"))))
    areas = tuple(row["areas"]) if "areas" in row else None
    return Example(text=text, sentiment=row.get("sentiment"), areas=areas, post=not row.get("title"))


def plain_texts(path: Path) -> Iterator[str]:
    """Title and start of the text of each line of one file."""
    for row in rows_of(path):
        yield "\n".join(filter(None, (row.get("title"), (row.get("text") or "")[:LEAD_CHARS])))


def soft_of(path: Path) -> Iterator[Soft]:
    """Headlines that a teacher rated. Raises ValueError where three chances do not make 1."""
    for row in rows_of(path):
        bad, neutral, good = row["sentiment"]
        if min(bad, neutral, good) < 0 or abs(bad + neutral + good - 1) > ROUNDED:
            raise ValueError(f"{path}: not chances: {row['sentiment']}")
        yield Soft(row["title"], (bad, neutral, good))


def read_examples(labels: Iterable[Path], unlabelled: Iterable[Path]) -> list[Example]:
    """Headlines of the unlabelled files that have a label by digest."""
    known = {key: label for path in labels for key, label in labels_in(path).items()}
    titles = (row.get("title") or "" for path in unlabelled for row in rows_of(path)) if known else iter(())
    return [Example(title, sentiment, areas, read=True) for title, (sentiment, areas) in joined(titles, known)]


def add_material(parser: ArgumentParser) -> None:
    """Options that name what is learned from beside labelled files."""
    parser.add_argument("--unlabelled", nargs="+", type=Path, default=[], help="files of texts without labels")
    parser.add_argument("--read", nargs="+", type=Path, default=[], help="labels by digest for unlabelled headlines")
    parser.add_argument("--soft", nargs="+", type=Path, default=[], help="files of headlines rated by a teacher")


def material_of(
    files: list[Path], *, unlabelled: list[Path], read: list[Path], soft: list[Path], **_: Any
) -> tuple[list[Example], WordVectors | None, list[Soft]]:
    """What `train` learns from: labelled texts (our own sentences among them), vectors of words, headlines that a teacher rated."""
    rows = [*(example for path in files for example in examples(path)), *taught()]
    texts = [text for path in unlabelled for text in plain_texts(path)]
    vectors = vectors_of(rows, texts)  # the unlabelled texts hold the headlines that are read
    rows += read_examples(read, unlabelled)
    return rows, vectors, [one for path in soft for one in soft_of(path)]


class Command(BaseCommand):
    """`manage.py train_sentiment FILE... --version NAME --out FILE`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--name", required=True, help="version of the model, e.g. tc-2026-11")
        parser.add_argument("--out", type=Path, default=Path("monitor/text/data/tingchao.npz"))
        add_material(parser)
        parser.add_argument(
            "--cross", action="store_true", help="train nothing: figures of each file by cross-validation, as JSON"
        )
        parser.add_argument(
            "--c", type=float, default=C_SENTIMENT, help="inverse regularisation of the sentiment layer"
        )

    def handle(self, *, files: list[Path], cross: bool, name: str, out: Path, c: float, **options: Any) -> None:
        if cross:
            texts = [text for path in options["unlabelled"] for text in plain_texts(path)]
            figures = cross_figures({path.name: list(rows_of(path)) for path in files}, texts, example=example_of)
            self.stdout.write(json.dumps(figures, ensure_ascii=False))
            return
        rows, vectors, soft = material_of(files, **options)
        model = train(rows, version=name, vectors=vectors, soft=soft, own=hard_kinds(), c_sentiment=c)
        with out.open("wb") as stream:
            model.save(stream)
        size = out.stat().st_size / 1e6
        self.stdout.write(f"{len(rows)} texts, {len(model.names)} features, {size:.1f} MB")
