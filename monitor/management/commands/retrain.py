"""A candidate model from the team's corrections whose text lives: the shipped model learns on from them.

With files (those of `train_sentiment`, needs requirements/dev.txt) everything is trained anew instead, corrections among it.
The candidate is only a file: `model_gate` decides whether it goes live.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from monitor.lib.jsonlines import COULD_NOT_START
from monitor.management.commands.train_sentiment import add_material, material_of
from monitor.quality.examples import corrected_examples, kept_texts
from monitor.text.adapt import adapted
from monitor.text.linear import LinearModel, shipped_model
from monitor.text.train import Example, hard_kinds, train

LEAST = 30  # corrections; fewer teach nothing that outweighs their chance


class Command(BaseCommand):
    """`manage.py retrain [FILE...] --name VERSION --out FILE`."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, help="none: the shipped model learns on from corrections")
        parser.add_argument("--name", required=True, help="version of the candidate, e.g. tc-2026-12-ours")
        parser.add_argument("--out", type=Path, required=True, help="the candidate's file")
        add_material(parser)

    def handle(self, *, files: list[Path], name: str, out: Path, **options: Any) -> None:
        corrected = list(corrected_examples())
        model, told = self._anew(files, corrected, name, **options) if files else self._on(corrected, name)
        with out.open("wb") as stream:
            model.save(stream)
        self.stdout.write(f"{told}, {len(corrected)} corrections, {len(model.names)} features")

    def _on(self, corrected: list[Example], name: str) -> tuple[LinearModel, str]:
        if len(corrected) < LEAST:
            raise CommandError(
                f"{len(corrected)} corrections of items whose text lives: at least {LEAST} are needed",
                returncode=COULD_NOT_START,
            )
        kept = kept_texts()
        return adapted(shipped_model(), corrected, kept, version=name), f"{len(kept)} texts let stand"

    def _anew(self, files: list[Path], corrected: list[Example], name: str, **options: Any) -> tuple[LinearModel, str]:
        rows, vectors, soft = material_of(files, **options)
        model = train([*rows, *corrected], version=name, vectors=vectors, soft=soft, own=hard_kinds())
        return model, f"{len(rows)} labelled texts"
