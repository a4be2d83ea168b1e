"""From pieces to a tree. Pure; linear in the length of the rule.

or := and ('OR' and)*        and := near (['AND'] near)*        near := unary ['NEAR/n' unary]
unary := 'NOT' near | 'field:' unary | '(' or ')' | word | "phrase" | {group}
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping, Sequence

from monitor.errors import QueryError
from monitor.text.clean import normalise
from monitor.text.fold import fold
from monitor.text.query_nodes import (
    EVERYWHERE,
    Near,
    Node,
    Or,
    Term,
    all_terms,
    conjunction,
    disjunction,
    negation,
    triggers,
)
from monitor.text.query_tokens import Token, tokens_of

Groups = Mapping[str, Sequence[str]]
Fields = tuple[str, ...]
MAX_LENGTH = 2_000
MAX_DEPTH = 30
MAX_GROUP = 500


def parse(source: str, groups: Groups) -> Node:
    """Raises QueryError; its suggestion may itself need another repair (see `compile_query`)."""
    if len(source) > MAX_LENGTH:
        raise QueryError(
            f"规则太长，最多 {MAX_LENGTH} 字，请拆成几条或改用同义词组",
            f"longer than {MAX_LENGTH} characters: split it or use a synonym group",
            position=MAX_LENGTH,
        )
    tokens = list(tokens_of(source))
    if not tokens:
        raise QueryError("规则是空的，请至少写一个词", "the rule is empty: write at least one word")
    root = _Parser(tokens, source, groups).parse()
    if triggers(root) is None:
        refused = next((token.at for token in tokens if token.kind == "not"), 0)
        raise QueryError(
            "只有排除词不能成为规则：请写要出现的词，OR 的每一边也都要有",
            "only exclusions: write a word that must occur, on each side of an OR",
            position=refused,
        )
    return root


class _Parser:
    def __init__(self, tokens: list[Token], source: str, groups: Groups) -> None:
        self.tokens, self.source, self.groups = tokens, source, groups
        self.next = self.depth = 0

    def parse(self) -> Node:
        node = self._or(EVERYWHERE)
        if (token := self._peek()) is not None:
            raise self._error(token, "的右括号多余，请删掉", "this bracket was never opened: remove it", without=True)
        return node

    def _peek(self) -> Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def _error(self, token: Token, zh: str, en: str, *, without: bool = False, suggestion: str = "") -> QueryError:
        if without:
            suggestion = (self.source[: token.at] + self.source[token.at + len(token.text) :]).strip()
        return QueryError(f"第 {token.at + 1} 个字符{zh}", en, position=token.at, suggestion=suggestion)

    def _or(self, fields: Fields) -> Node:
        parts = [self._and(fields)]
        while (token := self._peek()) and token.kind == "or":
            self.next += 1
            parts.append(self._and(fields))
        return disjunction(parts)

    def _and(self, fields: Fields) -> Node:
        parts = [self._near(fields)]
        while (token := self._peek()) and token.kind not in ("or", "close"):
            if token.kind == "and":
                self.next += 1
            parts.append(self._near(fields))
        return conjunction(parts)

    def _near(self, fields: Fields) -> Node:
        first = self._peek()
        left = self._unary(fields)
        token = self._peek()
        if token is None or token.kind != "near" or first is None:
            return left
        self.next += 1
        second = self._peek()
        right = self._unary(fields)
        if (more := self._peek()) and more.kind == "near":
            raise self._error(
                more, "：NEAR 只连接两个词，再连一个请另写一对", "NEAR joins two words: write a second pair for a third"
            )
        near = Near(self._side(left, first), self._side(right, second or token), token.number)
        if set(next(all_terms(left)).fields).isdisjoint(next(all_terms(right)).fields):
            raise self._error(
                token, "：两边在不同的栏里，不会相邻", "the two sides are in different fields and never near"
            )
        return near

    def _side(self, node: Node, token: Token) -> Term | Or:
        if isinstance(node, Term) or (isinstance(node, Or) and all(isinstance(part, Term) for part in node.parts)):
            return node
        raise self._error(
            token,
            "：NEAR 的两边只能是词、引号里的短语、同义词组或（甲 OR 乙）",
            "NEAR joins words, phrases, groups or (a OR b) only",
        )

    def _unary(self, fields: Fields) -> Node:
        token = self._peek()
        if token is None:
            last = self.tokens[self.next - 1]
            raise QueryError(
                "规则末尾缺少一个词", "a word is missing at the end",
                position=len(self.source), suggestion=self.source[: last.at].rstrip(),
            )  # fmt: skip
        self.next += 1
        if token.text == "+" and token.kind == "and":  # "+讨薪 +工人": the sign in front says no more than AND
            return self._deeper(token, fields)
        if token.kind == "word":
            return self._term(token, fields)
        if token.kind == "group":
            return self._group(token, fields)
        if token.kind == "not":
            self._deepen(token)
            node = negation(self._near(fields))
            self.depth -= 1
            return node
        if token.kind == "field":
            return self._deeper(token, (token.text,))
        if token.kind == "open":
            return self._bracket(token, fields)
        raise self._error(
            token, f"“{token.text}”前缺少一个词", f"a word is missing before “{token.text}”", without=True
        )

    def _term(self, token: Token, fields: Fields) -> Term:
        word = fold(normalise(token.text))
        if not word:
            raise self._error(token, "没有可见的字", "no visible character here", without=True)
        return Term(word, token.text, fields, token.open_left, token.open_right)

    def _group(self, token: Token, fields: Fields) -> Node:
        words = self.groups.get(token.text)
        if words is None:
            raise self._unknown(token)
        group = _group_of(token.text, tuple(words[:MAX_GROUP]), fields)
        if not group.parts:
            raise self._error(token, f"：同义词组“{token.text}”里没有词", f"the synonym group “{token.text}” is empty")
        return group

    def _unknown(self, token: Token) -> QueryError:
        close = difflib.get_close_matches(token.text[:50], list(self.groups), n=1, cutoff=0.3)
        known = "、".join(list(self.groups)[:8])
        zh = f"：没有同义词组“{token.text}”，" + (f"现有：{known}" if known else "请先由管理员建立")
        en = f"no synonym group “{token.text}”" + (f"; there are: {known}" if known else ": an admin can add it")
        end = self.source.translate({ord("｝"): "}"}).index("}", token.at) + 1
        fixed = f"{self.source[: token.at]}{{{close[0]}}}{self.source[end:]}" if close else ""
        return self._error(token, zh, en, suggestion=fixed)

    def _bracket(self, token: Token, fields: Fields) -> Node:
        self._deepen(token)
        node = self._or(fields)
        if self._peek() is None:
            raise self._error(
                token,
                "的左括号没有闭合，请补上右括号",
                "the bracket is not closed: add “)”",
                suggestion=self.source + ")",
            )
        self.next += 1
        self.depth -= 1
        return node

    def _deeper(self, token: Token, fields: Fields) -> Node:
        self._deepen(token)
        node = self._unary(fields)
        self.depth -= 1
        return node

    def _deepen(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._error(
                token, f"：嵌套超过 {MAX_DEPTH} 层，请拆成几条规则", f"nested deeper than {MAX_DEPTH}: split the rule"
            )


@functools.lru_cache(maxsize=1_024)
def _group_of(name: str, words: tuple[str, ...], fields: Fields) -> Or:
    """One value for all rules that name the group: thousands may."""
    parts = [term for word in words if (term := _of_group(word, fields))]
    return Or(tuple(dict.fromkeys(parts)), name)


def _of_group(written: str, fields: Fields) -> Term | None:
    """A word of a synonym group; stars at its ends mean what they mean in a rule."""
    text = written.strip()
    shown = text.strip("*").strip()
    word = fold(normalise(shown))
    return Term(word, shown, fields, text.startswith("*"), text.endswith("*")) if word else None
