"""Home addresses, and rooms that are no home: of an office, a court, a school. Pure and linear; works on the shadow of `mask.py`.

Decided by SCOPE ("home address details"): a room behind the name of an office, firm, school or hospital, or before a word
such as 会议室, stays; 单元 and 户 are only said of homes, so they go wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.text import mask_needs as needs
from monitor.text.late import late
from monitor.text.looks import EVERYTHING, places
from monitor.text.stretches import Stretch, near, near_signs, signs_at

_DOOR_N = r"(?:[0-9]{1,4}[A-Za-z]?|[A-Za-z](?:-?[0-9]{1,3})?|[一二三四五六七八九十百]{1,4})"
_DOOR_NO_MORE = r"(?![0-9]|\.[0-9]| ?(?:元|人|名|户居|万|年|月|日|米|平|个|次|路|线|吨|份|件|%|家|余|多))"
_DOOR_ROOM = rf"(?:[0-9]{{3,4}}(?:室|房间?|号房?|户)?{_DOOR_NO_MORE}|{_DOOR_N}(?:室|房间?|号房|户(?!居|籍|型))|{_DOOR_N}号(?!楼|线|院|文|令|门|馆|厅))"
_DOOR = late(
    rf"(?<![0-9A-Za-z一二三四五六七八九十])(?:"
    rf"{_DOOR_N}(?:号楼|号院|[栋幢座弄])[ ,，\-]?(?:{_DOOR_N}(?:号楼|号|[栋幢座])[ ,，\-]?)?{_DOOR_N}(?:单元|门洞|梯)[ ,，\-]?(?:{_DOOR_N}[楼层][ ,，\-]?)?{_DOOR_ROOM}?"
    rf"|{_DOOR_N}(?:号楼|[栋幢座弄])[ ,，\-]?(?:{_DOOR_N}(?:号楼?|[栋幢座])[ ,，\-]?)?(?:{_DOOR_N}[楼层][ ,，\-]?)?{_DOOR_ROOM}"
    rf"|{_DOOR_N}单元[ ,，\-]?(?:{_DOOR_N}[楼层][ ,，\-]?)?{_DOOR_ROOM}"
    rf"|[0-9]{{1,3}}号[ ,，\-]?(?:{_DOOR_N}[楼层][ ,，\-]?)?[0-9]{{3,4}}(?:室|房(?!间|价)))"
)
_LABELLED_DOOR = late(
    r"(?:家住|住在|住址[:： ]|地址[:： ])[^\n，。；！？:： 0-9]{0,24}?([0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{3,4}室?)(?![0-9\-])"
    r"|(?:家庭住址|家庭地址|现住址|居住地址|户籍地址|收货地址|住址)(?:是|为)?[:： ]{1,2}([^\s，。；！？,;〔〕]{4,40})"
)
_DOORS = late(r"[0-9A-Za-z一二三四五六七八九十百](?:[栋幢座弄]|单元|号(?=[楼院]|[^\n]{0,16}?[室房]))")
_LABELS = late("[住址]")

# Other spellings: other numerals, floors, groups of a village, what follows a label.
_D = "一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾"
_N = rf"(?:[0-9]{{1,4}}[A-Za-z]?|[A-Za-z](?:-?[0-9]{{1,3}})?|[{_D}]{{1,5}})"
_S = r"[ ,，、\-#]{0,2}"
_HOUSE = r"(?:号楼|号院|[#栋幢座弄])"
_UNIT = rf"(?:{_N}|[甲乙丙丁东西南北中]) ?(?:单元|门洞|梯|门(?=[ \-]?[0-9{_D}]))"
_FLOOR = rf"(?:(?:{_N}|顶|[负-][一1二2])[楼层]|顶楼|地下室)"
_NO_MORE = r"(?![0-9]|\.[0-9]| ?(?:元|人|名|年|月|日|米|平|个|次|路|线|吨|份|件|%|家(?!的)|余|多))"
_ROOM = (
    rf"(?:(?:[0-9]{{3,4}}|[{_D}]{{3,4}})(?:室|房间?|寝室|宿舍|号房?|户)?{_NO_MORE}|[0-9]{{1,2}}[A-Ha-h](?![A-Za-z])"
    rf"|{_N}(?:室|寝室|号房|户(?!居|籍|型))|[0-9]{{1,2}}-[0-9]{{1,4}}{_NO_MORE}|{_N}号(?!楼|线|院|文|令|门|馆|厅|机|窗|工)|[东西南北中]户)"
)
_MORE = late(
    rf"(?<![0-9A-Za-z{_D}])(?:"
    rf"{_N} ?{_HOUSE}楼?{_S}(?:{_N} ?{_HOUSE}{_S})?{_UNIT}{_S}(?:{_FLOOR}{_S})?{_ROOM}?"
    rf"|{_N} ?{_HOUSE}楼?{_S}(?:{_N} ?{_HOUSE}{_S})?(?:{_FLOOR}{_S})?{_ROOM}"
    rf"|(?:[0-9]{{1,2}}|[{_D}]{{1,3}}) ?[楼层]{_S}[A-Ha-h][0-9]?[室座](?![0-9A-Za-z])"
    rf"|{_N} ?楼{_S}(?:{_UNIT}{_S}(?:{_FLOOR}{_S})?{_ROOM}|{_N} ?单元(?:{_S}{_FLOOR})?)"
    rf"|{_UNIT}{_S}(?:{_FLOOR}{_S})?{_ROOM})"
)
_DWELLING = late(  # a room behind the name of a house to live in
    "(?:"
    + "|".join(
        f"(?<={name})"
        for name in ["公寓", "小区", "花园", "家园", "新村", "宿舍", "家属院", "宿舍楼", "公寓楼", "苑", "庭"]
    )
    + ")"
    rf"([0-9]{{3,4}}(?:室|房间?|号房|户|寝室?)){_NO_MORE}"
)
_VILLAGE = late(
    rf"(?<=[村湾庄屯寨坪沟坝冲])(?:[0-9]{{1,2}}|[{_D}]{{1,3}})[组社队](?:[0-9]{{1,4}}|[{_D}]{{1,4}})号(?!选手|线|机|楼)"
)
_ROWS = late(r"(?<![0-9])[0-9]{1,3}排[0-9]{1,3}号(?!座)")
_LIVES = late(
    r"(?<![0-9A-Za-z])(?:[0-9]{3,4}室(?=的?(?:租户|租客|住户|业主|邻居|老人|一家|老))|[0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}室)"
)
_LABELLED = late(
    r"(?:(?:家庭|现|户籍|收货|居住)?(?:住址|地址)|现住|家住|住在|住(?=[0-9])|寄到)(?:是|为|在)?[:： ]?"
    r"(?:[\u4e00-\u9fff]{0,12}?([0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{3,4}室?)(?![0-9\-])"
    rf"|[\u4e00-\u9fff]{{0,12}}?((?:[0-9]{{1,3}}|[{_D}]{{1,3}})号院 ?(?:[0-9]{{1,3}}|[{_D}]{{1,3}})号楼 ?[0-9]{{3,4}}))"
)
_HOME_LABEL = late(
    r"(?:家庭住址|家庭地址|现住址|居住地址|户籍地址|收货地址)(?:是|为)?[:： ]{0,2}[\u4e00-\u9fff]{0,16}?([\u4e00-\u9fff]{2,4}[街路巷里弄]道?[0-9]{1,4}号(?:[0-9]{1,2}楼)?)"
)
_LIVING = "(?:住户|租户|租客|租房|租住|出租|居住|业主|邻居|房东|村民家|家[中里]|住)"
_VILLAGE_DOOR = late(
    rf"(?:住|家在|租在|租房在|户籍|老家|寄到)[在于址是: ]{{0,2}}[^，。；！？\n0-9:]{{0,12}}[村庄屯寨营](?:[\u4e00-\u9fff]{{0,3}}[街巷路条道区]|[\u4e00-\u9fff]{{0,3}}胡同)?([0-9]{{1,4}}号院?)(?!楼|线|文|院)"
    rf"|(?<=[村庄屯寨营])([0-9]{{1,4}}号院?)(?=[内里]?的?{_LIVING})"
)
_COURT = late(
    rf"(?<=[区园苑寓里院庭])([0-9]{{1,3}}-(?:[0-9]{{1,2}}-)?[0-9]{{3,4}}室?)(?=的?{_LIVING})"
    r"|(?<=[区园苑寓里庭])([0-9]{1,3}-[0-9]{1,2}-[0-9]{3,4}室?)(?![0-9\-])"
)
_MORES = (  # with the characters of which each needs one
    (_MORE, None),
    (_DWELLING, "室房户寝"),
    (_VILLAGE, "组社队"),
    (_ROWS, "排"),
    (_VILLAGE_DOOR, "号"),
    (_COURT, "-"),
    (_LIVES, "室"),
    (_LABELLED, "住址寄"),
    (_HOME_LABEL, "址"),
)
# What every pattern of these has: a house, unit, door or group behind a number or letter, or a label.
_SIGNS = late(
    rf"[号#栋幢座弄室单门组社队排现家住地寄村庄屯寨营街巷同条区园苑寓里院庭舍楼](?:(?<=[#栋幢座弄室])|(?<=号)[楼院]|(?<=单)元|(?<=门)[ \-]?[0-9{_D}]|(?<=[组社队排])[0-9{_D}]"
    r"|(?<=[现家])住|(?<=住)[在址0-9]|(?<=地)址|(?<=寄)到|(?<=[村庄屯寨营街巷同条])[0-9]|(?<=[区园苑寓里院庭舍楼])[0-9][0-9\-])"
)

_OFFICE = late(
    r"(?:局|法院|检察院|仲裁院|[政服]务中心|援助中心|大厦|写字楼|公司|产业园|科技园|园区|孵化园|学校|大学|学院|医院|政府|总工会|大厅|实训楼"
    r"|教学楼|综合楼|行政楼|办公楼|图书馆|酒店|宾馆|商场|广场|银行|派出所|街道办|居委会|村委会)[^，。；！？\n]{0,6}$"
)
_HOME = late(r"宿舍|家属|公寓|小区|家园|花园|住")
_WORK_ROOM = late(
    r"[ ]?(?:办公室|会议室|教室|实验室|审判庭|窗口|企业|服务站|护士站|阅览室|机房|[\u4e00-\u9fff]{2,8}(?:公司|协会|事务所))"
)


_HAPPENED = late(  # to a whole stairway, which is news and nobody's door
    r" ?的?(?:电梯|楼道|楼门|外墙|屋顶|水管|管道|暖气|发生|起火|着火|失火|火灾|爆炸|停[水电气暖运梯]|断[水电气]|漏水|坍塌|居民|共|全部|封|改造|加装)"
)


def homes(s: str, has: int = EVERYTHING) -> Iterator[tuple[int, int]]:
    """Spans of home address details in `s`; `has`: what `first_looks` found in it."""
    if has & needs.DOOR or (has & needs.DOOR_NUMBER and has & needs.ROOM):
        doors = signs_at(_DOORS, s, places(has, needs.DOOR | needs.DOOR_NUMBER))
        for part in near_signs(_DOORS, s, 24, 48, doors):
            yield from (m.span() for m in _DOOR.finditer(s, *part) if not is_work_room(s, *m.span()))
    if has & needs.HOME or has & needs.LIVES:
        for part in _near_needs(_SIGNS, s, 24, 56, places(has, needs.HOME | needs.LIVES)):
            yield from (span for span in _more(s, part) if not is_work_room(s, *span))
    if has & needs.LIVES:
        for part in _near_needs(_LABELS, s, 4, 56, places(has, needs.LIVES)):
            yield from (m.span(m.lastindex or 0) for m in _LABELLED_DOOR.finditer(s, *part))


def _near_needs(sign: re.Pattern[str], s: str, before: int, after: int, met: list[int] | None) -> list[Stretch]:
    """Around a sign, or around the needs of the patterns, of up to three characters, where these are known: they are fewer."""
    if met is None:
        return near_signs(sign, s, before, after)
    return near(((at, at + 3) for at in met), s, before, after)


def _more(s: str, part: Stretch) -> Iterator[tuple[int, int]]:
    for pattern, signs in _MORES:
        if signs is None or any(s.find(sign, *part) >= 0 for sign in signs):
            yield from (m.span(m.lastindex or 0) for m in pattern.finditer(s, *part))


def is_work_room(s: str, start: int, end: int) -> bool:
    """Whether the door at [start, end) is one of an office, not of a home."""
    if s.startswith("单元", end - 2) and _HAPPENED.match(s, end) and "住" not in s[max(0, start - 12) : start]:
        return True
    if "单元" in s[start:end] or "户" in s[start:end]:
        return False
    if _WORK_ROOM.match(s, end, min(len(s), end + 16)):
        return True
    before = s[max(0, start - 16) : start]
    found = _OFFICE.search(before)
    return found is not None and not _HOME.search(before[found.start() :])
