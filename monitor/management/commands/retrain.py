"""Train a candidate from labelled files and the team's corrections whose text lives (needs requirements/dev.txt).

The files are those of `train_sentiment`. The candidate is only a file: `model_gate` decides whether it goes live.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.management.commands.train_sentiment import examples
from monitor.quality.examples import corrected_examples
from monitor.text.train import train


class Command(BaseCommand):
    """`manage.py retrain FILE... --name VERSION --out FILE`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--name", required=True, help="version of the candidate, e.g. tc-2026-12-ours")
        parser.add_argument("--out", type=Path, required=True, help="the candidate's file")

    def handle(self, *, files: list[Path], name: str, out: Path, **_: Any) -> None:
        given = [example for path in files for example in examples(path)]
        corrected = list(corrected_examples())
        model = train([*given, *corrected], version=name)
        with out.open("wb") as stream:
            model.save(stream)
        self.stdout.write(f"{len(given)} labelled texts, {len(corrected)} corrections, {len(model.names)} features")
