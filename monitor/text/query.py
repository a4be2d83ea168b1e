"""The rule language a duty officer can type: words, "phrases", AND OR NOT (与 或 非, + | -), brackets, fields. Pure.

    (欠薪 OR 讨薪) AND 工人 NOT 游戏          words next to each other mean AND
    标题:"云河新城" 工资                      fields: 标题: 正文: 来源: 地区: (title: text: source: region:)

Words match as characters, simplified/traditional and width alike; Latin words match whole. NOT and - exclude within their own
bracket. `compile_query` raises QueryError with the position of what it cannot read, in Chinese and English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monitor.errors import QueryError
from monitor.text.clean import normalise
from monitor.text.fold import fold
from monitor.text.matcher import Matcher

FIELDS = {
    "标题": "title", "title": "title", "正文": "text", "text": "text",
    "来源": "source", "source": "source", "地区": "region", "region": "region",
}  # fmt: skip
EVERYWHERE = ("title", "text")
MAX_LENGTH = 2_000
MAX_DEPTH = 30
_TOKEN = re.compile(
    r"\s+|(?P<open>[(（])|(?P<close>[)）])|(?P<quote>[\"“”「])|(?P<op>[+|]|[\-!](?=\S))"
    r"|(?P<field>标题|正文|来源|地区|(?i:title|text|source|region))[:：]|(?P<word>[^\s()（）\"“”「」|+]+)"
)
_CLOSING = {'"': '"”“', "“": '”"', "”": '"”“', "「": "」"}
_NAMES = {
    "and": "and",
    "与": "and",
    "or": "or",
    "或": "or",
    "not": "not",
    "非": "not",
    "+": "and",
    "|": "or",
    "-": "not",
    "!": "not",
}

Spans = dict[str, list[tuple[str, int, int]]]  # word -> (field, start, end)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase (folded), looked for in these fields."""

    word: str
    shown: str
    fields: tuple[str, ...] = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Not:
    """Excludes inside its own bracket."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part."""

    parts: tuple[Node, ...]


Node = Term | Not | And | Or


@dataclass(frozen=True, slots=True)
class Match:
    """`hits`: (field, start, end, word). `because`: the words that decided; the excluding one if it was excluded."""

    matched: bool
    hits: tuple[tuple[str, int, int, str], ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A compiled rule."""

    source: str
    root: Node
    words: tuple[str, ...] = field(default=())

    def match(self, fields: Mapping[str, str]) -> Match:
        """Match clean texts by field name: title, text, source, region."""
        matcher = Matcher(self.words)
        spans: Spans = {}
        for name, value in fields.items():
            for word, start, end in matcher.find(fold(value)):
                spans.setdefault(matcher.words[word], []).append((name, start, end))
        return self.judge(spans)

    def judge(self, spans: Spans) -> Match:
        """Decide from the occurrences of this query's words (from a pass over all rules' words)."""
        matched, deciding = _judge(self.root, spans)
        if not matched:
            return Match(matched=False, because="、".join(deciding))
        hits = tuple(
            (name, start, end, term.shown)
            for term in positive_terms(self.root)
            for name, start, end in spans.get(term.word, ())
            if name in term.fields
        )
        return Match(matched=True, hits=tuple(sorted(set(hits))), because="、".join(dict.fromkeys(deciding)))


def compile_query(source: str) -> Query:
    """Parse. Raises QueryError (zh / en, with position)."""
    if len(source) > MAX_LENGTH:
        raise QueryError(
            f"规则太长，最多 {MAX_LENGTH} 字 / rule longer than {MAX_LENGTH} characters", position=MAX_LENGTH
        )
    tokens = list(_tokens(source))
    if not tokens:
        raise QueryError("规则是空的，请至少写一个词 / the rule is empty: write at least one word", position=0)
    root = _Parser(tokens, len(source)).parse()
    if not list(positive_terms(root)):
        raise QueryError(
            "规则只有排除词，请至少写一个要出现的词 / only exclusions: add a word that must occur", position=0
        )
    return Query(source=source, root=root, words=tuple(dict.fromkeys(term.word for term in _terms(root))))


def positive_terms(node: Node) -> Iterator[Term]:
    """Terms outside every NOT."""
    if isinstance(node, Term):
        yield node
    elif not isinstance(node, Not):
        for part in node.parts:
            yield from positive_terms(part)


def _terms(node: Node) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Not):
        yield from _terms(node.part)
    else:
        for part in node.parts:
            yield from _terms(part)


def _judge(node: Node, spans: Spans) -> tuple[bool, list[str]]:
    """(true?, words that decided: found ones when true, the missing or excluding ones when false)."""
    if isinstance(node, Term):
        found = any(name in node.fields for name, _, _ in spans.get(node.word, ()))
        return found, [node.shown]
    if isinstance(node, Not):
        inside, deciding = _judge(node.part, spans)
        return not inside, deciding if inside else []
    results = [_judge(part, spans) for part in node.parts]
    if isinstance(node, And):
        if all(true for true, _ in results):
            return True, [word for _, words in results for word in words]
        # an exclusion explains more than a missing word
        ranked = sorted(
            (r for r in zip(node.parts, results, strict=True) if not r[1][0]), key=lambda r: not isinstance(r[0], Not)
        )
        return False, ranked[0][1][1]
    true = [words for is_true, words in results if is_true]
    return bool(true), [word for words in (true or [words for _, words in results]) for word in words]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # and or not open close field word
    text: str
    at: int


def _tokens(source: str) -> Iterator[_Token]:
    at = 0
    while at < len(source):
        match = _TOKEN.match(source, at)
        if match is None:
            raise QueryError(f"第 {at + 1} 个字符“{source[at]}”无法识别 / cannot read “{source[at]}”", position=at)
        kind, start, at = match.lastgroup, at, match.end()
        text = match.group()
        if kind == "quote":
            end = next((i for i in range(at, len(source)) if source[i] in _CLOSING[text]), -1)
            if end < 0:
                raise QueryError(f"第 {start + 1} 个字符的引号没有闭合 / the quote is not closed", position=start)
            if not source[at:end].strip():
                raise QueryError("引号里没有内容 / the quotes are empty", position=start)
            yield _Token("word", source[at:end].strip(), start)
            at = end + 1
        elif kind == "op":
            yield _Token(_NAMES[text], text, start)
        elif kind == "field":
            yield _Token("field", FIELDS[match.group("field").lower()], start)
        elif kind == "word":
            yield _Token(_NAMES.get(text.lower(), "word"), text, start)
        elif kind is not None:
            yield _Token(kind, text, start)


class _Parser:
    """or := and ('OR' and)*; and := unary (['AND'] unary)*; unary := NOT unary | '(' or ')' | [field] word."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens, self.length, self.next, self.depth = tokens, length, 0, 0

    def parse(self) -> Node:
        node = self._or(EVERYWHERE)
        if (token := self._peek()) is not None:
            raise QueryError(f"第 {token.at + 1} 个字符的右括号多余 / this bracket was never opened", position=token.at)
        return node

    def _peek(self) -> _Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def _or(self, fields: tuple[str, ...]) -> Node:
        parts = [self._and(fields)]
        while (token := self._peek()) and token.kind == "or":
            self.next += 1
            parts.append(self._and(fields))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self, fields: tuple[str, ...]) -> Node:
        parts = [self._unary(fields)]
        while (token := self._peek()) and token.kind not in ("or", "close"):
            if token.kind == "and":
                self.next += 1
            parts.append(self._unary(fields))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _unary(self, fields: tuple[str, ...]) -> Node:
        token = self._peek()
        if token is None:
            raise QueryError("规则末尾缺少一个词 / a word is missing at the end", position=self.length)
        self.next += 1
        if token.text == "+" and token.kind == "and":  # "+讨薪 +工人": the sign in front says no more than AND
            return self._deeper(token, fields)
        if token.kind == "word":
            word = fold(normalise(token.text))
            return Term(word=word, shown=token.text, fields=fields)
        if token.kind == "not":
            return Not(self._deeper(token, fields))
        if token.kind == "field":
            return self._deeper(token, (token.text,))
        if token.kind == "open":
            self._deepen(token)
            node = self._or(fields)
            closing = self._peek()
            if closing is None:
                raise QueryError(
                    f"第 {token.at + 1} 个字符的左括号没有闭合 / the bracket is not closed", position=token.at
                )
            self.next += 1
            self.depth -= 1
            return node
        raise QueryError(
            f"第 {token.at + 1} 个字符前缺少一个词 / a word is missing before “{token.text}”", position=token.at
        )

    def _deeper(self, token: _Token, fields: tuple[str, ...]) -> Node:
        self._deepen(token)
        node = self._unary(fields)
        self.depth -= 1
        return node

    def _deepen(self, token: _Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QueryError(f"括号嵌套超过 {MAX_DEPTH} 层 / nested deeper than {MAX_DEPTH}", position=token.at)
