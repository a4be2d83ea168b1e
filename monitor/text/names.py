"""Names of persons in a text, so that they become no term, keyword or topic title. Pure.

Four looks: shapes that need no dictionary (王师傅, 张某, 欧阳明, 阿依古丽·买买提, 高兴（化名）), what jieba tags as a name with what it
glued on cut off and what it cut off put back (张三在, 唐志|明说), a surname beside a given name (朱|国庆), and known names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from importlib import resources

from monitor.text.namewords import (
    AFTER,
    ALSO_WORDS,
    BEFORE,
    COMPOUND,
    GIVEN,
    KNOWN,
    MINORITY,
    ORG_ENDS,
    PLACE_ENDS,
    PLACE_RESTS,
    RARE,
    STRICT,
    SURNAMES,
    TRANSLIT,
)
from monitor.text.words import has_word, tag

Tagged = list[tuple[str, str]]

_SURNAMES = SURNAMES | RARE
_MORPHEMES = ("nr", "ng", "vg", "ag", "tg", "zg", "g", "x", "nz")  # no words by themselves
_COMPOUNDS = frozenset(COMPOUND)
_PLACES = ("ns", "nz")  # what jieba takes a surname and half a given name for

_SURNAME = "".join(sorted(SURNAMES))
_GIVEN = "".join(sorted(GIVEN))
_NAMING = "".join(sorted(GIVEN - set("一二三四五六七八九十百千公工在和向说依以进")))
_HAN = re.compile(r"[\u4e00-\u9fff]+$")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern that looks no further where none of them can begin."""
    every = "|".join(sorted(patterns, key=lambda pattern: (-len(pattern), pattern)))
    begins = "".join(sorted({run[0] for run in re.findall("[\u4e00-\u9fff]+", every)}))
    return re.compile(f"(?=[{begins}])(?:{every})")


_SPEAKS = r"(?=说|称|表示|要|也|回复|请|修|把|带|告诉|坦言)"
_TITLED = re.compile(
    rf"(?<![关对由基属位至终任如])(?:[{_SURNAME}](?:某某|某[{_NAMING}](?![司业])|某(?![某些个种一])|先生|女士|小姐|师傅|大爷|大妈|大姐|阿姨)"
    rf"|[{STRICT}](?:主任|律师|医生|老师|经理|队长|教授|警官|书记|局长|同学|老板|姐(?!妹)|哥(?![哥华])|叔(?!叔)|婶|[总工]{_SPEAKS}))"
)
_FAMILIAR = re.compile(
    rf"[小老][{STRICT}](?<![大缩年古矮最细弱][\u4e00-\u9fff]{{2}})(?=$|[^\u4e00-\u9fff]|[说的和在也被干都把向因是为对就又要没去从跟给与想不]|告诉|表示)"
    r"|阿(?<![\u4e00-\u9fff]阿)[强珍明华芳丽梅红兰英辉伟军勇杰凤玲霞燕萍娟娇芬贵福财发宝](?=[\u4e00-\u9fff])"
)
_COMPOUND = re.compile(rf"(?:{'|'.join(COMPOUND)})(?:女士|先生|师傅|[{_GIVEN}][{_GIVEN}]?)")
_COMPOUND_WORDS = (
    "东方",
    "南宫",
    "长孙",
    "公孙",
    "上官",
    "司马",
    "夏侯",
)  # also words or places: only before a given name
_DOTTED = re.compile(rf"[{TRANSLIT}]{{1,8}}(?:[··•][{TRANSLIT}]{{1,8}}){{1,3}}")
_MINORITY = _any_of([MINORITY])
_ALIAS = re.compile(r"([\u4e00-\u9fff]{2,3})(?=[（(]化名)")
_KIN = re.compile(
    rf"([{_SURNAME}][\u4e00-\u9fff])(?=的(?:妻子|丈夫|父亲|母亲|儿子|女儿|家属|家人|工友|老婆|同事)|告诉记者|对记者说|被公司(?:辞退|开除)|被判|起诉公司|在法庭上|说[他她]|今年[0-9一二三四五六七八九十]{{1,3}}岁)"
)
_ROLE = re.compile(
    r"(?:工人|骑手|职工|工友|司机|保安|包工头|班长|主任|主席|经理|老板)"
    rf"([{_SURNAME}][\u4e00-\u9fff])(?=说|告诉|表示|拒绝|替他|替她|向(?:记者|工会|公司|法院)|对记者|摔伤|获赔|跑了|失联|起诉)"
)
_NEVER = frozenset(
    [
        "应该",
        "平时",
        "时常",
        "连夜",
        "常常",
        "严格",
        "向来",
        "全部",
        "全都",
        "任何",
        "何时",
        "何必",
        "成功",
        "连续",
        "都在",
        "万一",
        "从来",
        "温馨",
        "明天",
        "当场",
        "安全",
        "司机",
        "师傅",
        "经理",
        "主任",
        "明星",
        "单位",
        "华人",
        "男方",
        "党员",
        "牛人",
        "于是",
        "万人",
        "全员",
        "时任",
        "和平",
        "方才",
        "单说",
        "常说",
        "都说",
        "应说",
        "别说",
        "何况",
    ]
)
_GLUED = frozenset("在说称和与被对将向的们等要谋官又再也已就及让把给从后前开上受跑写想因有是丢玩来聊谈试带")
_TAKES = frozenset(
    "说称想因有是开上受跑写管向从远任和当在被把给也"
)  # what follows a name and was cut together with its end
_THING = frozenset("县区庙馆店路村镇岛站厂季班湾岗角口边院寺坝墩沟冲")


def personal_names(s: str, tagged: Tagged | None = None) -> set[str]:
    """Names in `s` as they stand there; of two-part foreign names the parts, of 王 + 建国 also the given name."""
    names = set(_by_shape(s))
    tagged = tag(s) if tagged is None else tagged
    for place, (word, kind) in enumerate(tagged):
        long = len(word)
        if long == 1:
            if word in _SURNAMES and place + 1 < len(tagged) and tagged[place + 1][0][0] in GIVEN:
                names.update(_joined(tagged, place))
        elif kind[:2] == "nr":
            names.update(_in_word(tagged, place))
        elif long == 2 and (kind in _PLACES or word in _COMPOUNDS):
            names.update(_joined(tagged, place) if word in _COMPOUNDS else _not_tagged(tagged, place))
        elif long == 3 and word[0] in _SURNAMES:
            names.update(_not_tagged(tagged, place))
        elif word in KNOWN:
            names.add(word)
    return {name for name in names if not _is_place(name, s)} if names else names


def _is_place(name: str, s: str) -> bool:
    """杨镇, 庄村, and what stands only before the rest of a place: 柳岸 in 柳岸街道."""
    if name[-1] in "镇乡村屯" and name not in KNOWN:
        return True
    ends = [match.end() for match in re.finditer(re.escape(name), s)]
    return bool(ends) and all(s.startswith(PLACE_RESTS, end) for end in ends)


def _by_shape(s: str) -> Iterator[str]:
    if "小" in s or "老" in s or "阿" in s:
        yield from (m.group() for m in _FAMILIAR.finditer(s))
    for match in _TITLED.finditer(s):
        if match.group() not in not_names():
            yield match.group()
    for match in _COMPOUND.finditer(s):
        name = _trimmed(match.group(), 2)
        given = name[2:]
        after = s[match.start() + len(name) :]
        if name[:2] in _COMPOUND_WORDS and (
            has_word(name) or (len(given) == 1 and given not in "静雪云杰明刚强海兰雁")
        ):
            continue
        if not after.startswith(("市", "镇", "村", "县", "卫视")):
            yield name
    if "·" in s or "•" in s or "·" in s:
        for match in _DOTTED.finditer(s):
            yield from (part for part in re.split("[··•]", match.group()) if len(part) > 1)
    yield from (m.group() for m in _MINORITY.finditer(s))
    yield from (m.group() for m in _known_cut().finditer(s))
    if "化名" in s:
        yield from (m.group(1) for m in _ALIAS.finditer(s))
    for pattern in (_KIN, _ROLE):
        yield from (m.group(1) for m in pattern.finditer(s) if m.group(1) not in _NEVER)


@functools.cache
def _known_cut() -> re.Pattern[str]:
    """Known names that the dictionary lacks, so that they are cut into pieces."""
    return _any_of(name for name in KNOWN if not has_word(name))


def _in_word(tagged: Tagged, place: int) -> Iterable[str]:
    word, kind = tagged[place]
    after = tagged[place + 1] if place + 1 < len(tagged) else ("", "")
    if word in KNOWN or word[:-1] in KNOWN:
        return [word if word in KNOWN else word[:-1]]
    if word in not_names() or not _HAN.match(word):
        return []
    if (len(word) > 2 and word[-1] in _THING) or after[0] in PLACE_ENDS or after[0] in ORG_ENDS:
        return []
    if kind == "nrt":
        return _foreign(word, after)
    long = len(_surname(word))
    if not long:
        return _foreign(word, after) if len(word) > 2 and all(c in TRANSLIT for c in word) else []
    name = _trimmed(word, long)
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


def _trimmed(word: str, long: int) -> str:
    """A surname and one or two characters; a particle or verb that the HMM glued on is cut off."""
    if len(word) > long + 1 and word[-1] in _GLUED and not has_word(word):
        word = word[:-1]
    return word[: long + 2]


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
    if len(word) == 1 and after[1] in _MORPHEMES and word not in _GLUED and word not in SURNAMES:
        return word
    if word[0] not in GIVEN:
        return ""
    if len(word) == 1:
        verb = tagged[place + 2][1] if place + 2 < len(tagged) else ""
        return word if word not in _GLUED and verb[:1] in ("v", "p", "u", "d", "n", "") else ""
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
        return [surname + given] if sure and given in GIVEN and given not in _GLUED else []
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


@functools.cache
def not_names() -> frozenset[str]:
    """`data/notnames.txt`."""
    lines = resources.files("monitor.text").joinpath("data/notnames.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
