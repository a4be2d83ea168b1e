"""The words of a report as they were signed: kept with it, so that a later version of the program, of names or of a translation says nothing
else in its place. Pure.

A signed report is drawn from what is kept here; only drafts are written anew from their numbers. One signed before words were kept
(version 39 of the database) is still written from its numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from monitor.reports.parts import Section, Table
from monitor.reports.tell import Figure, Sentence

Said = dict[str, list[dict[str, Any]]]  # {language: sections}


def said_of(sections: Sequence[Section]) -> list[dict[str, Any]]:
    """As JSON can hold it: tuples are lists, the numeric columns sorted."""
    return [json.loads(json.dumps(asdict(section), default=sorted)) for section in sections]


def sections_from(kept: Sequence[Mapping[str, Any]]) -> list[Section]:
    """The sections that said_of kept."""
    return [_section(section) for section in kept]


def said_digest(said: Said) -> str:
    """SHA-256 of the canonical JSON, hexadecimal; "" when nothing is kept."""
    if not said:
        return ""
    spelled = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def _section(kept: Mapping[str, Any]) -> Section:
    return Section(
        kept["key"],
        kept["title"],
        tuple(_sentence(one) for one in kept["sentences"]),
        tuple(_table(one) for one in kept["tables"]),
        kept["numeral"],
        tuple(kept["figures"]),
        kept["apart"],
    )


def _sentence(kept: Mapping[str, Any]) -> Sentence:
    figures = tuple(Figure(**figure) for figure in kept["figures"])
    return Sentence(kept["text"], figures, kept["key"], kept["drafted"], kept["struck"])


def _table(kept: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in kept["rows"])
    return Table(kept["caption"], tuple(kept["head"]), rows, frozenset(kept["numeric"]), tuple(kept["links"]))
