"""What a search says of the names of sources, decided before any item is looked at: which sources it leaves, and what it asks besides."""

from __future__ import annotations

from dataclasses import replace

from monitor.models import Source
from monitor.queries.search_ask import SearchAsk
from monitor.text.clean import clean_html
from monitor.text.query import Query
from monitor.text.query_judge import holds
from monitor.text.query_nodes import And, Near, Node, Not, Or, Term, all_terms

NAMED = ("source",)


def named_sources(ask: SearchAsk, query: Query) -> tuple[SearchAsk, Node | None]:
    """(the search narrowed to the sources that its words leave, what decides for all of them: None for everything of theirs). One
    query, where names of sources are asked for."""
    if not any(term.fields == NAMED for term in all_terms(query.root)):
        return ask, query.root
    names = Source.objects.values_list("pk", "name")
    rests = {pk: _rest(query.root, query, clean_html(name)) for pk, name in names}
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
