"""The names of places that the product ships: China's divisions, the world, and what makes a name no place. Pure.

Read from `data/places/` (sources and licence stand there). A place has a *code*: GB/T 2260 (two digits a province, four a
city, six a county), each a prefix of those inside it; ABROAD stands for everything outside China.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

ABROAD = "x"
MUNICIPALITIES = ("11", "12", "31", "50")
_END = re.compile(r"(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市|地区|盟)$")
_PEOPLES = re.compile(
    r"(?:(?:蒙古|朝鲜|土家|布依|哈尼|景颇|傈僳|柯尔克孜|哈萨克|维吾尔|[回藏羌苗侗彝壮傣白瑶畲黎满])族?)*自治[州县]$"
)


@dataclass(frozen=True, slots=True)
class Atlas:
    """`codes`: {name: the places called so}; `titles`: {code: official name}; `full`: names with their 省, 市, 区, 县.

    `weak` names are also ordinary words; `shadow` are longer words that mean no place; `before` and `after` are characters
    that make a name part of another word when they touch it; `things` follow a name that is part of another name.
    """

    codes: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    full: frozenset[str]
    weak: frozenset[str]
    shadow: frozenset[str]
    before: Mapping[str, str]
    after: Mapping[str, str]
    things: tuple[str, ...]

    def bare_names(self, code: str) -> list[str]:
        """Names of the places right inside `code`, without 区, 县, 市: so people call the districts of their own city."""
        inside = [other for other in self.titles if len(other) == 6 and other.startswith(code)]
        return [name for other in inside if len(name := self.titles[other][:-1]) >= 2]


@functools.cache
def atlas() -> Atlas:
    """Parsed once; 3,400 divisions, 20 ms."""
    folder = resources.files("monitor.text").joinpath("data/places")
    words = tomllib.loads(folder.joinpath("words.toml").read_text(encoding="utf-8"))
    lines = folder.joinpath("divisions.tsv").read_text(encoding="utf-8").splitlines()
    titles = dict(line.split("\t") for line in lines)
    codes: defaultdict[str, set[str]] = defaultdict(set)
    by_bare: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in titles.items():
        if len(name) > 2:  # 城区, 新县: too short to be sure of
            codes[name].add(code)
        if len(code) < 6 and len(bare := _bare(name)) >= 2:
            codes[bare].add(code)
        elif len(code) == 6:
            by_bare[name].add(code)
            by_bare[name[:-1]].add(code)
    full = frozenset(codes) & frozenset(titles.values())
    for word in words["short"].split():
        codes[word] |= by_bare[word]
    pairs = words["alias"].split()
    for word, code in zip(pairs[::2], pairs[1::2], strict=True):
        codes[word].add(code)
    for word in words["abroad"].split():
        codes[word].add(ABROAD)
    return Atlas(
        {word: tuple(sorted(found)) for word, found in codes.items() if found},
        titles,
        full,
        frozenset(words["weak"].split()),
        frozenset(words["shadow"].split()),
        _pairs(words["before"]),
        _pairs(words["after"]),
        tuple(words["things"].split()),
    )


def _bare(name: str) -> str:
    return _END.sub("", _PEOPLES.sub("", name))


def _pairs(text: str) -> dict[str, str]:
    parts = text.split()
    found: defaultdict[str, str] = defaultdict(str)
    for name, characters in zip(parts[::2], parts[1::2], strict=True):
        found[name] += characters
    return dict(found)


def home_of(local: Iterable[str], city: Iterable[str]) -> tuple[str, str]:
    """(code of the district, code of its city) by the names in the team's gazetteer; "" for what is not in the atlas.

    顺义区 alone is enough; of two districts of one name (朝阳区) the one in a city that the gazetteer names.
    """
    found = atlas().codes
    cities = {code for name in city for code in found.get(name, ()) if len(code) == 4 or code in MUNICIPALITIES}
    districts = {code for name in local for code in found.get(name, ()) if len(code) == 6 and name in atlas().full}
    inside = {code for code in districts if any(code.startswith(c) for c in cities)} or districts
    district = inside.pop() if len(inside) == 1 else ""
    if district:
        return district, city_of(district)
    return "", cities.pop() if len(cities) == 1 else ""


def city_of(code: str) -> str:
    """The city that a district or county is in: the municipality, or the first four digits."""
    return code[:2] if code[:2] in MUNICIPALITIES else code[:4]
