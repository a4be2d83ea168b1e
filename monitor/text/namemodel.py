"""Names of persons by a learnt look at every place where one may begin: a surname and one or two characters. Pure.

Two steps over all texts together, both arithmetic over arrays. A small table rules out nearly every place (the characters, where words
begin, what sort of word begins there); what is left is judged by a linear model over hashed features: characters, words and their parts
of speech beside it, where jieba cuts. What the model has learnt from and what it does: `data/names-card.md`; training: `trainnames.py`.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Iterator, Mapping, Sequence
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
_GAP = "\n" * GAP
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
    """The words of some texts, one behind the other, a gap before, between and after them: length, `mark_of`, `sort_of` (a gap has 0).

    `gaps`: where the gaps stand among them.
    """

    sizes: Ints
    marks: Codes
    sorts: Codes
    gaps: Ints

    @classmethod
    def of(cls, texts: Sequence[tuple[Sequence[str], Sequence[str]]]) -> Facts:
        """Of the words and kinds of each text."""
        rows, gaps = [(GAP, 0, 0)], [0]
        for words, kinds in texts:
            rows += [(len(word), mark_of(word), sort_of(word, kind)) for word, kind in zip(words, kinds, strict=True)]
            gaps.append(len(rows))
            rows.append((GAP, 0, 0))
        sizes, marks, sorts = np.array(rows, np.int64).T
        return cls(sizes.astype(np.intp), marks.astype(np.uint32), sorts.astype(np.uint32), np.array(gaps, np.intp))


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts behind each other: code of each character and of whether a word begins there; the words, the gaps among them."""

    codes: Codes
    begins: npt.NDArray[np.bool_]
    ends: Ints
    marks: Codes
    sorts: Codes
    opening: Ints  # where a name may begin: with a word that may open one, or in a word that no dictionary has
    starts: Ints  # of the texts

    @classmethod
    def of(cls, texts: Sequence[str], facts: Facts) -> Joined:
        """Of the texts and the facts of their words."""
        codes = np.frombuffer(_GAP.join(["", *texts, ""]).encode("utf-32-le", "surrogatepass"), np.uint32)
        sizes, sorts, ends = facts.sizes, facts.sorts, facts.sizes.cumsum()
        begins = np.zeros(len(codes) + 1, bool)
        begins[ends] = True
        begins[0] = True
        opening, unknown = (np.flatnonzero(sorts & bit) for bit in (_OPENS, _UNKNOWN))
        first, size = ends[unknown] - sizes[unknown], sizes[unknown]
        at = np.concatenate([ends[opening] - sizes[opening], *(first[size > step] + step for step in (1, 2))])
        return cls(codes, begins, ends, facts.marks, sorts & np.uint32(_OPENS - 1), at, ends[facts.gaps[:-1]])

    def word(self, places: Ints) -> Ints:
        """The words in which these characters stand."""
        return np.searchsorted(self.ends, places, "right")


def classes_of_characters() -> npt.NDArray[np.uint8]:
    """Of each character of the plane: 1 Chinese, 2 a surname, 4 a rare one, 8 in given names, 16 in names from abroad."""
    classes = np.zeros(_BMP + 1, np.uint8)
    classes[0x4E00:0xA000] = 1
    for bit, characters in ((2, SURNAMES), (4, RARE | RAREST), (8, GIVEN), (16, TRANSLIT)):
        classes[[ord(c) for c in characters]] |= bit
    return classes


_HAN, _ANY_SURNAME = np.uint8(1), np.uint8(6)
_OFFSETS, _AROUND = np.arange(4)[:, None], np.arange(-2, 5)[:, None]


def places_of(text: Joined, classes: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """(where a name may begin, how long it may be)."""
    near = classes.take(text.codes.take(text.opening + _OFFSETS[:LONGEST]), mode="clip")
    begun = np.flatnonzero((near[0] & _ANY_SURNAME) * (near[1] & _HAN))
    at = text.opening[begun]
    longer = at[near[2, begun] & _HAN > 0]
    return np.concatenate([at, longer]), np.repeat((SHORTEST, LONGEST), (len(at), len(longer)))


class _Hashed:
    """Features made of two values each, by the values' names; `of` gives their places in a table of 2 ** `bits`."""

    def __init__(self, pairs: str, bits: int) -> None:
        both = [pair.split(":") for pair in pairs.split()]
        self.names = sorted({name for pair in both for name in pair})
        self._first, self._second = (np.array([self.names.index(pair[n]) for pair in both]) for n in (0, 1))
        self._seeds = np.arange(1, len(both) + 1, dtype=np.uint32)[:, None] * np.uint32(0xC2B2AE35)
        self._shift = np.uint32(32 - bits)

    def of(self, values: Mapping[str, Any]) -> Ints:
        """A row for each candidate, a column for each feature."""
        table = np.array([values[name] for name in self.names], np.uint32)
        out = (table * np.uint32(0x9E3779B1)).take(self._first, axis=0)
        table *= np.uint32(0x85EBCA6B)
        out += table.take(self._second, axis=0)
        out += self._seeds
        out ^= out >> np.uint32(15)
        out *= np.uint32(0x2C1B3C6D)
        out ^= out >> np.uint32(13)
        out *= np.uint32(0x297A2D39)
        out >>= self._shift
        return np.array(out.T, np.intp, order="C")


_FIRST = _Hashed("c0:size c1:size c2:size pattern:sort c0:pattern c1:pattern", FIRST_BITS)
_SECOND = _Hashed(
    "c0:size c1:size c2:size last:a1 c1:c2 c0:c1 b1:b2 b1:starts a1:stops a1:a2 mark_before:starts mark_after:stops mark:pattern"
    " mark_closing:pattern pattern:none pattern:sort pattern:sort_closing sort_before:starts sort_after:stops sides:edges sort:c0 b1:c0"
    " shape:none sort_before:further after_stops:two_on c0:pattern c1:pattern last:stops_size whole:sort pattern:sides sorts:pattern"
    " c1:none last:none",
    BITS,
)


def _pattern(text: Joined, at: Ints, long: Ints) -> Codes:
    """Whether a word begins at each of four characters, a bit for each; and how long the name is."""
    bits = np.packbits(text.begins.take(at + _OFFSETS), axis=0, bitorder="little")[0]
    return np.asarray(bits + (long - SHORTEST) * 16, np.uint32)


def first_features(text: Joined, at: Ints, long: Ints) -> Ints:
    """Features of the first step (n x 6)."""
    c0, c1, c2 = text.codes.take(at + _OFFSETS[:LONGEST])
    c2[long < LONGEST] = 0
    pattern, sort = _pattern(text, at, long), text.sorts[text.word(at)]
    return _FIRST.of({"c0": c0, "c1": c1, "c2": c2, "size": long, "pattern": pattern, "sort": sort})


def features(text: Joined, at: Ints, long: Ints, classes: npt.NDArray[np.uint8]) -> Ints:
    """Features of the second step (n x F)."""
    end, longer = at + long, long == LONGEST
    around = text.codes.take(at + _AROUND)
    b2, b1, c0, c1, third = around[:5]
    last, a1, a2 = np.where(longer, around[4:], around[3:-1])
    c2 = third * longer
    words = text.word(np.array([at - 1, at, end - 1, end]))
    before, own, closing, after = words
    sort_before, sort, sort_closing, sort_after = text.sorts.take(words)
    mark_before, mark, mark_closing, mark_after = text.marks.take(words)
    starts, stops = text.begins.take(np.array([at, end])).astype(np.uint32)
    kinds = classes.take(np.array([c0, c1, c2]), mode="clip").astype(np.uint32)
    return _SECOND.of(
        {
            "c0": c0,
            "c1": c1,
            "c2": c2,
            "b1": b1,
            "b2": b2,
            "last": last,
            "a1": a1,
            "a2": a2,
            "size": long,
            "stops_size": stops + 2 * long,
            "starts": starts,
            "stops": stops,
            "edges": starts * 2 + stops,
            "pattern": _pattern(text, at, long),
            "shape": kinds[0] + 32 * kinds[1] + 1024 * kinds[2],
            "whole": (closing == own) * starts * stops,
            "mark": mark,
            "mark_before": mark_before,
            "mark_after": mark_after,
            "mark_closing": mark_closing,
            "sort": sort,
            "sort_before": sort_before,
            "sort_after": sort_after,
            "sort_closing": sort_closing,
            "sorts": sort * 128 + sort_closing,
            "sides": sort_before * 128 + sort_after,
            "further": np.where(sort_before > 0, text.sorts.take(before - 1), 0),
            "two_on": np.where(sort_after > 0, text.sorts.take(after + 1, mode="clip"), 0),
            "after_stops": sort_after + 256 * stops,
            "none": np.zeros(len(at), np.uint32),
        }
    )


Span = tuple[int, int, int, int, float]


class NameModel:
    """Immutable. `first`, `second`: weights of the hashed features of the two steps, biases in them; `least`: of the first step."""

    def __init__(self, first: Any, second: Any, least: float, bias: float) -> None:
        self._first, self._second = first.astype(np.float32), second.astype(np.float32)
        self._least, self._bias = least, bias
        self._classes = classes_of_characters()

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
        learnt = [Learnt()] * len(texts)
        for text, (names, possible) in found.items():
            learnt[text] = Learnt(frozenset(names), frozenset(possible))
        return learnt

    def spans(self, texts: Sequence[str], facts: Facts, above: float) -> Iterator[Span]:
        """(text, start, length, place in all texts, logit) of every candidate whose logit is above that, likeliest first."""
        text = Joined.of(texts, facts)
        at, long, logits = self.judged(text, above)
        order = np.argsort(-logits, kind="stable")
        at, long, logits = at[order], long[order], logits[order]
        of = np.searchsorted(text.starts, at, "right") - 1
        start = at - text.starts[of]
        return zip(of.tolist(), start.tolist(), long.tolist(), at.tolist(), logits.tolist(), strict=True)

    def judged(self, text: Joined, above: float) -> tuple[Ints, Ints, npt.NDArray[np.float32]]:
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
