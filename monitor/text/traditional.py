"""Simplified to traditional characters: for the exercise, and for reposts that are made to measure on."""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def _converter() -> Any:
    import opencc  # loading it costs

    return opencc.OpenCC("s2tw")


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    """`text` in traditional characters (OpenCC s2tw); what has none stays."""
    return str(_converter().convert(text))
