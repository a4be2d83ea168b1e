"""What a rule is made of once it is read, and how it is written in its canonical form. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

EVERYWHERE = ("title", "text")
FIELD_NAMES = {"title": "标题", "text": "正文", "source": "来源", "region": "地区"}
RESERVED = frozenset(["and", "or", "not", "near", "与", "或", "非", "并且", "或者"])
_PLAIN = re.compile(r"[^\W_]+(?:[.\-·%][^\W_]+)*%?")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. `word` is folded, `shown` as typed; an open side may lie inside a longer word (`*`)."""

    word: str
    shown: str
    fields: tuple[str, ...] = EVERYWHERE
    open_left: bool = False
    open_right: bool = False

    def __hash__(self) -> int:
        return hash(self.word)  # a string keeps its hash: terms of thousands of rules are looked up often

    @property
    def starred(self) -> str:
        """As typed, with its stars."""
        return f"{'*' * self.open_left}{self.shown}{'*' * self.open_right}"


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides in one field, at most `distance` characters between them, in either order."""

    left: Term | Or
    right: Term | Or
    distance: int


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
    """Any part. `group` is the name of the synonym group that it stands for, or empty."""

    parts: tuple[Node, ...]
    group: str = ""


Node = Term | Near | Not | And | Or


def parts_of(node: Node) -> tuple[Node, ...]:
    """The parts that a node has, none for a term."""
    if isinstance(node, And | Or):
        return node.parts
    if isinstance(node, Near):
        return (node.left, node.right)
    return (node.part,) if isinstance(node, Not) else ()


def all_terms(node: Node) -> Iterator[Term]:
    """Every term, excluding ones too."""
    if isinstance(node, Term):
        yield node
    for part in parts_of(node):
        yield from all_terms(part)


def positive_terms(node: Node) -> Iterator[Term]:
    """Terms outside every NOT."""
    if isinstance(node, Term):
        yield node
    elif not isinstance(node, Not):
        for part in parts_of(node):
            yield from positive_terms(part)


def triggers(node: Node) -> frozenset[Term] | None:
    """Terms of which one must occur before `node` can be true: the rarest by length. None if it can be true without any."""
    if isinstance(node, Term):
        return frozenset([node])
    if isinstance(node, Not):
        return None
    sets = [triggers(part) for part in parts_of(node)]
    known = [each for each in sets if each is not None]
    if isinstance(node, Or):
        return frozenset().union(*known) if len(known) == len(sets) else None
    return min(known, key=commonness, default=None)


def commonness(terms: frozenset[Term]) -> float:
    """Roughly how often one of them occurs: each further character of a word makes it ten times rarer."""
    return sum(10.0 ** -len(term.word) for term in terms)


def conjunction(parts: list[Node]) -> Node:
    """AND of parts; one inside another is one."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else And(unique)


def disjunction(parts: list[Node]) -> Node:
    """OR of parts; one inside another is one, a synonym group keeps its name."""
    flat = [inner for part in parts for inner in _loose(part)]
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else Or(unique)


def negation(part: Node) -> Node:
    """NOT; twice is not at all."""
    return part.part if isinstance(part, Not) else Not(part)


def _loose(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, Or) and not node.group else (node,)


def written(node: Node) -> str:
    """The canonical form: what compiles to the same node again."""
    return _written(node, EVERYWHERE)[0]


def _written(node: Node, inside: tuple[str, ...]) -> tuple[str, bool]:
    """(text, whether it is one piece that needs no bracket)."""
    if isinstance(node, Not):
        return f"NOT {_piece(node.part, inside)}", False
    fields = {term.fields for term in all_terms(node)}
    field = next(iter(fields))
    if len(fields) == 1 and field != inside:
        return f"{FIELD_NAMES[field[0]]}:{_piece(node, field)}", True
    if isinstance(node, Term):
        return f"{'*' * node.open_left}{quoted(node.shown)}{'*' * node.open_right}", True
    if isinstance(node, Near):
        return f"{_piece(node.left, inside)} NEAR/{node.distance} {_piece(node.right, inside)}", False
    if isinstance(node, Or) and node.group:
        return f"{{{node.group}}}", True
    between = " OR " if isinstance(node, Or) else " "
    return between.join(
        _written(part, inside)[0] if isinstance(part, Not) else _piece(part, inside) for part in node.parts
    ), False


def _piece(node: Node, inside: tuple[str, ...]) -> str:
    text, whole = _written(node, inside)
    return text if whole else f"({text})"


def quoted(shown: str) -> str:
    """A word or phrase as it is typed in a rule: in quotes where it would mean something else."""
    if _PLAIN.fullmatch(shown) and shown.lower() not in RESERVED:
        return shown
    return f"「{shown}」" if any(c in shown for c in '"“”') else f'"{shown}"'
