"""The rule language that a duty officer can type. Pure. docs/rules.md is its guide.

    (欠薪 OR 讨薪) 工人 NOT 游戏              words next to each other mean AND; 与 或 非 + | - do too
    标题:"云河新城" {欠薪} NEAR/10 学校        fields (标题 正文 来源 地区), phrases, synonym groups, closeness
    加班* *加班 *加班*                        a star lets a word go on inside a longer one

Words match as words: 加班 is not in 参加班级 (`boundaries.py`); simplified/traditional and width alike; Latin words whole. NOT
excludes within its own bracket.

    query = compile_query("(欠薪 OR 讨薪) 工人", groups={"欠薪": ["欠薪", "讨薪"]})      # QueryError: where, what, suggestion
    query.match({"title": …, "text": …, "source": …, "region": …})                   # Match: hits, because
    explain(query, fields)                                                            # each term, and a sentence: query_explain.py
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.errors import QueryError
from monitor.text.fold import fold
from monitor.text.matcher import Matcher
from monitor.text.query_judge import Match, Place, Reading, judge
from monitor.text.query_nodes import And, Near, Node, Not, Or, Term, all_terms, positive_terms, written
from monitor.text.query_parse import MAX_DEPTH, MAX_LENGTH, Groups, parse

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "And",
    "Groups",
    "Match",
    "Near",
    "Node",
    "Not",
    "Or",
    "Query",
    "Term",
    "compile_query",
    "positive_terms",
    "query_fault_of",
    "read_fields",
]
FIELD_ORDER = ("title", "text", "source", "region")
MAX_REPAIRS = 4


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled rule. `words` are folded; `loose` those of them that a star may find inside Latin words."""

    source: str
    root: Node
    words: tuple[str, ...] = ()
    loose: frozenset[str] = frozenset()

    def match(self, fields: Mapping[str, str]) -> Match:
        """Match clean texts by field name: title, text, source, region."""
        return judge(self.root, self.read(fields))

    def read(self, fields: Mapping[str, str]) -> Reading:
        """Where the words of this rule occur."""
        return read_fields(fields, _matcher(self.words, self.loose))

    def format(self) -> str:
        """The canonical form; compiles (with the same groups) to the same rule."""
        return written(self.root)


@functools.lru_cache(maxsize=64)
def _matcher(words: tuple[str, ...], loose: frozenset[str]) -> Matcher:
    return Matcher(words, loose=loose)


def read_fields(fields: Mapping[str, str], matcher: Matcher) -> Reading:
    """Where the matcher's words occur in these fields; other keys are ignored."""
    reading = Reading({name: fold(fields[name]) for name in FIELD_ORDER if fields.get(name)})
    hits: dict[str, list[Place]] = {}
    for word, start, end in matcher.find(reading.text):
        hits.setdefault(matcher.words[word], []).append((start, end))
    reading.hits = hits
    return reading


def compile_query(source: str, groups: Groups | None = None) -> Query:
    """Parse. `groups`: name of a synonym group -> its words. Raises QueryError, whose suggestion can be compiled."""
    try:
        root = parse(source, groups or {})
    except QueryError as error:
        error.suggestion = _repaired(error.suggestion, groups or {})
        raise
    terms = list(dict.fromkeys(all_terms(root)))
    loose = frozenset(term.word for term in terms if term.open_left or term.open_right)
    return Query(source=source, root=root, words=tuple(dict.fromkeys(term.word for term in terms)), loose=loose)


def query_fault_of(source: str, groups: Groups | None = None) -> QueryError | None:
    """What is wrong with a stored query, which an upgrade or a deleted group can make unreadable; None when it can be read."""
    try:
        compile_query(source, groups)
    except QueryError as error:
        return error
    return None


def _repaired(suggestion: str, groups: Groups) -> str:
    """A suggestion that can be read, repaired further where it has a second fault; empty if that does not help."""
    for _ in range(MAX_REPAIRS):
        if not suggestion.strip():
            return ""
        try:
            parse(suggestion, groups)
        except QueryError as error:
            suggestion = error.suggestion
        else:
            return suggestion
    return ""
