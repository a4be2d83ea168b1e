"""Values in the text form of PostgreSQL's COPY, and arrays as literals: one string instead of an adapter for each value.

The form is that of the manual's pages "COPY" (text format) and "Arrays" (input syntax).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast


def copy_line(values: Iterable[object]) -> bytes:
    """One row, with its line end."""
    return copy_lines([values])


def copy_lines(rows: Iterable[Iterable[object]]) -> bytes:
    """Several rows of one table: written in one go, since each way through the driver costs as much as a row does.

    Column by column, since the values of a column mostly have one type and are often the same.
    """
    columns = [_column(values) for values in zip(*rows, strict=True)]
    lines = map("\t".join, zip(*columns, strict=True))
    return "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")


def _column(values: tuple[Any, ...]) -> list[str]:
    """The fields of one column."""
    kinds = set(map(type, values))
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is str:
        fields = _escaped("\0".join(values)).split("\0")
        if len(fields) == len(values):  # none of them holds one itself, which PostgreSQL would refuse
            return fields
    if kind is tuple and not any(values):
        return ["{}"] * len(values)
    if kind in REPEATED and len(different := set(values)) * 2 < len(values):
        forms = {value: FIELDS[kind](value) for value in different}
        return [forms[value] for value in values]
    return [FIELDS.get(type(value), _field)(value) for value in values]


def array_literal(values: Sequence[object]) -> str:
    """A one-dimensional array of texts, numbers, dates or bytes, to be cast to its type (`%s::bytea[]`)."""
    kinds = {type(value) for value in values}
    if kinds == {bytes}:  # keys: by the thousand, so not one by one
        return '{"\\\\x' + '","\\\\x'.join([value.hex() for value in cast(Sequence[bytes], values)]) + '"}'
    if kinds == {int}:
        return "{" + ",".join(map(str, values)) + "}"
    if len(kinds) == 1 and kinds <= REPEATED and len(different := set(values)) * 2 < len(values):
        forms = {value: _element(value) for value in different}
        return "{" + ",".join([forms[value] for value in values]) + "}"
    return "{" + ",".join([ELEMENTS.get(type(value), _element)(value) for value in values]) + "}"


def _field(value: Any) -> str:
    """For a type that is not in FIELDS."""
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, list | tuple):
        return _array(value)
    return _plain(value)


def _array(values: Sequence[object]) -> str:
    return _escaped(array_literal(values)) if values else "{}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _element(value: Any) -> str:
    """For a type that is not in ELEMENTS."""
    return _quoted(value) if isinstance(value, str) else _plain(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    raise TypeError(f"{type(value).__name__} has no text form here")


Form = Callable[[Any], str]
PLAIN: dict[type, Form] = {
    bool: lambda value: "t" if value else "f",
    int: repr,
    float: repr,
    datetime: datetime.isoformat,
    date: date.isoformat,
}
FIELDS: dict[type, Form] = {**PLAIN, str: _escaped, type(None): lambda _: "\\N", tuple: _array, list: _array}
ELEMENTS: dict[type, Form] = {**PLAIN, str: _quoted, bytes: lambda value: f'"\\\\x{value.hex()}"'}
"""How a value of exactly this type is written; subclasses (choices, safe strings) take the slower way."""

REPEATED = frozenset({str, bool, date, datetime})
"""Types of columns in which the same few values stand again and again."""
