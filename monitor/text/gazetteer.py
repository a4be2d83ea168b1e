"""Every name of a place that texts are read for, and what it may mean seen from the team's district. Pure.

The team's gazetteer comes before the atlas: a name in both means what the team says, unless the text points elsewhere
(通州区 beside 南通).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.text.atlas import Atlas, atlas, home_of
from monitor.text.fold import fold
from monitor.text.types import PlaceSpec
from monitor.text.words import tag

LOCAL, CITY, ELSEWHERE = PLACES = ("本区", "本市", "外地")
DISTRICT_WORDS = ("本区", "我区", "全区", "本县", "我县", "全县")
CITY_WORDS = ("本市", "我市", "全市")
PROVINCE_WORDS = ("本省", "我省", "全省")
ENDS = "省市区县旗镇乡村州盟"
_WORDS = frozenset(("v", "vn", "vd", "a", "ad", "an", "b", "d"))  # jieba's verbs, adjectives, adverbs


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a name. `label` None: the province around the team's city, neither near nor elsewhere."""

    label: str | None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name. `full`: ends as an official name does; `weak`: also an ordinary word (in the atlas's list, or a short name of the
    team's that the dictionary knows as a verb or adjective: 幸福 of 幸福街道); `own`: 区, 市 or 省 for 我市 and the like."""

    word: str
    senses: tuple[Sense, ...]
    full: bool = False
    weak: bool = False
    own: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Folded names to entries; `home`: codes of the team's district and city, "" where the atlas does not know them."""

    entries: Mapping[str, Entry]
    home: tuple[str, str]
    titles: Mapping[str, tuple[str, ...]]  # {label: names of the home district and city}


def gazetteer_of(specs: Iterable[PlaceSpec]) -> Gazetteer:
    """The atlas as seen from the district that `specs` describe, with their names on top."""
    book, rows = atlas(), list(specs)
    named = {label: _names(spec for spec in rows if spec.scope == label) for label in PLACES}
    home = home_of(named[LOCAL], named[CITY])
    senses: dict[str, list[Sense]] = {}
    for label, code in ((LOCAL, home[0]), (CITY, home[1]), (ELSEWHERE, "")):
        for word in named[label]:
            senses.setdefault(word, []).append(Sense(label, code))
    for word, known in book.codes.items():
        senses.setdefault(word, []).extend(Sense(label_of(code, home), code) for code in known)
    if home[1]:
        for word in book.bare_names(home[1]):
            codes = [c for c in book.codes.get(f"{word}区", ()) if c.startswith(home[1])]
            senses.setdefault(word, []).extend(Sense(label_of(code, home), code) for code in codes)
    entries = {word: _entry(word, found, book) for word, found in senses.items() if found}
    entries |= {word: Entry(word, (), own=level) for words, level in _OWN for word in words}
    titles = {
        label: (*named[label][:1], *filter(None, [book.titles.get(code)]))
        for label, code in zip(PLACES, home, strict=False)
    }
    return Gazetteer(entries, home, titles)


_OWN = ((DISTRICT_WORDS, "区"), (CITY_WORDS, "市"), (PROVINCE_WORDS, "省"))


def label_of(code: str, home: tuple[str, str]) -> str | None:
    """What a place of the atlas is to the team."""
    district, city = home
    if district and code.startswith(district):
        return LOCAL
    if city and code.startswith(city):
        return CITY
    return None if city and city.startswith(code) else ELSEWHERE


def _names(specs: Iterable[PlaceSpec]) -> list[str]:
    return list(dict.fromkeys(low for spec in specs for name in (spec.name, *spec.aliases) if (low := fold(name))))


def _entry(word: str, senses: list[Sense], book: Atlas) -> Entry:
    unique = tuple(dict.fromkeys(senses))
    full = word in book.full or (len(word) > 2 and word[-1] in ENDS)
    return Entry(word, unique, full, word in book.weak or len(word) < 2 or (word not in book.codes and _ordinary(word)))


def _ordinary(word: str) -> bool:
    return len(word) == 2 and tag(word).kinds[0] in _WORDS
