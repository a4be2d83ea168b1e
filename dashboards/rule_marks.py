"""Texts with the places of a match marked: the whole title, and what stands around the hits in the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.rules.reading import Stored
from monitor.text.query import Match

AROUND = 36  # characters on each side of a hit
PASSAGES = 2
START = 80  # characters of a text without a hit

Part = tuple[str, bool]  # text, whether it is a hit


@dataclass(frozen=True, slots=True)
class Marked:
    """`source` holds the parts of the source's name or region when that is where a hit was."""

    title: tuple[Part, ...]
    text: tuple[tuple[Part, ...], ...]
    source: tuple[Part, ...]


def marked(stored: Stored, match: Match | None) -> Marked:
    """Positions of a match are those of the stored text."""
    spans: dict[str, list[tuple[int, int]]] = {"title": [], "text": [], "source": [], "region": []}
    for field, start, end, _word in match.hits if match else ():
        spans[field].append((start, end))
    source = parts(stored.source, spans["source"]) if spans["source"] else ()
    if spans["region"]:
        source += parts(stored.region, spans["region"])
    return Marked(parts(stored.title, spans["title"]), passages(stored.text, spans["text"]), source)


def parts(text: str, spans: Iterable[tuple[int, int]]) -> tuple[Part, ...]:
    """The text cut at the ends of the spans, which may overlap."""
    cut: list[Part] = []
    done = 0
    for start, end in _united(spans):
        cut += [(text[done:start], False), (text[start:end], True)]
        done = end
    return tuple(part for part in (*cut, (text[done:], False)) if part[0])


def passages(text: str, spans: Iterable[tuple[int, int]]) -> tuple[tuple[Part, ...], ...]:
    """Around the first hits; the start of the text when there is none."""
    spans = _united(spans)
    if not spans:
        return (((text[:START] + ("…" if len(text) > START else ""), False),),) if text else ()
    shown: list[tuple[Part, ...]] = []
    reached = 0
    for start, end in spans:
        if start < reached or len(shown) == PASSAGES:
            continue
        low, high = max(0, start - AROUND), min(len(text), end + AROUND)
        inside = [(s - low, min(e, high) - low) for s, e in spans if low <= s < high]
        cut = parts(text[low:high].replace("\n", " "), inside)
        before, after = ("…", False), ("…", False)
        shown.append((*((before,) if low else ()), *cut, *((after,) if high < len(text) else ())))
        reached = high
    return tuple(shown)


def _united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
