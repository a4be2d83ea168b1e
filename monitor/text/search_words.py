"""The words under which a text can be found, as the text of a tsvector. Pure. Their other half: search_condition.py.

A search must find what a rule with the same words matches (docs/rules.md), and a rule finds 法院 in 最高法院 and, with stars, 工会 in
员工会议: any two characters that stand side by side may be what is asked for. So every pair is an entry of its own, whatever
word it belongs to, and jieba's cut (`boundaries.py`) decides what kind of entry:

    工资      the pair is a word of the dictionary, and somewhere in the text stands as a word
    工资~     it stands there only as pieces of others (员工|资格), or no dictionary knows it
    资        a run of characters ends with it, so that single characters are found by their beginning
    n, ai     a whole run of Latin letters and digits
    ^…        each of these once more if it stands in the title

So "工资 as a word" is one entry that PostgreSQL counts alone; everything else is narrowed by entries and decided by the rule language.
"""

from __future__ import annotations

import functools
import re
import zlib
from operator import add

from monitor.text.boundaries import Boundaries
from monitor.text.fold import fold
from monitor.text.words import pairs_known, user_dictionary

MAX_LATIN = 40  # characters of a Latin run that are kept
MAX_TEXT = 20_000  # as many as rules read (text.analyse)
PIECE, TITLE = "~", "^"
RUNS = re.compile(r"([A-Za-z0-9]+)|[^\W_A-Za-z0-9]+")
_SHAPE = "1"  # of the entries: another number makes `search_index` write all of them anew


@functools.cache
def search_version() -> int:
    """Changes with the shape of the entries and with our dictionary; what was written under another is written anew."""
    return zlib.crc32(_SHAPE.encode() + repr(user_dictionary()).encode()) & 0x7FFFFFFF


def search_words(title: str, text: str) -> str:
    """The entries of a clean, masked text, separated by blanks: the input form of a tsvector. Empty for an empty text."""
    title, text = fold(title), fold(text[:MAX_TEXT])
    whole, end = f"{title}\n{text}", len(title)
    boundaries = Boundaries(whole)
    head_sure, head_seen = _entries(whole, 0, end, boundaries)
    sure, seen = _entries(whole, end + 1, len(whole), boundaries)
    sure |= head_sure
    seen |= head_seen
    parts = [" ".join(sure), *[entry + PIECE for entry in seen - sure]]
    parts += [TITLE + entry for entry in head_sure]
    parts += [TITLE + entry + PIECE for entry in head_seen - head_sure]
    return " ".join(parts).strip()


def _entries(whole: str, first: int, last: int, boundaries: Boundaries) -> tuple[set[str], set[str]]:
    """(entries, pairs that occur) of a stretch; a pair that is no entry occurs only as pieces."""
    sure: set[str] = set()
    seen: set[str] = set()
    broken, ends, known = boundaries.broken, boundaries.ends(), pairs_known()  # ends: grows as runs are cut
    for run in RUNS.finditer(whole, first, last):
        s = run.group()
        if run.lastindex:
            sure.add(s[:MAX_LATIN])
            continue
        sure.add(s[-1])
        pairs = list(map(add, s, s[1:]))
        seen.update(pairs)
        for at, pair in enumerate(pairs, run.start()):
            if pair not in known or pair in sure:
                continue
            if (at in ends and at + 2 in ends) or broken(at, at + 2) is None:
                sure.add(pair)
    return sure, seen
