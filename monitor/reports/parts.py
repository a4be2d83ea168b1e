"""What a report consists of. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.reports.tell import Sentence, Teller

Columns = tuple[tuple[str, str], ...]  # (key of a row, form)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text; `numeric` names the right-aligned columns. `links` per row: a topic or alert id, or None."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    links: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered part. `key` says what a page may add, `figures` which charts belong to it: daily, sentiment, areas,
    terms (the cloud's words), forecast. `apart`: every sentence is a paragraph of its own."""

    key: str
    title: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = field(default=())
    numeral: str = ""
    figures: tuple[str, ...] = ()
    apart: bool = False


def table_of(tell: Teller, caption: str, head: tuple[str, ...], path: str, keys: Columns, texts: int = 1) -> Table:
    """A table of the rows at `path`; the first `texts` columns are text."""
    rows = tuple(tuple(tell.show(f"{path}.{n}.{key}", form) for key, form in keys) for n in range(len(tell.get(path))))
    return Table(caption, head, rows, frozenset(range(texts, len(keys))))
