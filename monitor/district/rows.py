"""A unit or a place as somebody writes it, checked. Pure; a fault is a label, its words for people are in `words.py`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.errors import TingchaoError
from monitor.lib.oneline import UNSEEN, one_line
from monitor.text.fold import fold
from monitor.text.gazetteer import LOCAL, PLACES
from monitor.text.mask import mask
from monitor.text.names import names_by_rule

MAX_NAME, MAX_UNIT_NAME, MAX_NOTE, MAX_WORDS = 40, 80, 200, 200
KINDS = ("district", "city", "town", "village", "park", "site", "employer", "other")
ORGANISATIONS = ("employer", "other")
# What names of places end with, and of them those that a person's name hardly ever does: 张镇 is a town, 张大山 may be anyone.
_PLACE_ENDS = frozenset(
    "省市区县旗镇乡村庄屯营堡寨街路巷桥河湖江海山岭坡沟口湾滩岛园苑里城厂矿场站港库仓楼厦院校店馆坪塘渡峪"
)
_OF_THINGS = frozenset("省市区县旗镇乡村庄屯营堡寨街路巷桥园苑厂矿场站库仓楼厦院校店馆司团社局所会部行")
_SPLIT = re.compile(r"[、,，;；|\s]+")


class RowError(TingchaoError):
    """A line cannot be taken. Labels: name_missing, too_long, too_many, too_short, no_word, both_ways, person, private, kind, scope, unit_unknown,
    unit_known, unit_retired, place_known.
    """

    label = "name_missing"
    permanent = True


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A second-level union."""

    name: str
    words: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place of the gazetteer; `unit` by name, "" none."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "other"
    scope: str = LOCAL
    unit: str = ""
    note: str = ""


def unit_row(values: Mapping[str, str]) -> UnitRow:
    """From `name`, `words`, `exclude`. Raises RowError."""
    name = _name(values, MAX_UNIT_NAME)
    row = UnitRow(name, _words(values.get("words", "")), _words(values.get("exclude", "")))
    if both := {fold(word) for word in row.words} & {fold(word) for word in row.exclude}:
        raise RowError(min(both), label="both_ways")
    for word in (*row.words, *row.exclude):
        _person_check(word, _OF_THINGS, (name, *(other for other in row.words if other != word)))
    return row


def place_row(values: Mapping[str, str]) -> PlaceRow:
    """From `name`, `aliases`, `kind` and `scope` (codes), `unit`, `note`. Raises RowError."""
    name = _name(values, MAX_NAME)
    _word_check(name)
    kind, scope = values.get("kind", "") or "other", values.get("scope", "") or LOCAL
    if kind not in KINDS:
        raise RowError(kind, label="kind")
    if scope not in PLACES:
        raise RowError(scope, label="scope")
    note = _plain(values.get("note", "")).strip()
    if len(note) > MAX_NOTE:
        raise RowError(note[:20], label="too_long")
    _private_check(note)
    aliases = tuple(word for word in _words(values.get("aliases", "")) if word != name)
    ends = _OF_THINGS if kind in ORGANISATIONS else _PLACE_ENDS
    for word in (name, *aliases):
        _person_check(word, ends, (name,) if word != name else ())
    return PlaceRow(name, aliases, kind, scope, _plain(values.get("unit", "")).strip(), note)


def _name(values: Mapping[str, str], longest: int) -> str:
    name = one_line(_plain(values.get("name", "")))
    if not name:
        raise RowError("", label="name_missing")
    if len(name) > longest:
        raise RowError(name[:20], label="too_long")
    _private_check(name)
    return name


def _words(text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word for word in _SPLIT.split(_plain(text)) if word))
    if len(words) > MAX_WORDS:
        raise RowError(str(len(words)), label="too_many")
    for word in words:
        _word_check(word)
    return words


def _plain(text: str) -> str:
    """As texts are read: characters of ordinary width, none that cannot be seen."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _word_check(word: str) -> None:
    if len(word) < 2:
        raise RowError(word, label="too_short")
    if not any(c.isalpha() for c in word):  # 12, ——: in every second text
        raise RowError(word[:20], label="no_word")
    if len(word) > MAX_NAME:
        raise RowError(word[:20], label="too_long")
    _private_check(word)


def _person_check(word: str, ends: frozenset[str], longer: tuple[str, ...]) -> None:
    """A person's name is refused (SCOPE 2); not what ends as places do, nor what begins as such a name does (柳岸 of 柳岸街道)."""
    low = fold(word)
    if low[-1] not in ends and not any(low[:2] in fold(name) for name in longer) and low in names_by_rule(low):
        raise RowError(word, label="person")


def _private_check(text: str) -> None:
    if mask(text)[1]:
        raise RowError("", label="private")
