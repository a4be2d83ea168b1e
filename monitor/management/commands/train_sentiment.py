"""Train the model of sentiment and areas from labelled files (needs requirements/dev.txt); writes monitor/text/data/tingchao.npz.

Lines: `title` (a headline) or only `text` (a post), `sentiment` neg/neu/pos (optional), `areas` list (optional). Files may be
gzipped. `--unlabelled FILE...`: lines with `title` and/or `text`, for what words mean beside each other. Our own data/taught.tsv is always added. Train anew after a change of data/areas.toml or data/userdict.txt: their hits and cuts are features.
"""

from __future__ import annotations

import gzip
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.text.train import Example, taught, train

LEAD_CHARS = 1_500  # of an unlabelled text


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a file of JSON lines, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def examples(path: Path) -> Iterator[Example]:
    """Labelled texts of one file."""
    for row in rows_of(path):
        text = " ".join(filter(None, (row.get("title"), row.get("text"))))
        areas = tuple(row["areas"]) if "areas" in row else None
        yield Example(text=text, sentiment=row.get("sentiment"), areas=areas, post=not row.get("title"))


def plain_texts(path: Path) -> Iterator[str]:
    """Title and start of the text of each line of one file."""
    for row in rows_of(path):
        yield "\n".join(filter(None, (row.get("title"), (row.get("text") or "")[:LEAD_CHARS])))


class Command(BaseCommand):
    """`manage.py train_sentiment FILE... --version NAME --out FILE`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--name", required=True, help="version of the model, e.g. tc-2026-11")
        parser.add_argument("--out", type=Path, default=Path("monitor/text/data/tingchao.npz"))
        parser.add_argument("--unlabelled", nargs="+", type=Path, default=[], help="files of texts without labels")
        parser.add_argument("--c", type=float, default=2.0, help="inverse regularisation of the sentiment layer")

    def handle(self, *, files: list[Path], name: str, out: Path, unlabelled: list[Path], c: float, **_: Any) -> None:
        rows = [*(example for path in files for example in examples(path)), *taught()]
        texts = [text for path in unlabelled for text in plain_texts(path)]
        model = train(rows, version=name, unlabelled=texts, c_sentiment=c)
        with out.open("wb") as stream:
            model.save(stream)
        size = out.stat().st_size / 1e6
        self.stdout.write(f"{len(rows)} texts, {len(model.names)} features, {size:.1f} MB")
