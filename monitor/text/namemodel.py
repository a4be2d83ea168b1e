"""Names of persons by a learnt look at every place where one may begin: a surname and one or two characters. Pure.

Two steps over all texts together, both arithmetic over arrays. A small table rules out nearly every place (the characters, where words
begin, what sort of word begins there); what is left is judged by a linear model over hashed features: characters, words and their parts
of speech beside it, where jieba cuts. What the model has learnt from and what it does: `data/names-card.md`; training: `bench/names`.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from monitor.text.nameshapes import not_names
from monitor.text.namewords import GIVEN, RARE, RAREST, SURNAMES, TRANSLIT
from monitor.text.words import has_word

FILE = "data/names.npz"
GAP = 4  # line feeds before, between and after the texts: features look no further
SHORTEST, LONGEST = 2, 3
FIRST_BITS, BITS = 13, 17  # of the hashed features of the two steps
CERTAIN = 0.0  # logit from which on it is a name
DENIED = -1.5  # up to which it is none, whatever the tags of single words say
_BMP = 0xFFFF
_SORTS = {"nr": 1, "nrt": 2, "ns": 3, "nt": 4, "nz": 5, "nrfg": 1}
_UNKNOWN, _OPENS = 64, 128
_MAY_OPEN = frozenset((1, 2, 3, 5))
_JUDGED = SURNAMES | RARE | RAREST

Ints = npt.NDArray[np.intp]
Codes = npt.NDArray[np.uint32]


def sort_of(word: str, kind: str) -> int:
    """A number below 256 for what is known of a word: its part of speech, whether a dictionary lacks it, whether a name may begin with it."""
    sort = _SORTS.get(kind) or 6 + (ord(kind[0]) & 31 if kind else 0)
    unknown = len(word) > 1 and not has_word(word)
    opens = word[0] in _JUDGED and (
        unknown
        or len(word) == 1
        or sort in _MAY_OPEN
        or (len(word) == 2 and word[1] in GIVEN and word not in not_names())
    )
    return sort | unknown * _UNKNOWN | opens * _OPENS


def mark_of(word: str) -> int:
    """32 bits that stand for the word, the same in every process."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Facts:
    """The words of some texts, one behind the other: length, `mark_of`, `sort_of`; text n has those from `bounds[n]` on."""

    sizes: Ints
    marks: Codes
    sorts: Codes
    bounds: Ints

    @classmethod
    def of(cls, texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Facts:
        """Of the words and kinds of each text."""
        words = [word for words, _ in texts for word in words]
        kinds = [kind for _, kinds in texts for kind in kinds]
        return cls(
            np.array([len(word) for word in words], np.intp),
            np.array([mark_of(word) for word in words], np.uint32),
            np.array([sort_of(word, kind) for word, kind in zip(words, kinds, strict=True)], np.uint32),
            np.cumsum([0, *(len(words) for words, _ in texts)]),
        )


@dataclass(frozen=True, slots=True)
class _Joined:
    """Texts behind each other: code of each character and of whether a word begins there; the words, the gaps among them."""

    codes: Codes
    begins: npt.NDArray[np.bool_]
    ends: Ints
    marks: Codes
    sorts: Codes
    opening: Ints  # where a name may begin: with a word that may open one, or in a word that no dictionary has
    starts: Ints  # of the texts

    @classmethod
    def of(cls, texts: Sequence[str], facts: Facts) -> _Joined:
        gap = "\n" * GAP
        joined = gap + "".join([text + gap for text in texts])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        gaps = facts.bounds + np.arange(len(facts.bounds))
        is_word = np.ones(len(facts.sizes) + len(gaps), bool)
        is_word[gaps] = False
        sizes = np.full(len(is_word), GAP)
        marks, sorts = np.zeros((2, len(is_word)), np.uint32)
        sizes[is_word], marks[is_word], sorts[is_word] = facts.sizes, facts.marks, facts.sorts
        ends = np.cumsum(sizes)
        begins = np.zeros(len(codes) + 1, bool)
        begins[ends] = True
        begins[0] = True
        lengths = np.fromiter(map(len, texts), np.intp, len(texts)) + GAP
        unknown = np.flatnonzero(sorts & _UNKNOWN)
        inside = [(ends[unknown] - sizes[unknown] + step)[sizes[unknown] > step] for step in (1, 2)]
        opening = np.flatnonzero(sorts & _OPENS)
        at = np.concatenate([ends[opening] - sizes[opening], *inside])
        return cls(codes, begins, ends, marks, sorts & np.uint32(_OPENS - 1), at, np.cumsum(lengths) - lengths + GAP)

    def word(self, places: Ints) -> Ints:
        """The words in which these characters stand."""
        return np.searchsorted(self.ends, places, "right")


def _classes() -> npt.NDArray[np.uint8]:
    """Of each character of the plane: 1 Chinese, 2 a surname, 4 a rare one, 8 in given names, 16 in names from abroad."""
    classes = np.zeros(_BMP + 1, np.uint8)
    classes[0x4E00:0xA000] = 1
    for bit, characters in ((2, SURNAMES), (4, RARE | RAREST), (8, GIVEN), (16, TRANSLIT)):
        classes[[ord(c) for c in characters]] |= bit
    return classes


_HAN, _ANY_SURNAME = 1, 6


def places_of(text: _Joined, classes: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """(where a name may begin, how long it may be)."""
    at, codes = text.opening, text.codes
    at = at[classes.take(codes[at], mode="clip") & _ANY_SURNAME > 0]
    at = at[classes.take(codes[at + 1], mode="clip") & _HAN > 0]
    longer = at[classes.take(codes[at + 2], mode="clip") & _HAN > 0]
    return np.concatenate([at, longer]), np.repeat((SHORTEST, LONGEST), (len(at), len(longer)))


def _hashed(columns: Sequence[tuple[Any, Any]], bits: int) -> Ints:
    """Places of the features in a table of 2 ** `bits`, a row for each candidate: column f is of (a, b) = `columns[f]`."""
    a, b = np.empty((2, len(columns), len(columns[0][0])), np.uint32)
    for field, (one, other) in enumerate(columns):
        a[field], b[field] = one, other
    a *= np.uint32(0x9E3779B1)
    b *= np.uint32(0x85EBCA6B)
    out = a
    out += b
    out += np.arange(1, len(columns) + 1, dtype=np.uint32)[:, None] * np.uint32(0xC2B2AE35)
    out ^= out >> np.uint32(15)
    out *= np.uint32(0x2C1B3C6D)
    out ^= out >> np.uint32(13)
    out *= np.uint32(0x297A2D39)
    return (out >> np.uint32(32 - bits)).astype(np.intp).T


def _pattern(text: _Joined, at: Ints, long: Ints) -> Codes:
    begins = text.begins
    pattern = begins[at] * 1 + begins[at + 1] * 2 + begins[at + 2] * 4 + begins[at + 3] * 8 + (long - SHORTEST) * 16
    return np.asarray(pattern, np.uint32)


def first_features(text: _Joined, at: Ints, long: Ints) -> Ints:
    """Features of the first step (n x 6)."""
    codes = text.codes
    size = long.astype(np.uint32)
    third = np.where(long == LONGEST, codes[at + 2], 0)
    pattern = _pattern(text, at, long)
    sort = text.sorts[text.word(at)]
    columns = [
        (codes[at], size),
        (codes[at + 1], size),
        (third, size),
        (pattern, sort),
        (codes[at], pattern),
        (codes[at + 1], pattern),
    ]
    return _hashed(columns, FIRST_BITS)


def features(text: _Joined, at: Ints, long: Ints, classes: npt.NDArray[np.uint8]) -> Ints:
    """Features of the second step (n x F)."""
    codes, begins, end = text.codes, text.begins, at + long
    size = long.astype(np.uint32)
    c0, c1 = codes[at], codes[at + 1]
    c2 = np.where(long == LONGEST, codes[at + 2], 0)
    last = codes[end - 1]
    b1, b2, a1, a2 = codes[at - 1], codes[at - 2], codes[end], codes[end + 1]
    before, own, closing, after = text.word(at - 1), text.word(at), text.word(end - 1), text.word(end)
    starts, stops = begins[at].astype(np.uint32), begins[end].astype(np.uint32)
    pattern = _pattern(text, at, long)
    marks, sorts = text.marks, text.sorts
    kinds = [classes.take(column, mode="clip").astype(np.uint32) for column in (c0, c1, c2)]
    shape = kinds[0] + 32 * kinds[1] + 1024 * kinds[2]
    sides = sorts[before] * 128 + sorts[after]
    whole = ((closing == own) & (starts > 0) & (stops > 0)).astype(np.uint32)
    further = np.where(sorts[before] > 0, sorts[before - 1], 0)
    two_on = np.where(sorts[after] > 0, sorts[np.minimum(after + 1, len(sorts) - 1)], 0)
    columns = [
        (c0, size),
        (c1, size),
        (c2, size),
        (last, a1),
        (c1, c2),
        (c0, c1),
        (b1, b2),
        (b1, starts),
        (a1, stops),
        (a1, a2),
        (marks[before], starts),
        (marks[after], stops),
        (marks[own], pattern),
        (marks[closing], pattern),
        (pattern, 0),
        (pattern, sorts[own]),
        (pattern, sorts[closing]),
        (sorts[before], starts),
        (sorts[after], stops),
        (sides, starts * 2 + stops),
        (sorts[own], c0),
        (b1, c0),
        (shape, 0),
        (sorts[before], further),
        (sorts[after] + 256 * stops, two_on),
        (c0, pattern),
        (c1, pattern),
        (last, stops + 2 * size),
        (whole, sorts[own]),
        (pattern, sides),
        (sorts[own] * 128 + sorts[closing], pattern),
        (c1, 0),
        (np.where(c2 > 0, c2, c1), 0),
    ]
    return _hashed(columns, BITS)


Span = tuple[int, int, int, int, float]


class NameModel:
    """Immutable. `first`, `second`: weights of the hashed features of the two steps, biases in them; `least`: of the first step."""

    def __init__(self, first: Any, second: Any, least: float, bias: float) -> None:
        self._first, self._second = first.astype(np.float32), second.astype(np.float32)
        self._least, self._bias = least, bias
        self._classes = _classes()

    @classmethod
    def load(cls) -> NameModel:
        """The shipped one."""
        with resources.files("monitor.text").joinpath(FILE).open("rb") as file, np.load(file) as parts:
            first, second = (parts[name] * parts["scale"][n] for n, name in enumerate(("first", "second")))
            return cls(first, second, float(parts["least"]), float(parts["bias"]))

    def learnt(self, texts: Sequence[str], facts: Facts) -> list[Learnt]:
        """Of each text: names none of which shares a character with a likelier one, and all that may be some."""
        found: dict[int, tuple[set[str], set[str]]] = {}
        taken: set[int] = set()
        for text, start, long, place, logit in self.spans(texts, facts, DENIED):
            names, possible = found.setdefault(text, (set(), set()))
            here = range(place, place + long)
            if taken.isdisjoint(here):
                name = texts[text][start : start + long]
                possible.add(name)
                if logit > CERTAIN:
                    taken.update(here)
                    names.add(name)
        nothing = Learnt()
        both = (found.get(n) for n in range(len(texts)))
        return [Learnt(frozenset(one[0]), frozenset(one[1])) if one else nothing for one in both]

    def spans(self, texts: Sequence[str], facts: Facts, above: float) -> Iterator[Span]:
        """(text, start, length, place in all texts, logit) of every candidate whose logit is above that, likeliest first."""
        text = _Joined.of(texts, facts)
        at, long, logits = self.judged(text, above)
        order = np.argsort(-logits, kind="stable")
        at, long, logits = at[order], long[order], logits[order]
        of = np.searchsorted(text.starts, at, "right") - 1
        start = at - text.starts[of]
        return zip(of.tolist(), start.tolist(), long.tolist(), at.tolist(), logits.tolist(), strict=True)

    def judged(self, text: _Joined, above: float) -> tuple[Ints, Ints, npt.NDArray[np.float32]]:
        """(begin, length, logit) of every candidate above that."""
        at, long = places_of(text, self._classes)
        likely = self._first.take(first_features(text, at, long)).sum(axis=1) > self._least
        at, long = at[likely], long[likely]
        logits = self._second.take(features(text, at, long, self._classes)).sum(axis=1) + self._bias
        kept = logits > above
        return at[kept], long[kept], logits[kept]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the model says of one text: its names, and whatever it does not hold to be none."""

    names: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()

    def denies(self, name: str) -> bool:
        """Whether the model could judge this name and holds it to be none."""
        judged = SHORTEST <= len(name) <= LONGEST and name[0] in _JUDGED and all("\u4e00" <= c < "\ua000" for c in name)
        return judged and name not in self.possible


@functools.cache
def name_model() -> NameModel:
    """The shipped model, loaded once."""
    return NameModel.load()


def learnt_of(texts: Sequence[str], facts: Facts) -> list[Learnt]:
    """What the shipped model says of each text."""
    return name_model().learnt(texts, facts)
