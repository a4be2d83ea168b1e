"""English nouns after a figure: the English of a message may write `%(n)s source%(n_s)s`. Chinese has no plural. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def with_plurals(values: Mapping[str, object]) -> dict[str, object]:
    """What a message is filled with, and for each value `<name>_s`: nothing after a 1, else an s (0 sources, 1 source, 1,204 sources)."""
    return {**values, **{f"{name}_s": "" if str(value) == "1" else "s" for name, value in values.items()}}
