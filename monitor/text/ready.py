"""Words and models, loaded before they are asked for: half a second and 200 MiB that the first text would wait for."""

from __future__ import annotations

from monitor.text.analyse import analyse
from monitor.text.config import Config
from monitor.text.search_words import search_words
from monitor.text.types import RawText


def load_words() -> None:
    """What the text stage and the search need, in this process."""
    analyse(RawText("预热", ""), Config.build())
    search_words("预热", "")  # the dictionary's pairs of characters: a fifth of a second and 9 MiB
