"""`manage.py analyse [FILE] [--config EXPORT] [--model FILE]`: the text stage on a file of items; no database, no broker."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.errors import QueryError
from monitor.lib.jsonlines import COULD_NOT_START, Record, check_item, run_lines
from monitor.text import Analysis, Config, RawText, analyse, config_from_export, default_config
from monitor.text.analyse import use_model
from monitor.text.linear import load_model


class Command(BaseCommand):
    """Reads items, adds what was read out of them; see CONTRACTS in docs/."""

    help = "Clean, mask and tag the items of a file (JSON lines): sentiment, concern areas, units, place, key terms."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="JSON lines; - or nothing = standard input")
        parser.add_argument("--config", help="an export of the team's rules, units and places (JSON)")

        parser.add_argument("--model", type=Path, help="another model file than the shipped one")

    def handle(
        self, *, file: str | None = None, config: str | None = None, model: Path | None = None, **_: Any
    ) -> None:
        try:
            compiled = _config(config)
        except (OSError, ValueError, KeyError, TypeError, QueryError) as error:
            self.stderr.write(f"cannot use {config}: {error}")
            sys.exit(COULD_NOT_START)
        try:
            use_model(load_model(model) if model else None)
        except (OSError, ValueError) as error:
            self.stderr.write(f"cannot use {model}: {error}")
            sys.exit(COULD_NOT_START)
        sys.exit(run_lines(file, lambda record: {**record, **answer(record, compiled)}))


def _config(path: str | None) -> Config:
    return config_from_export(json.loads(Path(path).read_text(encoding="utf-8"))) if path else default_config()


def answer(record: Record, config: Config) -> Record:
    """The output keys of one line."""
    check_item(record)
    found = analyse(
        RawText(record.get("title") or "", record.get("text") or "", record.get("source") or "", record.get("region")),
        config,
    )
    return {**_stored(record, found), **_tags(found)}


def _stored(record: Record, found: Analysis) -> Record:
    return {key: getattr(found, key) for key in ("title", "text") if key in record}


def _tags(found: Analysis) -> Record:
    return {
        "sentiment": found.sentiment,
        "unsure": found.unsure,
        "sentiment_p": dict(zip(("neg", "neu", "pos"), found.sentiment_p, strict=True)),
        "areas": list(found.areas),
        "units": list(found.unit_names),
        "place": found.place,
        "terms": list(found.terms),
        "masked": found.masked,
        "why": {
            "sentiment": found.why["sentiment"],
            "areas": found.why["areas"],
            "units": dict(zip(found.unit_names, found.why["units"].values(), strict=True)),
            "place": found.why["place"],
        },
    }
