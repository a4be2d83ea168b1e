"""First looks at many texts at once: which patterns need to be tried on which text? Pure, linear.

A pattern cannot match where what it needs is missing: two or three characters of certain kinds beside each other (`號` or `号` before
`楼`), or many of one kind close together (seven digits). What is needed is named here once and looked for in all texts by arithmetic
over arrays: each need is a bit, each character a class with the bits of the needs whose first, second and third character it may be,
and a need is met where the three agree (Baeza-Yates and Gonnet, "A new approach to text searching", 1992, the other way round). A look
costs some 5 ns a character for all patterns together, where each pattern alone costs more.

Two neighbours are looked up together first, in one table; what follows is asked only where a need may begin with them.

Of a long text it is also known where its needs are met (`places`, `chains`), so that nobody has to search it for that again.

A need that is met proves nothing; one that is not met rules its patterns out. So results never depend on looks.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt

STEPS = 3
BITS = 64  # of a word
AT_ONCE = 12_000  # characters: arrays of fewer than 128 KiB come from the heap; the pages of larger ones are new each time, which costs more
FEWEST = 200  # characters of all texts together
PLACED = 1_000  # characters: of a shorter text nobody asks where
LONGEST = 50_000  # characters of a text that is looked at; of a longer one everything may be true
EVERYTHING = -1  # has every bit
BORDER = "\n\n"  # before, between and after the texts, so that a look can ask for the start of a line
_CODES = 0x110000

Codes = npt.NDArray[np.intp]
Characters = str | Callable[[], str]
Need = tuple[Characters, ...]
"""Sets of characters as in a regular expression's brackets, one for each of up to three neighbours: `("0-9", "号", "楼院")`.
A function is asked for its characters at the first look."""


@dataclass(frozen=True, slots=True)
class Dense:
    """At least `count` characters of a set, none further than `gap` from the next (1: beside it)."""

    characters: str
    count: int
    gap: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """Texts that were looked at together, one behind the other. `where`: the places at which needs may be met, `met` which ones are, a
    row of words of bits for each; those of text n go from `bounds[n]` on, and it begins at `starts[n]`. `dense`: first, last and
    text of each chain, by need."""

    where: Codes
    met: npt.NDArray[np.uint64]
    bounds: list[int]
    starts: list[int]
    dense: dict[int, tuple[Codes, Codes, Codes]]


class Has(int):
    """What a text of PLACED characters and more has; `places` and `chains` tell where."""

    _seen: _Seen
    _text: int

    @classmethod
    def of(cls, bits: int, seen: _Seen, text: int) -> Has:
        """`bits` of the text of this number."""
        has = cls(bits)
        has._seen, has._text = seen, text
        return has


_needs: list[Need | Dense] = []


def needed(*needs: Need | Dense, like: Mapping[int, str] | None = None) -> int:
    """The bits of what a pattern needs one of; for module level. `like`: characters that stand for others, as `str.translate` has it."""
    first = len(_needs)
    _needs.extend(_widened(need, like) for need in needs) if like else _needs.extend(needs)
    return (1 << len(_needs)) - (1 << first)


def places(has: int, bits: int) -> list[int] | None:
    """Where needs of `bits` are met, in order: the first character of each; None when that is not known."""
    if not isinstance(has, Has):
        return None
    seen, text = has._seen, has._text
    mine = slice(seen.bounds[text], seen.bounds[text + 1])
    found = (seen.met[mine] & _words_of(bits, seen.met.shape[1])).any(axis=1)
    return cast("list[int]", (seen.where[mine][found] - seen.starts[text]).tolist())


@functools.lru_cache(maxsize=512)
def _words_of(bits: int, words: int) -> npt.NDArray[np.uint64]:
    """The bits as so many words of BITS."""
    return np.array([bits >> (BITS * word) & ((1 << BITS) - 1) for word in range(words)], np.uint64)


def chains(has: int, bits: int) -> list[tuple[int, int]] | None:
    """[start, end) of all characters that meet one `Dense` need together; None when that is not known."""
    if not isinstance(has, Has):
        return None
    first, last, text = has._seen.dense[bits.bit_length() - 1]
    mine, start = text == has._text, has._seen.starts[has._text]
    return list(zip((first[mine] - start).tolist(), (last[mine] + 1 - start).tolist(), strict=True))


def _widened(need: Need | Dense, like: Mapping[int, str]) -> Need | Dense:
    """The same with every character that may stand for one of a set in it too."""

    def more(part: Characters) -> str:
        codes = set(_codes(part).tolist())
        return "".join(chr(code) for code, plain in like.items() if plain and ord(plain) in codes) + _written(part)

    if isinstance(need, Dense):
        return replace(need, characters=more(need.characters))
    return tuple(map(more, need))


def first_looks(texts: Sequence[str], *, fewest: int = FEWEST) -> list[int]:
    """What each text has: `has & BITS` is 0 where nothing is met of what `needed` gave BITS for.

    Fewer characters than `fewest` in all are not worth a look: any of them may have everything.
    """
    if sum(map(len, texts)) < fewest:
        return [EVERYTHING if text else 0 for text in texts]
    return _compiled(len(_needs)).find(texts)


def looks_after(before: Sequence[str], has: list[int], after: Sequence[str], *, most: int = LONGEST) -> list[int]:
    """`has` of the texts before a change, for those after it: looked at again are those that the change has touched.

    And those that were not looked at so far. With more than `most` characters that is put off: they may have everything.
    """
    if before == after and EVERYTHING not in has:
        return has
    texts = enumerate(zip(before, after, has, strict=True))
    changed = [place for place, (a, b, bits) in texts if (a is not b and a != b) or bits == EVERYTHING]
    if changed:
        has = has.copy()
        short = [place for place in changed if len(after[place]) <= most]
        for place, found in zip(short, first_looks([after[place] for place in short]), strict=True):
            has[place] = found
        for place in changed if len(short) < len(changed) else ():
            if len(after[place]) > most:
                has[place] = EVERYTHING
    return has


@functools.lru_cache(maxsize=1)
def _compiled(many: int) -> Looks:
    return Looks(_needs[:many])


class Looks:
    """Needs, compiled: need n is bit n."""

    def __init__(self, needs: Sequence[Need | Dense]) -> None:
        self._words = max(1, -(-len(needs) // BITS))
        self._dense = [(n, need) for n, need in enumerate(needs) if isinstance(need, Dense)]
        runs = [(n, need) for n, need in enumerate(needs) if not isinstance(need, Dense)]
        sets = [(n, step, _codes(part)) for n, need in runs for step, part in enumerate(need)]
        dense = [_codes(need.characters) for _, need in self._dense]
        codes = np.unique(np.concatenate([*(part for _, _, part in sets), *dense, np.zeros(1, np.intp)]))
        columns = STEPS * self._words
        rows = np.zeros((len(codes) + 1, columns + len(dense)), np.uint64)  # the last: of any other character
        for n, step, part in sets:
            rows[np.searchsorted(codes, part), step * self._words + n // BITS] |= _bit(n)
        for n, need in runs:
            for step in range(len(need), STEPS):
                rows[:, step * self._words + n // BITS] |= _bit(n)
        for column, part in enumerate(dense, columns):
            rows[np.searchsorted(codes, part), column] = 1
        kinds, kind_of = np.unique(rows, axis=0, return_inverse=True)
        of_step = [kinds[:, step * self._words : (step + 1) * self._words] for step in range(STEPS)]
        self._steps = [np.ascontiguousarray(words) for words in of_step]  # a row for each kind of character
        pairs = [
            first[:, None] & second[None, :] != 0 for first, second in zip(of_step[0].T, of_step[1].T, strict=True)
        ]
        self._pairs = np.logical_or.reduce(pairs).ravel()  # of two kinds of characters: whether a need begins with them
        members = kinds[:, columns:] << np.arange(len(dense), dtype=np.uint64)
        self._members = np.bitwise_or.reduce(members, axis=1).astype(
            np.min_scalar_type(1 << len(dense))
        )  # a bit for each
        self._kinds = np.full(_CODES, kind_of.ravel()[-1], np.uint16)
        self._kinds[codes] = kind_of.ravel()[:-1]

    def find(self, texts: Sequence[str]) -> list[int]:
        """What each text has."""
        has = [0 if text == "" else EVERYTHING for text in texts]
        for places in _portions(texts):
            for place, bits in zip(places, self._find([texts[place] for place in places]), strict=True):
                has[place] = bits
        return has

    def _find(self, texts: list[str]) -> list[int]:
        joined = BORDER.join(["", *texts, ""])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = self._kinds.take(codes)
        lengths = np.fromiter(map(len, texts), np.intp, len(texts)) + len(BORDER)
        starts = np.cumsum(lengths) - lengths + len(BORDER) - 1  # the second line feed before each text
        pairs = np.multiply(kinds[:-2], len(self._steps[0]), dtype=np.intp)
        pairs += kinds[1:-1]
        begins = self._pairs.take(pairs, mode="clip")
        where = np.flatnonzero(begins)  # one place in twelve: only there is looked further
        met = self._steps[0].take(kinds[where], axis=0)
        met &= self._steps[1].take(kinds[where + 1], axis=0)
        met &= self._steps[2].take(kinds[where + 2], axis=0)
        bounds = np.searchsorted(where, np.append(starts, len(codes)))
        some = np.flatnonzero(bounds[1:] > bounds[:-1])
        has = [0] * len(texts)
        if len(some):
            found = np.bitwise_or.reduceat(met, bounds[some], axis=0).astype("<u8").tobytes()
            size = len(found) // len(some)
            for at, n in enumerate(some.tolist()):
                has[n] = int.from_bytes(found[at * size : at * size + size], "little")
        members = self._members.take(kinds)
        there = np.flatnonzero(members)
        members, text = members[there], np.searchsorted(starts, there, "right") - 1
        close: dict[int, tuple[Codes, Codes, Codes]] = {}
        for bit, (n, need) in enumerate(self._dense):
            mine = np.flatnonzero(members & (1 << bit))
            close[n] = _chained(there[mine], text[mine], need)
            for place in set(close[n][2].tolist()):
                has[place] |= 1 << n
        seen = _Seen(where, met, bounds.tolist(), (starts + 1).tolist(), close)
        for n, text_ in enumerate(texts):
            if len(text_) >= PLACED:
                has[n] = Has.of(has[n], seen, n)
        return has


def _chained(places: Codes, text: Codes, need: Dense) -> tuple[Codes, Codes, Codes]:
    """(first, last, text) of every chain of so many of these places so close together."""
    if len(places) < need.count:
        return places[:0], places[:0], text[:0]
    apart = np.flatnonzero((places[1:] - places[:-1] > need.gap) | (text[1:] != text[:-1]))
    first, last = np.concatenate(([0], apart + 1)), np.concatenate((apart, [len(places) - 1]))
    enough = last - first >= need.count - 1
    first, last = first[enough], last[enough]
    return places[first], places[last], text[first]


def _portions(texts: Sequence[str]) -> Iterator[list[int]]:
    """Numbers of texts that are looked at together; empty and too long ones are not."""
    portion: list[int] = []
    characters = 0
    for place, text in enumerate(texts):
        if not text or len(text) > LONGEST:
            continue
        portion.append(place)
        characters += len(text)
        if characters > AT_ONCE:
            yield portion
            portion, characters = [], 0
    if portion:
        yield portion


def _bit(n: int) -> np.uint64:
    return np.uint64(1 << n % BITS)


def _written(part: Characters) -> str:
    return part if isinstance(part, str) else part()


@functools.lru_cache(maxsize=512)
def _codes(part: Characters) -> Codes:
    """The codes of a set: `a-z` is a range unless the dash comes first or last."""
    characters = _written(part)
    codes: set[int] = set()
    at = 0
    while at < len(characters):
        if characters[at + 1 : at + 2] == "-" and at + 2 < len(characters):
            codes.update(range(ord(characters[at]), ord(characters[at + 2]) + 1))
            at += 3
        else:
            codes.add(ord(characters[at]))
            at += 1
    return np.array(sorted(codes), np.intp)
