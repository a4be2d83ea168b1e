"""Thousands of rules decided at once: what each rule needs is sorted by its rarest necessary word. Pure.

A rule is its alternatives (what an OR at its top joins). An alternative is looked at only if its trigger occurs, one word (or
one of a few) that it cannot do without; then sets of numbers say whether its other words are there and its exclusions are
not; only what is left (NEAR, brackets in brackets) is walked as a tree. So the cost of a text goes with the rules that it
might match, not with the rules that there are.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.text.boundaries import Boundaries
from monitor.text.matcher import Hit, Matcher
from monitor.text.query import Query
from monitor.text.query_judge import Match, Reading, holds, judge
from monitor.text.query_nodes import And, Near, Node, Not, Or, Term, all_terms, commonness, triggers


class _Alternative(NamedTuple):
    need: frozenset[int]
    without: frozenset[int]
    any_of: tuple[frozenset[int], ...]
    rest: tuple[Node, ...]
    rule: int


class _Decided(NamedTuple):
    """What a trigger decides: rules that match with it, (another term, the rule that matches with both), and what asks for more."""

    sure: tuple[int, ...]
    pairs: tuple[tuple[int, int], ...]
    maybe: tuple[_Alternative, ...]

    @classmethod
    def of(cls, sure: Iterable[int], maybe: Iterable[_Alternative]) -> _Decided:
        pairs: list[tuple[int, int]] = []
        others: list[_Alternative] = []
        for each in maybe:
            if len(each.need) == 1 and not (each.without or each.any_of or each.rest):
                pairs += ((other, each.rule) for other in each.need)
            else:
                others.append(each)
        return cls(tuple(sure), tuple(pairs), tuple(others))


class _Spot(NamedTuple):
    """A term as the loop over hits needs it: its number, where it looks, which of its ends must be ends of words."""

    number: int
    in_title: bool
    in_text: bool
    left: bool
    right: bool
    term: Term

    @classmethod
    def of(cls, numbered: tuple[int, Term]) -> _Spot:
        number, term = numbered
        return cls(number, "title" in term.fields, "text" in term.fields, not term.open_left, not term.open_right, term)


class RuleIndex:
    """Immutable; `find` gives the rules that match."""

    def __init__(self, queries: Mapping[int, Query], matcher: Matcher) -> None:
        self.queries, self.matcher = queries, matcher
        self._numbers: dict[Term, int] = {}
        by_word: dict[int, list[tuple[int, Term]]] = {}  # each term once, under its word
        self._sure: dict[int, list[int]] = {}
        self._maybe: dict[int, list[_Alternative]] = {}
        self._sets: dict[int, frozenset[int]] = {}  # by identity: the queries keep the parts alive
        for query in queries.values():
            for term in all_terms(query.root):
                if term not in self._numbers:
                    number = self._numbers[term] = len(self._numbers)
                    by_word.setdefault(matcher.index[term.word], []).append((number, term))
        self._by_word = {word: tuple(map(_Spot.of, terms)) for word, terms in by_word.items()}
        self.looks_beyond = any(not {"title", "text"}.issuperset(term.fields) for term in self._numbers)
        for rule, query in queries.items():
            for alternative in _alternatives(query.root):
                self._add(rule, alternative)
        numbers = self._sure.keys() | self._maybe.keys()
        self._of = {n: _Decided.of(self._sure.get(n, ()), self._maybe.get(n, ())) for n in numbers}

    def _add(self, rule: int, node: Node) -> None:
        if isinstance(node, Term):
            self._sure.setdefault(self._numbers[node], []).append(rule)
            return
        parts = node.parts if isinstance(node, And) else (node,)
        known = [(part, found) for part in parts if (found := triggers(part)) is not None]
        leader, trigger = min(known, key=lambda pair: (commonness(pair[1]), self._load(pair[1])))
        need: set[int] = set()
        without: frozenset[int] = frozenset()
        any_of: list[frozenset[int]] = []
        rest: list[Node] = []
        for part in parts:
            if part is leader and not _deep(part):
                continue  # true as soon as a trigger occurs
            if isinstance(part, Term):
                need.add(self._numbers[part])
            elif isinstance(part, Not) and not _deep(part.part):
                without |= self._numbers_of(part.part)
            elif _deep(part):
                rest.append(part)
            else:
                any_of.append(self._numbers_of(part))
        alternative = _Alternative(frozenset(need), without, tuple(any_of), tuple(rest), rule)
        for term in trigger:
            self._maybe.setdefault(self._numbers[term], []).append(alternative)

    def _numbers_of(self, part: Node) -> frozenset[int]:
        """Of a word or an OR of words; one set for all rules that share the part (a synonym group)."""
        found = self._sets.get(id(part))
        if found is None:
            found = self._sets[id(part)] = frozenset(self._numbers[term] for term in all_terms(part))
        return found

    def _load(self, terms: frozenset[Term]) -> int:
        return sum(len(self._maybe.get(self._numbers[term], ())) for term in terms)

    def find(self, hits: Sequence[Hit], text: str, title_end: int, beyond: Mapping[str, str]) -> RuleMatches:
        """`hits` are those of `text`, the folded title, a line feed and the folded text; `beyond`: folded source and region."""
        matches = RuleMatches(self, hits, text, title_end, beyond)
        present = self._present(hits, title_end, text)
        if self.looks_beyond:
            reading = matches.reading
            present |= {number for term, number in self._numbers_beyond(beyond) if reading.places(term)}
        found: set[int] = set()
        for sure, pairs, maybe in filter(None, map(self._of.get, present)):
            if sure:
                found.update(sure)
            for other, rule in pairs:
                if other in present:
                    found.add(rule)
            for need, without, any_of, rest, rule in maybe:
                if not need <= present or not without.isdisjoint(present):
                    continue
                if (not any_of or _each(any_of, present)) and (not rest or _hold(rest, matches.reading)):
                    found.add(rule)
        matches.rules = tuple(sorted(found))
        return matches

    def _present(self, hits: Sequence[Hit], title_end: int, text: str) -> set[int]:
        """Numbers of the terms that occur in title or text."""
        present: set[int] = set()
        by_word = self._by_word
        ours = [hit for hit in hits if hit[0] in by_word]
        if not ours:
            return present
        boundaries = Boundaries(text)
        ends = boundaries.ends()
        for word, start, end in ours:
            whole = start in ends and end in ends  # the common case, decided here: this loop runs for every hit
            for number, in_title, in_text, left, right, _ in by_word[word]:
                if number not in present and (in_title if start < title_end else in_text):  # noqa: SIM102 - one look each
                    if whole or not boundaries.broken(start, end, left, right):
                        present.add(number)
        return present

    def _numbers_beyond(self, beyond: Mapping[str, str]) -> Iterator[tuple[Term, int]]:
        """Terms that look at source or region, of words that occur there."""
        for value in beyond.values():
            for word in {hit[0] for hit in self.matcher.find(value)}:
                for spot in self._by_word.get(word, ()):
                    if not {"source", "region"}.isdisjoint(spot.term.fields):
                        yield spot.term, spot.number


class RuleMatches(Mapping[int, Match]):
    """Rule id -> match, in the order of ids; hits and reasons are worked out when somebody looks."""

    def __init__(
        self, index: RuleIndex, hits: Sequence[Hit], text: str, title_end: int, beyond: Mapping[str, str]
    ) -> None:
        self.rules: tuple[int, ...] = ()
        self._text = text
        self._index, self._hits, self._title_end, self._beyond = index, hits, title_end, beyond
        self._reading: Reading | None = None

    @property
    def reading(self) -> Reading:
        if self._reading is None:
            text, end = self._text, self._title_end
            fields = {"title": text[:end], "text": text[end + 1 :], **self._beyond}
            hits: dict[str, list[tuple[int, int]]] = {}
            words = self._index.matcher.words
            for word, first, last in self._hits:
                hits.setdefault(words[word], []).append((first, last))
            self._reading = Reading(fields, hits)
            for name, first, _ in self._reading.ranges[2:]:
                for word, start, stop in self._index.matcher.find(self._beyond[name]):
                    hits.setdefault(words[word], []).append((first + start, first + stop))
        return self._reading

    def only(self, rules: Iterable[int]) -> RuleMatches:
        """The same matches for some of the rules."""
        found = copy.copy(self)
        found.rules = tuple(rules)
        return found

    def __getitem__(self, rule: int) -> Match:
        if rule not in self.rules:
            raise KeyError(rule)
        return judge(self._index.queries[rule].root, self.reading)

    def __iter__(self) -> Iterator[int]:
        return iter(self.rules)

    def __len__(self) -> int:
        return len(self.rules)


def _each(any_of: tuple[frozenset[int], ...], present: set[int]) -> bool:
    return not any(words.isdisjoint(present) for words in any_of)


def _hold(rest: tuple[Node, ...], reading: Reading) -> bool:
    return all(holds(part, reading) for part in rest)


def _alternatives(node: Node) -> Iterator[Node]:
    if isinstance(node, Or):
        for part in node.parts:
            yield from _alternatives(part)
    else:
        yield node


def _deep(node: Node) -> bool:
    """More than a word or an OR of words."""
    return isinstance(node, And | Not | Near) or (isinstance(node, Or) and any(_deep(part) for part in node.parts))
