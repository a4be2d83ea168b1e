"""What a search says of sources, decided before any item is looked at: which it leaves, and what it asks besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from monitor.queries.search_ask import SearchAsk
from monitor.text.clean import clean_html
from monitor.text.query import Query
from monitor.text.query_judge import holds
from monitor.text.query_nodes import And, Near, Node, Not, Or, Term, all_terms

NAMED = ("source",)
OF_TEXT = {"title", "text"}
SOURCES = "SELECT json_agg(json_build_array(id, name, kind, region))::text FROM monitor_source"


class SourceFacts(NamedTuple):
    """What a search may ask of a source."""

    name: str
    kind: str
    region: str


Sources = Mapping[int, SourceFacts]


def asks_sources(ask: SearchAsk) -> bool:
    """Whether it asks more of a source than its number."""
    return bool(ask.kind) or (ask.query is not None and asks_beyond(ask.query))


def asks_beyond(query: Query) -> bool:
    """Whether its words are looked for elsewhere than in the text."""
    return any(not OF_TEXT.issuperset(term.fields) for term in all_terms(query.root))


def of_kind(ask: SearchAsk, sources: Sources) -> SearchAsk:
    """The search narrowed to the sources of its kind."""
    if not ask.kind:
        return ask
    return replace(ask, sources=tuple(sorted(pk for pk, facts in sources.items() if facts.kind == ask.kind)))


def named_sources(ask: SearchAsk, query: Query, sources: Sources) -> tuple[SearchAsk, Node | None]:
    """(the search narrowed to the sources that its words leave, what decides for all of them: None for everything of theirs)."""
    if not any(term.fields == NAMED for term in all_terms(query.root)):
        return ask, query.root
    asked = sources if ask.sources is None else {pk: sources[pk] for pk in ask.sources}
    rests = {pk: _rest(query.root, query, clean_html(facts.name)) for pk, facts in asked.items()}
    left = [pk for pk, rest in rests.items() if rest is not False]
    distinct = {rests[pk] for pk in left}
    rest = distinct.pop() if len(distinct) == 1 else query.root if distinct else True
    return replace(ask, sources=tuple(sorted(left))), None if isinstance(rest, bool) else rest


def _rest(node: Node, query: Query, name: str) -> Node | bool:
    """What is left to ask of an item of the source with this name."""
    if isinstance(node, Term):
        return holds(node, query.read({"source": name})) if node.fields == NAMED else node
    if isinstance(node, Near):
        return holds(node, query.read({"source": name})) if {t.fields for t in all_terms(node)} == {NAMED} else node
    if isinstance(node, Not):
        inner = _rest(node.part, query, name)
        return not inner if isinstance(inner, bool) else Not(inner)
    decides = isinstance(node, Or)  # what one part must be to decide alone
    parts = [_rest(part, query, name) for part in node.parts]
    if decides in parts:
        return decides
    asked = [part for part in parts if not isinstance(part, bool)]
    if len(asked) < 2:
        return asked[0] if asked else not decides
    return Or(tuple(asked)) if decides else And(tuple(asked))
