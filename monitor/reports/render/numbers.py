"""Shown numbers back as numbers, and frozen ones as lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SHOWN = re.compile(r"([+−-]?)(\d[\d,]*)(?:\.(\d+))?( %)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the spreadsheet format that shows it as the report does; shares are fractions of one."""

    value: int | float
    form: str
    shown: str


def number_of(text: str) -> Number | str | None:
    """What a report shows as a number, as one; None for the dash that stands for "cannot be said"; other text as it is.

    >>> number_of("1,204")
    Number(value=1204, form='#,##0', shown='1,204')
    >>> number_of("−12.5 %")
    Number(value=-0.125, form='0.0%', shown='−12.5 %')
    """
    if text in {"—", ""}:
        return None
    found = SHOWN.fullmatch(text)
    if not found:
        return text
    sign, whole, part, percent = found.groups()
    digits = f"{'-' if sign in {'−', '-'} else ''}{whole.replace(',', '')}"
    value: int | float = float(f"{digits}.{part}") if part else int(digits)
    form = "0" + (f".{'0' * len(part)}" if part else "")
    if percent:
        return Number(round(value / 100, 6), f"{form}%", text)
    return Number(value, form if part else "#,##0", text)


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Number | str | None]]:
    """Every frozen value with its path, as sentences name it: `volume.items`, `topics.top.0.title`."""
    if isinstance(value, dict):
        for key in value:
            yield from flat(value[key], f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from flat(one, f"{path}.{n}")
    elif isinstance(value, bool) or value is None:
        yield path, None if value is None else str(value).lower()
    elif isinstance(value, int | float):
        yield path, Number(value, "General", str(value))
    else:
        yield path, str(value)
