"""Templates that are drawn once for each shape of what they show; the values are put in afterwards.

Where a template only shows a value, it is given a mark; where it decides by one, the value itself, which makes the shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MARK = re.compile("\ue000(\\w+)\ue001")
Parts = tuple[str, ...]
"""Texts, and between them the names of what stands there."""


def mark(name: str) -> SafeString:
    """Stands for a value in what is drawn. No text has these characters: they are nobody's."""
    return SafeString(f"\ue000{name}\ue001")


def drawn(template: str, values: Mapping[str, str], **shape: Any) -> SafeString:
    """`template` in the language of the moment. `values` are HTML already (escaped); an empty one is given as it is, since templates
    ask for that. `shape`: what else it is given, hashable."""
    empty = tuple(name for name, value in values.items() if not value)
    return filled(_parts(template, get_language() or "", tuple(values), empty, *shape.items()), values)


def filled(parts: Parts, values: Mapping[str, str]) -> SafeString:
    """What was drawn, with these values (HTML already)."""
    return SafeString("".join(values[part] if n % 2 else part for n, part in enumerate(parts)))


def parted(html: str) -> Parts:
    """What was drawn with marks."""
    return tuple(MARK.split(html))


@lru_cache(maxsize=1000)
def _parts(
    template: str, _language: str, names: tuple[str, ...], empty: tuple[str, ...], *shape: tuple[str, Any]
) -> Parts:
    marks = {name: "" if name in empty else mark(name) for name in names}
    return parted(render_to_string(template, {**marks, **dict(shape)}))
