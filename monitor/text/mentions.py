"""Which occurrences of names of places in a text mean the place. Pure; looks at hits and the characters that touch them.

Not a place: what lies inside a longer name or word (石漾镇 in 新石漾镇, 大理 in 大理石); what its neighbours make another
word (大连续, 今日本市); a street, dish or firm called after it (南京路, 德州扒鸡, 上海电气); a person's name (李顺义).
Of two names that overlap the one that begins first wins, the longer of two that begin together.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.text.atlas import atlas
from monitor.text.gazetteer import LOCAL, Entry
from monitor.text.matcher import Hit

TITLE, LEAD, BODY, FROM = 4.0, 2.0, 1.0, 0.5
LEAD_CHARS = 120  # of the text after the title
_SURNAMES = frozenset(
    "王李张刘陈杨赵吴徐孙胡朱郭罗梁宋郑谢韩冯董袁邓傅沈曾彭吕苏卢蒋蔡贾丁魏薛阎潘杜戴姜姚谭廖邹郝崔邱史顾侯邵孟龚"
)
_SURNAMES_TOO = frozenset("周黄高林何马于程肖萧曹许叶余夏钟汪田任范方石熊金陆孔白康毛秦江段钱尹黎易常武乔贺赖文万")
_CALLED = re.compile(
    r"(?:书记|主任|记者|司机|工人|村民|职工|师傅|居民|老板|经理|局长|主席|姓名|编辑|先生|女士|[^\u3400-\u9fff])$"
)
_SAID = re.compile(r"^(?:说|表示|介绍|告诉|坦言|回忆|[（(，、：,)）]|先生|女士|师傅|任|担任|获|被|摄$)")
_ORIGIN = re.compile(r"^(?:籍|户籍|口音|老乡|老家)")
_FROM = re.compile(r"(?:来自|(?:老家|祖籍|籍贯|户籍)[是在为]?)$")
_ORIGIN_BEGINS, _FROM_ENDS, _LOCATED_ENDS = map(frozenset, ("籍户口老", "自家籍贯是在为\n", "于自往达处经回住在赴\n"))
"""What the patterns around it begin and end with: most characters are told apart by that."""

_LOCATED = re.compile(r"(?:位于|来自|前往|抵达|地处|途经|飞往|返回|家住|住在|赶赴|驶往|发往)$")
_AUTHORITY = re.compile(
    r"^(?:警方|某|市委|市政|市民|法院|人社|总工会|一男|一女|一公司|一工|多地|当地|通报|发布|站|火车站|南站|北站|东站|西站|机场)"
)
_NO_STREET = re.compile(r"^(?:路[边人况面透演口]|街[头边坊])")
_PLACES_TOO = re.compile(r"^[场值容面井盈]")  # 东方市 + 场: a market, no city
_REGIONS_TOO = re.compile(r"^[域别间分块隔]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that means a place. `weight`: TITLE, LEAD, BODY, or FROM (only where somebody or something is from)."""

    entry: Entry
    start: int
    end: int
    weight: float
    sign: bool  # a neighbour says that it is a place: enough for a weak name


def mentions(
    hits: Iterable[Hit], entries: Mapping[int, Entry], shadows: frozenset[int], text: str, title_end: int
) -> list[Mention]:
    """In order of position. Hits of other words are passed over; `entries` by number of word; `text` is the folded title, a line break and the folded text."""
    found: list[Mention] = []
    done = 0
    for word, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])):
        entry = entries.get(word)
        if start < done or (entry is None and word not in shadows):
            continue
        done = end
        if entry is None:
            continue
        before, after = text[max(0, start - 6) : start], text[end : end + 4]
        touching = found[-1].end == start if found else False
        if not touching and _other_word(entry, before, after):
            continue
        if _other_thing(entry, after) or (not touching and not entry.own and _is_person(entry, before, after)):
            continue
        weight = TITLE if start < title_end else LEAD if start < title_end + LEAD_CHARS else BODY
        last, first = before[-1:], after[:1]
        if (first in _ORIGIN_BEGINS and _ORIGIN.match(after)) or (last in _FROM_ENDS and _FROM.search(before)):
            weight = FROM
        sign = touching or (entry.weak and _is_signed(before, after))
        found.append(Mention(entry, start, end, weight, sign))
    return found


def _is_signed(before: str, after: str) -> bool:
    """Whether what stands around says that it is a place."""
    return (before[-1:] in _LOCATED_ENDS and _LOCATED.search(before) is not None) or _AUTHORITY.match(after) is not None


def _other_word(entry: Entry, before: str, after: str) -> bool:
    book, word = atlas(), entry.word
    if before and before[-1] in book.before.get(word, ""):
        return True
    if after and after[0] in book.after.get(word, ""):
        return True
    if entry.full and word[-1] == "市" and _PLACES_TOO.match(after):
        return True
    return entry.full and word[-1] == "区" and bool(_REGIONS_TOO.match(after))


def _other_thing(entry: Entry, after: str) -> bool:
    """A street or firm called after a place may be anywhere; one called after a place of the district is there."""
    if not after or after[0] not in _things_begin() or not after.startswith(atlas().things):
        return False
    if entry.full or entry.own or any(sense.label == LOCAL for sense in entry.senses):
        return False
    return not _NO_STREET.match(after)


@functools.cache
def _things_begin() -> frozenset[str]:
    """The first characters of `things`: most of what follows a name begins with none of them."""
    return frozenset(thing[0] for thing in atlas().things)


def _is_person(entry: Entry, before: str, after: str) -> bool:
    if entry.full or len(entry.word) != 2 or not before:
        return False
    if before[-1] in _SURNAMES:
        return True
    called = len(before) == 1 or bool(_CALLED.search(before[:-1]))
    return before[-1] in _SURNAMES_TOO and called and bool(_SAID.match(after))
