"""Why does a rule match a text, or why not? For every word where it was found, what decided, and a sentence. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.text.query import Query
from monitor.text.query_judge import Reading, verdict
from monitor.text.query_nodes import FIELD_NAMES, Node, Not, Term, parts_of

MAX_PLACES = 50
Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class TermNote:
    """One word of the rule. `found` and `inside` are (field, start, end); `within` the words around those of `inside`."""

    word: str  # as typed, with its stars
    fields: tuple[str, ...]
    excluding: bool
    found: tuple[Span, ...]
    inside: tuple[Span, ...]  # occurrences that do not count, since they lie within other words
    within: tuple[str, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """`reason` as in Match; `zh` and `en` are whole sentences."""

    matched: bool
    reason: str
    because: tuple[str, ...]
    terms: tuple[TermNote, ...]
    zh: str
    en: str


def explain(query: Query, fields: Mapping[str, str]) -> Explanation:
    """`fields` as for Query.match; positions are those of the given (clean) texts."""
    reading = query.read(fields)
    reason, because = verdict(query.root, reading)
    notes = tuple(
        _note(term, reading, because, excluding=no) for term, no in dict.fromkeys(_walk(query.root, no=False))
    )
    zh, en = _sentences(reason, because, notes)
    return Explanation(reason == "matched", reason, because, notes, zh, en)


def _walk(node: Node, *, no: bool) -> Iterator[tuple[Term, bool]]:
    if isinstance(node, Term):
        yield node, no
    for part in parts_of(node):
        yield from _walk(part, no=no != isinstance(node, Not))


def _note(term: Term, reading: Reading, because: tuple[str, ...], *, excluding: bool) -> TermNote:
    def span(start: int, end: int) -> Span:
        name, first = reading.field(start)
        return name, start - first, end - first

    inside = reading.within(term)[:MAX_PLACES]
    return TermNote(
        word=term.starred,
        fields=term.fields,
        excluding=excluding,
        found=tuple(span(*place) for place in reading.places(term)[:MAX_PLACES]),
        inside=tuple(span(*place) for place, _ in inside),
        within=tuple(dict.fromkeys(reading.text[first:last] for _, (first, last) in inside)),
        decided=term.starred in because,
    )


def _sentences(reason: str, because: tuple[str, ...], notes: tuple[TermNote, ...]) -> tuple[str, str]:
    zh, en = "、".join(f"“{word}”" for word in because), ", ".join(f"“{word}”" for word in because)
    if reason == "matched":
        return f"命中：出现了{zh}。", f"Matches: {en} found."
    if reason == "excluded":
        return f"未命中：出现了排除词{zh}。", f"No match: excluded by {en}."
    if reason == "apart":
        return f"未命中：{zh}都在，但相隔太远。", f"No match: {en} are there, but too far apart."
    if reason == "inside":
        note = next(note for note in notes if note.decided and note.within)
        around = note.within[0]
        return (
            f"未命中：“{note.word}”只出现在“{around}”里，在那里不是一个词；要算请写 *{note.word.strip('*')}*。",
            f"No match: “{note.word}” occurs only within “{around}”, where it is no word; write *{note.word.strip('*')}* to count that.",
        )
    where_zh, where_en = _where(because, notes)
    return f"未命中：{where_zh}缺少{zh}。", f"No match: {en} not found{where_en}."


def _where(because: tuple[str, ...], notes: tuple[TermNote, ...]) -> tuple[str, str]:
    """The field that all missing words were looked for in, if it is one."""
    fields = {note.fields for note in notes if note.word in because and not note.excluding}
    only = next(iter(fields)) if len(fields) == 1 else ()
    return (f"{FIELD_NAMES[only[0]]}里", f" in the {only[0]}") if len(only) == 1 else ("", "")
