"""Names of persons in a text, so that they become no term, keyword or topic title. Pure.

Four looks: shapes that need no dictionary (王师傅, 张某, 欧阳明, 阿依古丽·买买提, 高兴（化名）), what jieba tags as a name with what it
glued on cut off and what it cut off put back (张三在, 唐志|明说), a surname beside a given name (朱|国庆), and known names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from monitor.text.fold import fold
from monitor.text.looks import EVERYTHING
from monitor.text.namemodel import Facts, Learnt, learnt_of
from monitor.text.nameshapes import ANY_SHAPE, GLUED, by_shape, not_names, trimmed
from monitor.text.namewords import (
    AFTER,
    ALSO_WORDS,
    BEFORE,
    COMPOUND,
    GIVEN,
    KNOWN,
    ORG_ENDS,
    PLACE_ENDS,
    PLACE_RESTS,
    RARE,
    STRICT,
    SURNAMES,
    TRANSLIT,
)
from monitor.text.words import Tagged, has_word, tag

Look = Callable[[Tagged, int], Iterable[str]]

_SURNAMES = SURNAMES | RARE
_MORPHEMES = ("nr", "ng", "vg", "ag", "tg", "zg", "g", "x", "nz")  # no words by themselves
_COMPOUNDS = frozenset(COMPOUND)
_PLACES = ("ns", "nz")  # what jieba takes a surname and half a given name for

_HAN = re.compile(r"[\u4e00-\u9fff]+$")


_BEFORE_NAMES = frozenset("由于和向对与据让给问被")  # some of them surnames, all of them ordinary words
_TAKES = frozenset(
    "说称想因有是开上受跑写管向从远任和当在被把给也诉签入获遭领"
)  # what follows a name and was cut together with its end
_THING_RESTS = (*PLACE_ENDS, *ORG_ENDS, "工地", "路口", "项目")
_THING = frozenset("县区庙馆店路村镇岛站厂季班湾岗角口边院寺坝墩沟冲")


def personal_names(s: str) -> set[str]:
    """Names in `s` as they stand there; of two-part foreign names the parts, of 王 + 建国 also the given name."""
    plain = fold(s)
    if plain == s:
        return _names_of(s)
    found = _names_of(plain)  # as they stand in `s`, which has as many characters
    return {s[at : at + len(name)] for name in found for at in _places(name, plain)}


def names_by_rule(s: str) -> set[str]:
    """Those that the rules alone find: for who refuses what a person typed, where hardly anything stands around a word for the learnt
    look to go by, and a street taken for somebody would be refused."""
    return _names_of(s, learning=False)


def _places(name: str, s: str) -> Iterator[int]:
    at = s.find(name)
    while at >= 0:
        yield at
        at = s.find(name, at + 1)


def _names_of(s: str, *, learning: bool = True) -> set[str]:
    tagged = tag(s)
    looks = map(look_for, tagged.words, tagged.kinds)
    learnt = learnt_of([s], Facts.of([(tagged.words, tagged.kinds)]))[0] if learning else None
    return names_in(s, tagged, [(place, look) for place, look in enumerate(looks) if look], learnt)


def names_in(
    s: str, tagged: Tagged, looks: Iterable[tuple[int, Look]], learnt: Learnt | None, has: int = EVERYTHING
) -> set[str]:
    """The same, for who knows at which places to look and how (`look_for`). `learnt`: what the learnt look says, None without it;
    `has`: what `first_looks` found in `s`."""
    names = set(by_shape(s, has)) if has & ANY_SHAPE else set()
    for place, look in looks:
        if learnt and look is after_surname and not learnt.possible:
            continue  # all that it finds would be denied
        found = look(tagged, place)
        if found:
            names.update(_undenied(list(found), learnt) if learnt else found)
    if learnt:
        names.update(name for name in learnt.names if name not in not_names() and not _is_thing(name, s))
    return {name for name in names if not _is_place(name, s)} if names else names


def _undenied(found: list[str], learnt: Learnt) -> list[str]:
    """Without what the learnt look holds to be none; a given name goes with its surname."""
    kept = [name for name in found if name in KNOWN or not learnt.denies(name)]
    return [name for name in found if name in kept or any(one.endswith(name) for one in kept)]


def look_for(word: str, kind: str) -> Look | None:
    """How to look for a name that begins with this word; None where none can."""
    long = len(word)
    if long == 1:
        return after_surname if word in _SURNAMES else _familiar if word in ("小", "老") else None
    if kind[:2] == "nr":
        return _in_word
    if long == 2 and word in _COMPOUNDS:
        return _joined
    untagged = long == 3 or (long == 2 and kind in _PLACES)
    may_be = untagged and word[0] in _SURNAMES and word not in not_names()
    return _not_tagged if may_be or word in KNOWN else None


def _familiar(tagged: Tagged, place: int) -> Iterable[str]:
    """小|周: before a surname that stands for itself."""
    surname, kind = tagged[place + 1] if place + 1 < len(tagged) else ("", "")
    after = tagged[place + 2][0] if place + 2 < len(tagged) else ""
    alone = kind[:2] == "nr" and len(surname) == 1 and surname in STRICT
    return [tagged[place][0] + surname] if alone and after not in PLACE_ENDS and after not in ORG_ENDS else ()


def after_surname(tagged: Tagged, place: int) -> Iterable[str]:
    """王|建国: a name whose surname is a word of its own."""
    follows = place + 1 < len(tagged) and tagged[place + 1][0][0] in GIVEN
    return _joined(tagged, place) if follows else ()


def _is_place(name: str, s: str) -> bool:
    """杨镇, 庄村, and what stands only before the rest of a place: 柳岸 in 柳岸街道."""
    return (name[-1] in "镇乡村屯" and name not in KNOWN) or _stands_before(name, PLACE_RESTS, s)


def _is_thing(name: str, s: str) -> bool:
    """石桥路, and what stands only before what a place or firm ends with: 马坡 in 马坡公司. Of the learnt look's finds alone."""
    return name[-1] in _THING or _stands_before(name, _THING_RESTS, s)


def _stands_before(name: str, rests: tuple[str, ...], s: str) -> bool:
    """Whether one of the rests is behind each of the name's places."""
    end = -1
    for _ in range(s.count(name)):
        end = s.index(name, max(end, 0)) + len(name)
        if not s.startswith(rests, end):
            return False
    return end >= 0


def _in_word(tagged: Tagged, place: int) -> Iterable[str]:
    word, kind = tagged[place]
    after = tagged[place + 1] if place + 1 < len(tagged) else ("", "")
    if word in KNOWN or word[:-1] in KNOWN:
        return [word if word in KNOWN else word[:-1]]
    if word in not_names() or not _HAN.match(word):
        return []
    if len(word) == 2 and word[0] in "老小" and word[1] in STRICT:  # 老赵
        return [] if after[0] in PLACE_ENDS or after[0] in ORG_ENDS else [word]
    if (len(word) > 2 and word[-1] in _THING) or after[0] in PLACE_ENDS or after[0] in ORG_ENDS:
        return []
    if kind == "nrt":
        return _foreign(word, after)
    if word[0] in _BEFORE_NAMES and len(word) > 2 and word[1] in SURNAMES and not has_word(word):
        return [word[1:], word] if word[0] in _SURNAMES else [word[1:]]  # 由|柯洁; 于和伟 may be either
    long = len(_surname(word))
    if not long:
        return _foreign(word, after) if len(word) > 2 and all(c in TRANSLIT for c in word) else []
    name = trimmed(word, long)
    if len(name) <= long or name in not_names():
        return []
    if name == word and len(name) == long + 1:
        half = name.endswith("小") and len(after[0]) < 3 and _HAN.match(after[0])  # 冯小|梅因: nobody is called 冯小
        return [name + (after[0][0] if half else _cut_off(after, tagged, place))]
    return [name]


def _surname(word: str) -> str:
    if word[:2] in _COMPOUNDS:
        return word[:2]
    return word[0] if word[0] in _SURNAMES else ""


def _foreign(word: str, after: tuple[str, str]) -> list[str]:
    joins = (
        after[1][:2] == "nr"
        and len(after[0]) > 1
        and not _surname(after[0])
        and all(c in TRANSLIT for c in word + after[0])
    )
    return [word, word + after[0]] if joins else [word]


def _cut_off(after: tuple[str, str], tagged: Tagged, place: int) -> str:
    """The last character of a given name that stands in the next word: 唐志|明说, 沈静|怡."""
    word = after[0]
    if not word or not _HAN.match(word):
        return ""
    if len(word) == 1 and after[1] in _MORPHEMES and word not in GLUED and word not in SURNAMES:
        return word
    if word[0] not in GIVEN:
        return ""
    if len(word) == 1:
        verb = tagged[place + 2][1] if place + 2 < len(tagged) else ""
        return word if word not in GLUED and verb[:1] in ("v", "p", "u", "d", "n", "") else ""
    return word[0] if len(word) == 2 and word[1] in _TAKES and (not has_word(word) or word[1] in "说和称") else ""


def _not_tagged(tagged: Tagged, place: int) -> list[str]:
    """Words that jieba does not call a name: 许国/ns|强, 寸建明/v."""
    word, kind = tagged[place]
    if word in KNOWN:
        return [word]
    if word[0] not in _SURNAMES or word in not_names():
        return []
    if len(word) == 3 and word[0] not in ALSO_WORDS and all(c in GIVEN for c in word[1:]) and not has_word(word):
        return [word]
    if len(word) == 2 and kind in _PLACES and word[1] in GIVEN and place + 1 < len(tagged):
        end = _cut_off(tagged[place + 1], tagged, place)
        return [word + end] if end and not has_word(word + end) and _said(tagged, place + 2, place - 1) else []
    return []


def _said(tagged: Tagged, after: int, before: int) -> bool:
    """Whether what stands after or before is said of persons."""
    return (after < len(tagged) and (tagged[after][0] in AFTER or tagged[after][1][:2] in ("v", "p", "uj"))) or (
        before >= 0 and tagged[before][0] in BEFORE
    )


def _joined(tagged: Tagged, place: int) -> list[str]:
    """A surname that was cut off from its given name: 王 + 建国, 欧阳 + 明, 赵 + 铁柱. The given name alone is one too."""
    surname, kind = tagged[place]
    if place + 1 >= len(tagged):
        return []
    given, given_kind = tagged[place + 1]
    if not _HAN.match(given) or len(given) > 2 or surname + given in not_names():
        return []
    sure = kind[:2] == "nr" or len(surname) == 2
    follows = tagged[place + 2][0] if place + 2 < len(tagged) else ""
    if follows in PLACE_ENDS or follows in ORG_ENDS:
        return []
    if len(given) == 1:
        return [surname + given] if sure and given in GIVEN and given not in GLUED else []
    both = given[0] in GIVEN and given[1] in GIVEN
    if (sure and (given_kind[:2] == "nr" or both)) or (both and (_person_beside(tagged, place))):
        return [surname + given, given] if given_kind[:2] == "nr" or not has_word(given) else [surname + given]
    if sure and given[0] in GIVEN and given[1] in _TAKES and not has_word(given):
        return [surname + given[0]]
    plain = surname in SURNAMES and surname not in ALSO_WORDS and given_kind[:1] in ("n", "z", "x") and both
    return [surname + given] if plain else []


def _person_beside(tagged: Tagged, place: int) -> bool:
    if place and tagged[place - 1][0] in BEFORE:
        return True
    return place + 2 < len(tagged) and tagged[place + 2][0] in AFTER
