"""Values in the text form of PostgreSQL's COPY, and arrays as literals: one string instead of an adapter for each value.

The form is that of the manual's pages "COPY" (text format) and "Arrays" (input syntax).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime


def copy_line(values: Iterable[object]) -> bytes:
    """One row, with its line end."""
    return ("\t".join([_field(value) for value in values]) + "\n").encode("utf-8", "surrogatepass")


def array_literal(values: Sequence[object]) -> str:
    """A one-dimensional array of texts, numbers, dates or bytes, to be cast to its type (`%s::bytea[]`)."""
    if values and all(type(value) is bytes for value in values):  # keys: by the thousand, so not one by one
        return '{"\\\\x' + '","\\\\x'.join([value.hex() for value in values if isinstance(value, bytes)]) + '"}'
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _field(value: object) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return _escaped(value)
    if isinstance(value, list | tuple):
        return _escaped(array_literal(value))
    return _plain(value)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _element(value: object) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, bytes):
        return f'"\\\\x{value.hex()}"'
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, int | float):
        return repr(value)
    raise TypeError(f"{type(value).__name__} has no text form here")
