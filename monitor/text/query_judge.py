"""Does a rule hold for a text? Pure; linear in the rule and in the occurrences of its words.

`Reading` knows where words occur, in which field, and whether they stand there as words. `judge` walks the tree of one rule;
`query_index.py` decides thousands of rules at once and comes to the same result.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.text.boundaries import Boundaries
from monitor.text.query_nodes import And, Near, Node, Not, Or, Term, all_terms, positive_terms

Place = tuple[int, int]
Hits = Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Match:
    """`hits`: (field, start, end, word). `because`: the words that decided.

    `reason`: "matched"; "excluded": `because` is what must not occur; "missing": `because` does not occur; "inside": it occurs,
    but only within other words; "apart": the two sides of a NEAR are too far from each other.
    """

    matched: bool
    hits: tuple[tuple[str, int, int, str], ...] = ()
    because: str = ""
    reason: str = "matched"


class Reading:
    """The fields of one folded text, joined by line feeds, and where the words of rules occur in it."""

    def __init__(self, fields: Mapping[str, str], hits: Hits | None = None) -> None:
        self.text = "\n".join(fields.values())
        self.ranges: list[tuple[str, int, int]] = []
        at = 0
        for name, value in fields.items():
            self.ranges.append((name, at, at + len(value)))
            at += len(value) + 1
        self.hits: Hits = {} if hits is None else hits
        self.boundaries = Boundaries(self.text)
        self._found: dict[Term, list[Place]] = {}

    def places(self, term: Term) -> list[Place]:
        """Where a term counts, by start."""
        found = self._found.get(term)
        if found is None:
            found = self._found[term] = sorted(p for p in self._within(term) if self.around(term, *p) is None)
        return found

    def within(self, term: Term) -> list[tuple[Place, Place]]:
        """(place, words that it is cut out of) for the occurrences that do not count."""
        return [(place, self._stretch(*place)) for place in self._within(term) if self.around(term, *place)]

    def _stretch(self, start: int, end: int) -> Place:
        """From the begin of the word at its left end to the end of the one at its right."""
        left = self.boundaries.broken(start, end, right=False) or (start, end)
        right = self.boundaries.broken(start, end, left=False) or (start, end)
        return min(left[0], right[0]), max(left[1], right[1])

    def around(self, term: Term, start: int, end: int) -> Place | None:
        """The word that the place is cut out of, unless the term asks for that; None if it counts."""
        return self.boundaries.broken(start, end, not term.open_left, not term.open_right)

    def field(self, start: int) -> tuple[str, int]:
        """(name of the field, its start)."""
        return next((name, first) for name, first, last in self.ranges if first <= start <= last)

    def _within(self, term: Term) -> list[Place]:
        return [place for place in self.hits.get(term.word, ()) if self.field(place[0])[0] in term.fields]


def holds(node: Node, reading: Reading) -> bool:
    """Is the rule true?"""
    if isinstance(node, Term):
        return bool(reading.places(node))
    if isinstance(node, And):
        return all(holds(part, reading) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, reading) for part in node.parts)
    if isinstance(node, Near):
        return bool(near_places(node, reading))
    return not holds(node.part, reading)


def near_places(node: Near, reading: Reading) -> list[tuple[Term, Place]]:
    """The occurrences of both sides that have one of the other side near, in the same field."""
    left, right = _side(node.left, reading), _side(node.right, reading)
    return sorted(
        {*_followed(left, right, node.distance, reading), *_followed(right, left, node.distance, reading)},
        key=lambda found: found[1],
    )


def _side(node: Term | Or, reading: Reading) -> list[tuple[Term, Place]]:
    found = [(term, place) for term in dict.fromkeys(all_terms(node)) for place in reading.places(term)]
    return sorted(found, key=lambda pair: pair[1])


def _followed(
    before: list[tuple[Term, Place]], after: list[tuple[Term, Place]], distance: int, reading: Reading
) -> list[tuple[Term, Place]]:
    starts = [place[0] for _, place in after]
    pairs: list[tuple[Term, Place]] = []
    for term, (start, end) in before:
        nearest = bisect_left(starts, end)
        if nearest == len(starts) or starts[nearest] - end > distance:
            continue
        if reading.field(start) == reading.field(starts[nearest]):
            pairs += [(term, (start, end)), after[nearest]]
    return pairs


def judge(node: Node, reading: Reading) -> Match:
    """Decide, with the reason."""
    reason, words = verdict(node, reading)
    if reason != "matched":
        return Match(matched=False, because="、".join(words), reason=reason)
    hits = set()
    for term, (start, end) in _marked(node, reading):
        name, first = reading.field(start)
        hits.add((name, start - first, end - first, term.shown))
    return Match(matched=True, hits=tuple(sorted(hits)), because="、".join(words))


def verdict(node: Node, reading: Reading) -> tuple[str, tuple[str, ...]]:
    """(reason, the words that decided)."""
    reason, words = ("matched", deciding(node, reading)) if holds(node, reading) else refusal(node, reading)
    return reason, tuple(dict.fromkeys(words))


def _marked(node: Node, reading: Reading) -> list[tuple[Term, Place]]:
    """What is shown as a hit: the words outside every NOT; of a NEAR only those that are near."""
    if isinstance(node, Near):
        return near_places(node, reading)
    if isinstance(node, Term):
        return [(node, place) for place in reading.places(node)]
    if isinstance(node, Not):
        return []
    return [found for part in node.parts for found in _marked(part, reading)]


def deciding(node: Node, reading: Reading) -> list[str]:
    """The words that make a true node true."""
    if isinstance(node, Term):
        return [node.starred]
    if isinstance(node, Near):
        return list(dict.fromkeys(term.starred for term, _ in near_places(node, reading)))
    if isinstance(node, Not):
        return []
    true = [part for part in node.parts if isinstance(node, And) or holds(part, reading)]
    return [word for part in true for word in deciding(part, reading)]


def refusal(node: Node, reading: Reading) -> tuple[str, list[str]]:
    """(reason, words) for a node that is false. An exclusion explains more than a missing word."""
    if isinstance(node, Not):
        return "excluded", deciding(node.part, reading) or [term.starred for term in positive_terms(node.part)]
    if isinstance(node, Term):
        return ("inside" if reading.within(node) else "missing"), [node.starred]
    if isinstance(node, Near):
        sides = [side for side in (node.left, node.right) if not holds(side, reading)]
        if sides:
            return refusal(sides[0], reading)
        return "apart", [term.starred for side in (node.left, node.right) for term in all_terms(side)][:8]
    refused = [refusal(part, reading) for part in node.parts if not holds(part, reading)]
    if isinstance(node, Or):
        reasons = [reason for reason, _ in refused]
        reason = next((r for r in ("excluded", "apart", "inside") if r in reasons), "missing")
        if node.group and reason == "missing":
            return reason, [f"{{{node.group}}}"]
        return reason, [word for each, words in refused if each == reason for word in words]
    excluded = [words for reason, words in refused if reason == "excluded"]
    return ("excluded", excluded[0]) if excluded else _worst(refused)


def _worst(refused: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """All words that are missing; else what is the matter with the first part."""
    missing = [word for reason, words in refused if reason == "missing" for word in words]
    return ("missing", missing) if missing else refused[0]
