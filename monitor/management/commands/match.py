"""`manage.py match QUERY [FILE]`: one keyword query over items; no database, no broker."""

from __future__ import annotations

import functools
import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from monitor.errors import QueryError
from monitor.lib.jsonlines import COULD_NOT_START, Record, check_item, run_lines
from monitor.text.clean import clean_html
from monitor.text.config import Config, default_config
from monitor.text.fold import fold
from monitor.text.query import Query, compile_query
from monitor.text.query_nodes import all_terms
from monitor.text.team import team_tags


class Command(BaseCommand):
    """Says of each item whether the query matches, where, and because of what."""

    help = "Match one keyword query against the items of a file (JSON lines)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("file", nargs="?", help="JSON lines; - or nothing = standard input")
        parser.add_argument("--config", help="an export of the team's rules: its synonym groups are known to the query")
        parser.add_argument("--group", action="append", default=[], metavar="NAME=WORD,WORD", help="a synonym group")

    def handle(
        self, *, query: str, file: str | None = None, config: str | None = None, group: Sequence[str] = (), **_: Any
    ) -> None:
        try:
            compiled = compile_query(query, _groups(config, group))
        except QueryError as error:
            again = f"; try: {error.suggestion}" if error.suggestion else ""
            self.stderr.write(f"{error.detail} (position {error.position}){again}")
            sys.exit(COULD_NOT_START)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            self.stderr.write(f"cannot read the synonym groups: {error}")
            sys.exit(COULD_NOT_START)
        sys.exit(run_lines(file, lambda record: {**record, **_answer(record, compiled)}))


def _groups(config: str | None, given: Sequence[str]) -> dict[str, Sequence[str]]:
    """Those of the export, and those given by hand."""
    known = json.loads(Path(config).read_text(encoding="utf-8")).get("groups", {}) if config else {}
    groups: dict[str, Sequence[str]] = {str(name): tuple(map(str, words)) for name, words in known.items()}
    for one in given:
        name, sign, words = one.partition("=")
        if not sign:
            raise ValueError(f"{one}: expected NAME=WORD,WORD")
        groups[name.strip()] = tuple(re.split("[,，、]", words))
    return groups


def _answer(record: Record, query: Query) -> Record:
    check_item(record)
    fields = {key: clean_html(record.get(key) or "") for key in ("title", "text", "source", "region")}
    if any("region" in term.fields for term in all_terms(query.root)):
        fields["region"] = _about(fields)
    match = query.match(fields)
    return {"matched": match.matched, "hits": [list(hit) for hit in match.hits], "because": match.because}


def _about(fields: Mapping[str, str]) -> str:
    """What `地区:` looks at: the places that the text is about; where it names none, the region as given."""
    title, text, region = fold(fields["title"]), fold(fields["text"]), fields["region"]
    config = _places()
    hits = config.matcher.find(f"{title}\n{text}")
    place = team_tags(config, hits, title=title, text=text, region=region).place
    named = place.label and place.because not in ("region", "none")
    return config.place_judge.region_text(place, region) if named else region


@functools.cache
def _places() -> Config:
    return default_config()
