"""Reposts made from real texts, to measure the near-duplicates on: `manage.py evaluate duplicates FILE --make`. Pure.

Every original gets one repost, in turn of a kind: the text cut short, another headline, a source line on top, sentences in another order,
the other script, up to 15 % of the characters of its words exchanged for synonyms, or several of these at once. Half of the originals are
left alone, so that links between different items of the file count against precision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random

from monitor.lib.jsonlines import Record
from monitor.text.fold import fold
from monitor.text.traditional import traditional
from monitor.text.words import cut

SHORTEST = 80  # characters of a text worth reposting
SHARE = 0.15  # of a text's characters that synonyms may stand for
SYNONYMS = Path(__file__).parent / "data" / "synonyms.txt"  # words of one meaning, a group a line; ours
ENDS = re.compile(r"(?<=[。！？!?])")
Change = Callable[[Record, Random], Record]


def reposts_make(rows: Sequence[Record], seed: int = 1) -> list[Record]:
    """The rows that have a text, and a repost of every second one right behind it; `repost_of` and `variant` say so."""
    random, kinds = Random(seed), cycle(sorted(KINDS))  # noqa: S311 - no secret is made here
    texts = [row for row in _different(rows) if len(row.get("text") or "") >= SHORTEST]
    made: list[Record] = []
    for n, row in enumerate(texts):
        original = {**row, "id": f"o{n}", "repost_of": None, "variant": "original"}
        made.append(original)
        if n % 2:
            kind = next(kinds)
            made.append({**KINDS[kind](original, random), "id": f"r{n}", "repost_of": f"o{n}", "variant": kind})
    return made


def _different(rows: Iterable[Record]) -> Iterator[Record]:
    """Without what the file itself repeats: the same text, or the same headline."""
    seen: set[str] = set()
    for row in rows:
        marks = {fold(row.get("title") or ""), fold((row.get("text") or "")[:SHORTEST])} - {""}
        if not marks & seen:
            yield row
        seen |= marks


def cut_short(row: Record, random: Random) -> Record:
    """The first 40 to 80 % of the text."""
    return {**row, "text": row["text"][: int(len(row["text"]) * random.uniform(0.4, 0.8))]}


def new_headline(row: Record, random: Random) -> Record:
    """The first sentence, or a part of it, in place of the headline."""
    first = ENDS.split(row["text"])[0].strip()
    return {**row, "title": first[: random.randint(14, 30)]}


def source_line(row: Record, random: Random) -> Record:
    """What a portal puts on top and below."""
    top = random.choice(["来源：晚报", "（转自社区公众号）", "原标题有改动", "【转载】编者按：以下内容值得一看。"])
    return {**row, "text": f"{top}\n{row['text']}\n责任编辑：值班编辑"}


def reordered(row: Record, random: Random) -> Record:
    """Two neighbouring sentences change places, or the last goes to the top."""
    parts = [part for part in ENDS.split(row["text"]) if part]
    if len(parts) > 1:
        at = random.randrange(len(parts) - 1)
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return {**row, "text": "".join(parts)}


def other_script(row: Record, random: Random) -> Record:
    """Traditional for simplified."""
    return {**row, "title": traditional(row.get("title") or ""), "text": traditional(row["text"])}


def reworded(row: Record, random: Random) -> Record:
    """Synonyms for as many words as there are, up to SHARE of the characters."""
    title, text = row.get("title") or "", row["text"]
    return {**row, "title": _exchanged(title, random), "text": _exchanged(text, random)}


def several(row: Record, random: Random) -> Record:
    """Another headline, synonyms, a source line, and cut short."""
    for change in (new_headline, reworded, source_line, cut_short):
        row = change(row, random)
    return row


KINDS: dict[str, Change] = {
    change.__name__: change
    for change in (cut_short, new_headline, source_line, reordered, other_script, reworded, several)
}


def _exchanged(text: str, random: Random) -> str:
    groups, left, parts = _synonyms(), SHARE * len(text), []
    for word in cut(text):
        others = [other for other in groups.get(word, ()) if other != word]
        if others and left >= len(word):
            left -= len(word)
            word = random.choice(others)
        parts.append(word)
    return "".join(parts)


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    groups = [tuple(line.split()) for line in SYNONYMS.read_text("utf-8").splitlines() if line.strip()]
    return {word: group for group in groups for word in group}
