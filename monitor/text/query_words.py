"""What people type into a search box, as a rule: just words, and whether they ask for a person. Pure."""

from __future__ import annotations

import re

from monitor.text.mask import mask
from monitor.text.names import names_by_rule
from monitor.text.query import Query, positive_terms

_BETWEEN = re.compile(r"[\s,，、;；。:：|+]+")
_MASKED = re.compile("〔[^〕]{2,4}〕")
_QUOTES = re.compile('["“”「」*＊]')


def words_only(typed: str) -> str:
    """Every piece between blanks and punctuation as a word that must occur, whatever it would mean in a rule."""
    pieces = (_QUOTES.sub("", piece) for piece in _BETWEEN.split(typed))
    return " ".join(f'"{piece}"' for piece in dict.fromkeys(pieces) if re.search(r"\w", piece))


def persons(query: Query) -> list[str]:
    """Words of a query that are names of persons, and 〔电话〕 and its like for numbers and accounts: we listen to topics, never to people."""
    shown = dict.fromkeys(term.shown for term in positive_terms(query.root))
    return [word for word in shown if word in names_by_rule(word)] + identifiers("\n".join(shown))


def persons_in(name: str) -> list[str]:
    """The same in what somebody calls a search, a view, a plan."""
    return [*sorted(names_by_rule(name)), *identifiers(name)]


def identifiers(text: str) -> list[str]:
    """Kinds of personal numbers and accounts in a text, as masking writes them; never the numbers."""
    masked, changed = mask(text)
    return list(dict.fromkeys(_MASKED.findall(masked))) if changed else []
