"""Headlines that were read for this project beside the labelled files: their areas, under a digest. Pure; for training only.

`data/readings.tsv` holds no word of theirs: the first 12 hexadecimal digits of the SHA-256 of the clean, folded title, a tab, and its
areas (main one first, parted by commas; nothing: not about working life). Whoever has the unlabelled files that the titles stand in
trains with them; everybody else trains without.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from importlib import resources

from monitor.text.clean import clean_html
from monitor.text.fold import fold

DIGITS = 12


def digest(title: str) -> str:
    """What a title is known by."""
    return hashlib.sha256(fold(clean_html(title)).encode()).hexdigest()[:DIGITS]


@functools.cache
def readings() -> dict[str, tuple[str, ...]]:
    """{digest: areas} of the file in the repository."""
    lines = resources.files("monitor.text").joinpath("data/readings.tsv").read_text("utf-8").splitlines()
    return parse(line for line in lines if not line.startswith("#"))


def parse(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """{digest: areas} of lines as described above."""
    rows = (line.split("\t") for line in lines)
    return {known: tuple(filter(None, areas.split(","))) for known, areas in rows}


def read_among(titles: Iterable[str], known: Iterable[str] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """(title, areas) of those titles that were read, each once; not those that are the same as one of `known`."""
    done = {digest(title) for title in known}
    found = []
    for title in titles:
        mark = digest(title)
        if mark in readings() and mark not in done:
            done.add(mark)
            found.append((title, readings()[mark]))
    return found
