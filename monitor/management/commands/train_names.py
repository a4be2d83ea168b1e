"""Train the learnt look for names of persons (needs requirements/dev.txt); writes monitor/text/data/names.npz.

TEXTS: a JSON list of (folded) texts. LABELS: labels by digest of the text (bench/teacher/names.tsv.gz; `trainnames.py` says what its lines are);
texts without a line are not used. The same files give the same weights.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand

from monitor.text.trainnames import joined, read_labels, train


class Command(BaseCommand):
    """`manage.py train_names TEXTS LABELS --out FILE`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("texts", type=Path)
        parser.add_argument("labels", type=Path)
        parser.add_argument("--out", type=Path, default=Path("monitor/text/data/names.npz"))

    def handle(self, *, texts: Path, labels: Path, out: Path, **_: Any) -> None:
        labelled = joined(json.loads(texts.read_text("utf-8")), read_labels(labels))
        np.savez_compressed(out, **train(labelled))
        names = sum(len(row.names) for row in labelled)
        self.stdout.write(f"{len(labelled)} texts, {names} names, {out.stat().st_size} bytes")
