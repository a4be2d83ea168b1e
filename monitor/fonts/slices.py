"""The font for pages in slices by unicode-range: a browser fetches a slice only when a page has one of its characters. Pure.

What the project itself writes most comes in small slices of frequent characters; the rest in plain stretches of Unicode.
Of two rules that fit a character a browser takes the later one, so the frequent ones are written last and the stretches
may simply run over them: the style sheet stays small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FREQUENT = 120  # characters of a slice
FREQUENT_SLICES = 16
STRETCH = 240
ASCII_END = 0x250
HERE = ("Noto Sans CJK SC", "NotoSansCJKsc-Regular")  # under these names the machine may have the whole font


@dataclass(frozen=True, slots=True)
class Slice:
    """One file: the characters in it and the ranges in which a browser looks there."""

    name: str
    characters: tuple[int, ...]
    ranges: tuple[tuple[int, int], ...]


def slices_plan(characters: set[int], counts: Counter[int]) -> list[Slice]:
    """Stretches first, then frequent characters from rare to common, then Latin."""
    latin = sorted(char for char in characters if char < ASCII_END)
    rest = characters - set(latin)
    ranked = sorted((char for char in rest if counts[char]), key=lambda char: (-counts[char], char))
    frequent = [sorted(part) for part in _parts(ranked[: FREQUENT * FREQUENT_SLICES], FREQUENT)]
    taken = {char for part in frequent for char in part}
    stretches = list(_parts(sorted(rest - taken), STRETCH))
    found = [Slice(f"s{n:02}.woff2", tuple(part), ((part[0], part[-1]),)) for n, part in enumerate(stretches)]
    found += [Slice(f"f{n:02}.woff2", tuple(part), _ranges(part)) for n, part in reversed(list(enumerate(frequent)))]
    return [*found, Slice("latin.woff2", tuple(latin), ((latin[0], ASCII_END - 1),))]


def style_sheet(plan: Iterable[Slice]) -> str:
    """The rules; a browser that has one of HERE takes that."""
    local = ",".join(f'local("{name}")' for name in HERE)
    head = "/* Made by monitor/fonts/subset.py. Our Chinese font for machines that have none, in slices. */\n"
    return head + "".join(
        '@font-face{font-family:"Tingchao Sans";font-weight:400;font-display:swap;'
        f'src:{local},url("{part.name}") format("woff2");unicode-range:{_css(part.ranges)}}}\n'
        for part in plan
    )


def _parts(characters: Sequence[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(characters), size):
        yield list(characters[start : start + size])


def _ranges(characters: Sequence[int]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for char in characters:
        if found and found[-1][1] == char - 1:
            found[-1] = (found[-1][0], char)
        else:
            found.append((char, char))
    return tuple(found)


def _css(ranges: Iterable[tuple[int, int]]) -> str:
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges)
