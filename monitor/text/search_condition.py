"""What a rule asks of the entries of a text (search_words.py), as a tsquery. Pure.

`wide` is true for every text that the rule can match, and for some others: what it leaves is read by the rule language itself.
`sure` is true for just the texts that the rule matches; only rules whose words are each one entry have it (two characters,
whole Latin words, what stars leave open on both sides).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.text.query_nodes import EVERYWHERE, And, Node, Not, Or, Term, parts_of, positive_terms
from monitor.text.search_words import MAX_LATIN, RUNS, TITLE
from monitor.text.words import pairs_known

MAX_PAIRS = 24  # of one term: more make it no rarer
HAN = ("\u3400", "\u9fff")


@dataclass(frozen=True, slots=True)
class Condition:
    """tsqueries as text. `wide` None: the entries say nothing; `sure` None: the entries do not decide."""

    wide: str | None
    sure: str | None


NOTHING = Condition(None, None)


def search_condition(root: Node) -> Condition:
    """Of a rule."""
    if isinstance(root, Term):
        return _term(root)
    if isinstance(root, Not):
        inner = search_condition(root.part)
        return Condition(None, f"!({inner.sure})" if inner.sure else None)
    parts = [search_condition(part) for part in parts_of(root)]
    if isinstance(root, Or):
        return Condition(_joined(parts, "wide", " | "), _joined(parts, "sure", " | "))
    known = [part for part in parts if part.wide is not None]
    wide = _joined(known, "wide", " & ") if known else None
    return Condition(wide, _joined(parts, "sure", " & ") if isinstance(root, And) else None)


def title_condition(root: Node) -> str | None:
    """That one of the words stands in the title, where the entries say so."""
    found = [_term(replace(term, fields=("title",))).sure for term in positive_terms(root)]
    return " | ".join(one for one in dict.fromkeys(found) if one) or None


def _joined(parts: list[Condition], name: str, by: str) -> str | None:
    """None as soon as one is."""
    found = [getattr(part, name) for part in parts]
    return None if None in found else by.join(f"({one})" for one in found)


def _term(term: Term) -> Condition:
    head = TITLE if term.fields == ("title",) else ""
    if not {"title", "text"}.issuperset(term.fields):
        return NOTHING
    found: list[str] = []
    whole: str | None = None
    for run in RUNS.finditer(term.word):
        start, end = run.span()
        loose_left = start == 0 and term.open_left
        loose_right = end == len(term.word) and term.open_right
        if run.group(1):
            entry = _latin(run.group(), head, loose_left=loose_left, loose_right=loose_right)
            found += [entry] if entry else []
            decides = not loose_left and not loose_right and len(run.group()) < MAX_LATIN
        else:
            found += _pairs(run.group(), head)
            decides = False
            if start == 0 and end == len(term.word):
                whole = _decided(term, head)
        if decides and start == 0 and end == len(term.word):
            whole = found[-1]
    known = term.fields == EVERYWHERE or term.fields == ("title",)
    return Condition(" & ".join(found[:MAX_PAIRS]) or None, whole if known else None)


def _latin(run: str, head: str, *, loose_left: bool, loose_right: bool) -> str:
    """A run that may begin before the word cannot be looked up."""
    if loose_left:
        return ""
    cut = loose_right or len(run) >= MAX_LATIN
    return f"'{head}{run[:MAX_LATIN]}'{':*' if cut else ''}"


def _pairs(run: str, head: str) -> list[str]:
    """Each pair, as a word or as pieces of others; a single character as the beginning of a pair."""
    if len(run) == 1:
        return [f"'{head}{run}':*"]
    return [f"'{head}{run[at : at + 2]}':*" for at in range(len(run) - 1)]


def _decided(term: Term, head: str) -> str | None:
    """The entry that says by itself whether the term counts."""
    word = term.word
    if len(word) > 2:
        return None
    if term.open_left and term.open_right:
        return f"'{head}{word}':*"
    if term.open_left or term.open_right or len(word) == 1:
        return None
    known = word in pairs_known() and all(HAN[0] <= c <= HAN[1] for c in word)
    return f"'{head}{word}'" if known else None
