"""What the learned models see of a text: characters, words and a few signs. Pure; the same code trains and predicts.

A text becomes three blocks of feature names. Characters: grams of 1 to 3 of the folded text with its borders marked. Words:
jieba's words and pairs of neighbours. Signs: how it ends, how long it is, what the lexicon says of what happened (`lexicon.py`), and
in which of twelve steps SnowNLP's log-odds fall (the prior). Feature names never contain a line feed.
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from operator import add, itemgetter

import numpy as np

from monitor.text.cues import CUE, shipped_cues
from monitor.text.lexicon import SIGN, shipped_lexicon

WORD, PAIR = "\x04", "\x05"  # what the names of such features begin with, and those of signs with SIGN
AREA = f"{SIGN}area:"
ABOUT_AREAS = (AREA, CUE)  # what the names of signs of working life begin with
NO_RUN = frozenset((WORD, PAIR, SIGN))
MAX_CHARS = 400  # a model reads no further: valence stands in the title and the lead

_SNOW_STEPS = (-6.0, -4.0, -2.5, -1.5, -0.7, 0.0, 0.7, 1.5, 2.5, 4.0, 6.0)

_SNOW = tuple(f"{SIGN}snow{step}" for step in range(len(_SNOW_STEPS) + 1))
_LENGTHS = tuple(f"{SIGN}len{eights}" for eights in range(9))
_NO_END = f"{SIGN}end-"


def bordered(folded: str) -> str:
    """A text with the marks of its borders, which are part of character grams but none by themselves."""
    return f"\x02{folded}\x03"


def char_grams(folded: str) -> list[str]:
    """Distinct character grams of 1 to 3, in order of appearance."""
    s = bordered(folded)
    pairs = list(map(add, s, s[1:]))
    return list(dict.fromkeys([*folded, *pairs, *map(add, pairs, s[2:])]))


def word_grams(words: list[str]) -> list[str]:
    """Distinct words (`\\x04word`) and neighbours (`\\x05word word`); blanks are no words."""
    own = [WORD + word for word in words if not word.isspace()]
    after = [PAIR + word[1:] for word in own]
    return list(dict.fromkeys(own + list(map(add, after, after[1:]))))


def signs(folded: str, log_odds: float) -> list[str]:
    """Names of the signs that are present (`\\x06name`)."""
    last = folded[-1:]
    return [
        _SNOW[snow_step(log_odds)],
        f"{SIGN}end{last}" if last and last in "?？!！。…" else _NO_END,
        _LENGTHS[min(len(folded) // 8, 8)],
        *shipped_lexicon().signs(folded),
    ]


def area_signs(areas: Iterable[str], folded: str, cues: Sequence[int] | None = None) -> list[str]:
    """Names for the areas whose keyword rules matched, main one first, and for what stands around them (`cues.py`).

    `cues`: the numbers of its words in `folded`, where they are known.
    """
    found = [f"{AREA}{area}" for area in areas]
    main = [f"{AREA}any", f"{AREA}main:{found[0].removeprefix(AREA)}"] if found else []
    shipped = shipped_cues()
    return [*found, *main, *(shipped.signs(folded[:MAX_CHARS]) if cues is None else shipped.signs_of(cues))]


def kinds(names: Sequence[str]) -> Callable[[str], list[int]]:
    """Where the names of a kind stand (WORD, PAIR, SIGN; "": runs of characters), in their order. All 200,000 are looked at once."""
    first = np.fromiter(map(ord, map(itemgetter(0), names)), np.uint32, len(names))
    of_kind = {kind: np.flatnonzero(first == ord(kind)).tolist() for kind in NO_RUN}
    of_kind[""] = np.flatnonzero(np.isin(first, list(map(ord, NO_RUN)), invert=True)).tolist()
    return of_kind.__getitem__


@functools.lru_cache(maxsize=4096)
def snow_step(log_odds: float) -> int:
    """Which of twelve steps a log-odds value falls into."""
    return sum(log_odds > step for step in _SNOW_STEPS)
