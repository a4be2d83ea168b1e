"""What people made of drafted sentences: struck out or reworded, the drafted one kept beside it. Pure.

A sentence is named by its section and the numbers it tells, so an edit finds it again in any language. An edit holds only while its
sentence says what it said when it was edited: after new counting a stale one is dropped, never put over other numbers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from monitor.reports.parts import Section
from monitor.reports.tell import Sentence

Edits = Mapping[str, Mapping[str, Any]]  # {key: {text, original, ...}}; text "" strikes out
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def keyed(sections: Sequence[Section]) -> list[Section]:
    """With the keys of their sentences."""
    return [replace(section, sentences=_keyed(section)) for section in sections]


def _keyed(section: Section) -> tuple[Sentence, ...]:
    seen: dict[str, int] = {}
    found = []
    for sentence in section.sentences:
        paths = "|".join(figure.path for figure in sentence.figures)
        short = hashlib.sha256(paths.encode()).hexdigest()[:8]
        seen[short] = seen.get(short, 0) + 1
        again = f"-{seen[short]}" if seen[short] > 1 else ""
        found.append(replace(sentence, key=f"{section.key}.{short}{again}"))
    return tuple(found)


def edited(sections: Sequence[Section], edits: Edits, *, struck: bool = False) -> list[Section]:
    """With the edits in force; struck sentences are left out unless `struck` (the page shows them as such)."""
    return [
        replace(section, sentences=tuple(s for s in map(_with(edits), section.sentences) if struck or not s.struck))
        for section in sections
    ]


def without_struck(section: Section) -> Section:
    """Without what was struck out."""
    return replace(section, sentences=tuple(sentence for sentence in section.sentences if not sentence.struck))


def _with(edits: Edits) -> Any:
    def change(sentence: Sentence) -> Sentence:
        edit = edits.get(sentence.key)
        if edit is None:
            return sentence
        if not edit["text"]:
            return replace(sentence, struck=True)
        return replace(sentence, text=edit["text"], drafted=sentence.text)

    return change


def edits_standing(sections: Sequence[Section], edits: Edits) -> dict[str, Mapping[str, Any]]:
    """The edits whose sentence is still there and says the same, told in the language of `original` (Chinese)."""
    drafted = {sentence.key: sentence.text for section in sections for sentence in section.sentences}
    return {key: edit for key, edit in edits.items() if drafted.get(key) == edit["original"]}


def numbers_foreign(text: str, drafted: str) -> list[str]:
    """Numbers in a rewording that the drafted sentence does not have: nobody counted them."""
    known = set(NUMBER.findall(drafted))
    return [number for number in NUMBER.findall(text) if number not in known]
