"""What pages put around a text and nobody wrote: "热点精选…4小时前", "展开全文", "（责任编辑：某某）", "(来源：…)", share and QR lines. Pure, linear.

Works on clean text. Cut is only what stands where such things stand: at the start of a title, at the end, in brackets, or on a line
of its own. What a text says of an editor, a source or a code ("扫码缴费", "来源不明") stays. A text never becomes empty by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.text.late import late
from monitor.text.looks import EVERYTHING, needed
from monitor.text.stretches import signs_at

LONGEST_LINK = 8  # characters of what `_CREDIT_LINKED` matches: two signs, two blanks and a role
END_CHARS = 120  # longer than anything that is cut off an end

_AGO = r"[0-9]{1,3} ?(?:秒钟?|分钟|小时|天)前"
_MEDIA = (
    r"(?:央视新闻|新华社(?:新闻)?|人民日报|人民网|新华网|央视网|中国新闻网|中国新闻周刊|中国青年报|环球网|环球时报|观察者网|澎湃新闻|界面新闻|红星新闻|潇湘晨报|极目新闻"
    r"|上游新闻|新京报|北京日报|北京青年报|南方都市报|南方周末|南方人物周刊|第一财经|财联社|每日经济新闻|中国经济网|光明网|光明日报|经济日报|中新网|中新社|工人日报|法治日报"
    r"|大河报|红网|九派新闻|封面新闻|华商报|齐鲁晚报|钱江晚报|扬子晚报|现代快报|羊城晚报|广州日报|深圳特区报|长江日报|楚天都市报|都市快报|21世纪经济报道)"
)
_LEAD = re.compile(r"^(?:热点精选|今日热榜|热门推荐|编辑推荐)(?:专题)?[ :：|｜]{0,2}(?=.{4})")
_TAIL = late(rf" ?{_MEDIA}?[ \-·|｜]{{0,3}}{_AGO}$")
_LONE_TAIL = late(rf"(?:{_MEDIA} ?-? ?|-){_AGO}$")  # without a lead: only with its medium or its dash
_DATELINE = late(rf"(?:(?<=[。！？…”）)])|\n) ?[\u4e00-\u9fff]{{2,8}} {_AGO}(?: [0-9]{{1,6}} ?(?:评论|阅读))?$")

_MORE = (
    r"(?:展开(?:全文|全部|剩余[0-9]{0,3}%?)?|(?:点击|阅读|查看|展开)(?:阅读|查看|展开|这里)?(?:原文|全文|更多|详情)(?:链接)?|返回(?:搜狐|网易|首页|顶部)[，, ]{0,2}(?:查看更多)?|收起全文"
    r"|(?:打开|下载)[A-Za-z\u4e00-\u9fff]{1,8}(?:APP|App|app|客户端)[，, ]{0,2}(?:查看|阅读|看)(?:更多|全文|原文)[\u4e00-\u9fff]{0,6})"
)
_MORE_END = late(rf"(?:(?<=[。！？…”）)\]】>])|[ \n]|\.{{3}})[ \[【(（<>》↓▼]{{0,2}}{_MORE}[\]】)）>》↓▼。 ]{{0,3}}$")
_ROLE = r"(?:责任编辑|责编|本文编辑|文字编辑|图片编辑|实习编辑|值班(?:编辑|主任|总编)|编辑|编审|校对|审核|审校|监制|统筹|总编|主编|一审|二审|三审|初审|复审|终审|供稿|撰稿|作者|通讯员|摄影|制图|策划|撰文)"
_PERSON = r"[A-Za-z\u4e00-\u9fff·_0-9]{1,16}"
_PEOPLE = rf"{_PERSON}(?:[ 、,，/&]{{1,2}}(?!{_ROLE}){_PERSON}){{0,4}}"
_CREDIT = rf"(?:本文)?{_ROLE} ?[:：/|｜] ?{_PEOPLE}"
_CREDITS = rf"{_CREDIT}(?:[ ，,;；|｜/]{{0,3}}{_CREDIT}){{0,6}}"
_CREDIT_BRACKET = late(rf"[（(【\[] ?{_CREDITS} ?[)）】\]]")
_CREDIT_LINE = rf"{_CREDITS} ?(?=\n|$)"
_CREDIT_END = late(rf"(?:(?<=[。！？…”）)])|[ \n]) ?{_CREDITS} ?$")
_CREDIT_CHAIN = late(rf"(?<=[^\n，,]) ?(?:[，,] ?{_ROLE} ?[:：] ?[^，,。；！？\s]{{1,16}}){{1,4}}(?=[，,。\s]|$)")
_CREDIT_LINKED = late(rf"[，,] ?{_ROLE} ?[:：]")  # what a chain begins with, but for a blank: found much sooner
_REPORTER = late(
    r"[（(](?:本报|本刊|本网|新华社|总台|央视)?(?:全媒体|见习|实习)?记者[:： 、]{0,2}(?![从在了向对就被也已获看到发注采走调问])[\u4e00-\u9fff·]{2,4}(?:[ 、，]{1,2}[\u4e00-\u9fff·]{2,4}){0,5}[)）]"
)
_SOURCE_BRACKET = late(
    r"[（(【\[] ?(?:(?:图片|文字|资料|素材|稿件|信息|视频|内容)?来源|图源|来自|转自|转载自|综合自?)[:：][^（）()【】\[\]\n。！？]{1,40}[)）】\]]"
)
_SOURCE_LINE = r"(?:(?:图片|文字|资料|素材|稿件|信息|视频|内容)?来源|图源)[:：|｜] ?[^\n。！？]{1,40}(?=\n|$)"
_SOURCE_END = late(r"(?<=[。！？…”）)]) ?(?:(?:稿件|信息|内容)?来源|图源)[:：] ?[^\n。！？，]{1,30}$")
_LINE = (
    r"(?:"
    r"[^\n，。]{0,12}(?:长按|扫描|扫码|识别|扫一扫)[^\n，。]{0,12}(?:二维码|关注|识别|加入|下载)[^\n，。]{0,16}"
    r"|(?:分享|转发)(?:到|至|给)[:：]?[^\n，。]{0,30}(?:微信|微博|朋友圈|好友|QQ|空间)[^\n，。]{0,20}"
    r"|(?:点击|关注)(?:上方|下方|右上角|左下角)[^\n，。]{0,24}|关注我们[^\n，。]{0,12}|(?:点赞|在看|收藏|转发|分享)(?:[ 、,，|/·]{1,3}(?:点赞|在看|收藏|转发|分享|评论)){1,4}"
    r"|(?:阅读|浏览|点击|播放|评论|点赞|转发)(?:量|数|次数)?[:：]? ?[0-9][0-9.,]{0,9}[万亿wWkK+次]{0,3}(?:[ |｜/·,，]{1,3}(?:阅读|浏览|点击|播放|评论|点赞|转发|收藏)(?:量|数)?[:：]? ?[0-9][0-9.,]{0,9}[万亿wWkK+次]{0,3}){0,4}"
    r"|(?:特别声明|免责声明|版权声明|郑重声明)[:：][^\n]{1,240}|(?:本文|图文)?版权归[^\n]{2,60}(?:所有|作者)[^\n]{0,40}|未经授权[^\n]{0,12}(?:不得|禁止|严禁)转载[^\n]{0,24}"
    r"|相关(?:阅读|推荐|新闻)[:：]?|上一篇[:：][^\n]{0,60}|下一篇[:：][^\n]{0,60}|【?(?:END|完|本文完|全文完)】?|-+ ?(?:END|完|全文完) ?-+"
    rf"|{_MORE}"
    r")[ 。>》↓▼]{0,3}(?=\n|$)"
)


_LINE_BEGINS = "分转点关在收阅浏播评特免版郑本图未相上下【E完全展查返打-"  # of `_LINE`, but for what is scanned
_SCANNED = ("扫", "长按", "识别")


class _Lines:
    """Takes out lines that a pattern matches. `(?:^|\\n) ?…` as two patterns: the one that begins with a line feed is found by it.

    `begins`: the characters that a match begins with, by which most lines are passed over; but where one of `unless` is in the text.
    """

    def __init__(self, pattern: str, begins: str, unless: tuple[str, ...] = ()) -> None:
        self._unless = unless
        self._few, self._all = (
            (late(f" ?{look}{pattern}"), late(f"\n ?{look}{pattern}")) for look in (f"(?=[{begins}])", "")
        )

    def sub(self, new: str, text: str) -> str:
        begun, later = self._all if any(sign in text for sign in self._unless) else self._few
        first = begun.match(text)
        return new + later.sub(new, text[first.end() :]) if first else later.sub(new, text)


class _Begun:
    """Takes out what a pattern matches that begins with one of these signs: each is looked for by itself, sooner than a set of them."""

    def __init__(self, pattern: re.Pattern[str], signs: str) -> None:
        self._pattern, self._signs = pattern, signs

    def sub(self, new: str, text: str) -> str:
        places = sorted(place for sign in self._signs for place in _places(sign, text))
        kept, at = [], 0
        for match in signs_at(self._pattern, text, places):
            kept.append(text[at : match.start()])
            at = match.end()
        return new.join([*kept, text[at:]]) if kept else text


def _places(sign: str, text: str) -> Iterator[int]:
    """Where a character stands."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


_ORIGINAL = late(r"^(?:原标题|原题)[:：] ?(?=.{4})")

# What every rule needs: one cheap look tells most texts apart.
_SIGN = re.compile(
    r"[热今编原][点日辑标门题][精热推题:：]|前$|前 [0-9]|全文|原文|更多|详情|展开|返回|[责编审校监统总主作供撰通摄][编辑核对制筹者稿讯影审校][ :：辑员/|｜]|[任字片习班]编辑|记者|[来图]源|[来转]自|载自"
    r"|二维码|扫|识别|分享|转发|关注|阅读|浏览|点击|播放|点赞|声明|版权|转载|[上下]一篇|相关(?:阅|推|新)|END|[文【-] ?完"
)


# What that look, and then each pattern, cannot do without (`looks.py`).
SIGNED = needed(
    ("热今编原", "点日辑标门题", "精热推题:："),
    ("前", "\n"),
    ("前", " ", "0-9"),
    ("全原", "文"),
    ("更", "多"),
    ("详", "情"),
    ("展", "开"),
    ("返", "回"),
    ("责编审校监统总主作供撰通摄", "编辑核对制筹者稿讯影审校", " :：辑员/|｜"),
    ("任字片习班", "编", "辑"),
    ("记", "者"),
    ("来图", "源"),
    ("来转载", "自"),
    ("二", "维", "码"),
    ("扫",),
    ("识", "别"),
    ("分", "享"),
    ("转", "发载"),
    ("关", "注"),
    ("阅", "读"),
    ("浏", "览"),
    ("点", "击赞"),
    ("播", "放"),
    ("声", "明"),
    ("版", "权"),
    ("上下", "一", "篇"),
    ("相", "关", "阅推新"),
    ("E", "N", "D"),
    ("文【-", "完"),
    ("文【-", " ", "完"),
)
_ROLES = "本责文图实值编审校监统总主一二三初复终供撰作通摄制策"
_HAS_CREDIT = needed(("辑编任审对核校制筹稿者员影图划文", " :：/|｜"))
_HAS_CREDIT_BRACKET = needed(("（(【[", _ROLES), ("（(【[", " ", _ROLES))
_HAS_REPORTER = needed(("（(", "本新总央全见实记"))
_HAS_SOURCE = needed(("源自合", ":：|｜"))
_HAS_SOURCE_BRACKET = needed(("（(【[", "图文资素稿信视内来转综 "))
_HAS_LINE = needed(
    ("长扫识", "按描码别"),
    ("扫", "一", "扫"),
    ("\n", "分转点关在收阅浏播评特免版郑本图未相上下展查返打全", "享发击注赞看藏读览放论别责权重文经关一开回起载"),
    ("\n", "【E完-"),
    ("\n", " "),
)
_HAS_MORE = needed(("展点阅查返收打下", "开击读看回起载"))
_HAS_AGO = needed(("秒钟时天", "前"))
_CUT: tuple[tuple[_Begun | _Lines, int, int], ...] = (  # pattern, and two needs, both of which must be met
    (_Begun(_CREDIT_BRACKET, "（(【["), _HAS_CREDIT, _HAS_CREDIT_BRACKET),
    (_Begun(_REPORTER, "（("), _HAS_REPORTER, _HAS_REPORTER),
    (_Begun(_SOURCE_BRACKET, "（(【["), _HAS_SOURCE, _HAS_SOURCE_BRACKET),
    (_Lines(_LINE, _LINE_BEGINS, unless=_SCANNED), _HAS_LINE, _HAS_LINE),
    (_Lines(_CREDIT_LINE, _ROLES), _HAS_CREDIT, _HAS_CREDIT),
    (_Lines(_SOURCE_LINE, "图文资素稿信视内来"), _HAS_SOURCE, _HAS_SOURCE),
)
_ENDS = (
    (_MORE_END, _HAS_MORE),
    (_CREDIT_END, _HAS_CREDIT),
    (_SOURCE_END, _HAS_SOURCE),
    (_DATELINE, _HAS_AGO),
)
_ANY_END = _HAS_MORE | _HAS_CREDIT | _HAS_SOURCE | _HAS_AGO
_ANY = _ANY_END | _HAS_REPORTER | _HAS_LINE


def junk_cut(text: str, *, title: bool = False, has: int = EVERYTHING) -> str:
    """The clean text without page junk; as it was if nothing else would be left. `has`: what `first_looks` found in it."""
    if not has & SIGNED or not (title or has & _ANY or _LEAD.match(text)) or not _SIGN.search(text):
        return text
    kept = _title(text) if title else _body(text, has)
    return kept if kept.strip() else text


def _title(text: str) -> str:
    led = _ORIGINAL.sub("", _LEAD.sub("", text))
    led = _end_cut(_TAIL if led != text else _LONE_TAIL, led)
    return _CREDIT_BRACKET.sub("", _SOURCE_BRACKET.sub("", led)).strip(" -|｜")


def _body(text: str, has: int) -> str:
    whole = text
    if _LEAD.match(text):  # the title once more
        text = _end_cut(_TAIL, _LEAD.sub("", text))
    for cut, need, too in _CUT:
        if text is not whole or (has & need and has & too):
            text = cut.sub("", text)
    for _ in range(3):  # one behind the other at the end
        if text is whole and not has & _ANY_END:
            break
        before = text
        for pattern, need in _ENDS:
            if text is not whole or has & need:
                text = _end_cut(pattern, text.rstrip())
        if text == before:
            break
    if text is not whole or has & _HAS_CREDIT:
        text = _unchained(text)
    return text.strip()


def _unchained(text: str) -> str:
    """`text` without what `_CREDIT_CHAIN` matches; looked for only where one can begin."""
    kept, at = [], 0
    for start in _links(text):
        if start < at:
            continue
        blank = start > at and text[start - 1] == " "
        chain = (blank and _CREDIT_CHAIN.match(text, start - 1)) or _CREDIT_CHAIN.match(text, start)
        if chain:
            kept.append(text[at : chain.start()])
            at = chain.end()
    return "".join([*kept, text[at:]]) if kept else text


def _links(text: str) -> Iterator[int]:
    """Where a match of `_CREDIT_LINKED` begins; found by its colon, of which there are fewer than commas."""
    for colon in sorted(place for sign in ":：" for place in _places(sign, text)):
        start = max(0, colon + 1 - LONGEST_LINK)
        for link in _CREDIT_LINKED.finditer(text, start, colon + 1):
            if link.end() == colon + 1:
                yield link.start()


def _end_cut(pattern: re.Pattern[str], text: str) -> str:
    """`text` without the end that `pattern` matches; only the last characters are looked at."""
    found = pattern.search(text, max(0, len(text) - END_CHARS))
    return text[: found.start()] if found else text
