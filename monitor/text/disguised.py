"""Personal numbers in spellings meant to slip past a filter: signs between digits, O for 0, `at` for @, 薇❤ for WeChat. Pure and linear.

`near` is the stretch of the text to look at, wide enough for what stands around (see `stretches.py`).

Works on the shadow of `mask.py` (same length, digits plain). Every pattern is bounded and starts with something rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.text.digits import HAN, HAN_DIGITS, NOT_QUANTITY, is_identity, luhn
from monitor.text.late import late
from monitor.text.stretches import near_signs, signs_at

_SIGN = r"[^0-9A-Za-z\n\u3400-\u9fff：:，。；〔〕]"
_END = r"(?![0-9A-Za-z])"
_PART = r"[ \-.·/_*,，、|~()]"

# Seven digits, each at most three signs from the next: what no disguised number can do without.
DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z\n\u3400-\u9fff]{0,3}[0-9Oo]){6,}")
_MOBILE = late(
    rf"(?<![0-9A-Za-z_.=/,])1[3-9][0-9](?:{_SIGN}{{1,4}}|[。，])[0-9]{{4}}(?:{_SIGN}{{0,4}}|[。，])[0-9]{{4}}{NOT_QUANTITY}{_END}"
    rf"|(?<![0-9A-Za-z_.=/,])1({_SIGN}{{1,3}})[3-9](?:\1[0-9]){{9}}{_END}"
    rf"|(?<![0-9A-Za-z_.=/,])(?:[lI]|1(?=[3-9][ \-0-9]{{0,12}}[Oo]))[3-9](?:[ \-]?[0-9Oo]){{9}}{NOT_QUANTITY}{_END}"
    rf"|(?:(?<=〕/)|(?<=tel\.)|(?<=TEL\.)|(?<=Tel\.)|(?<=(?i:tel))|(?<=(?i:call))|(?<=(?i:hone)))1[3-9][0-9]{{9}}{NOT_QUANTITY}{_END}"
    rf"|(?:(?<=〕)/|(?<=话〕)[、,，或和及] ?)[1-9][0-9]{{6,7}}{NOT_QUANTITY}{_END}"
)
_LABELLED_MOBILE = late(  # parted in whatever way
    rf"(?:电话|手机|短信|联系|联系方式|拨打|致电|打给|(?<![A-Za-z])(?i:call|tel))(?:号码?|是|为|到|至|我|他|她)?[: ()]{{0,3}}"
    rf"(1{_PART}{{0,2}}[3-9](?:{_PART}{{0,2}}[0-9]){{9}})(?!{_PART}{{0,2}}[0-9]){NOT_QUANTITY}{_END}"
)
_FIXED = late(
    r"(?<![0-9A-Za-z_.=/\-+])\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ \-./一]{1,3}[1-9](?:[ \-.]?[0-9]){6,7}"
    rf"{NOT_QUANTITY}(?![0-9A-Za-z\-])"
    r"|(?<![0-9A-Za-z+])\+?(?:00)?86[ \-.]{1,2}(?:\(?0?(?:10|2[0-9]|[3-9][0-9]{2})\)?)[ \-.]{1,2}[1-9](?:[ \-.]?[0-9]){6,7}(?![0-9A-Za-z\-])"
)
_LOOSE_ID = late(
    rf"(?:(?<![0-9A-Za-z])|(?<=ID)|(?<=id)|(?<=fz)|(?<=FZ))[1-8](?:{_SIGN}{{0,2}}[0-9]){{16}}{_SIGN}{{0,2}}[0-9Xx×]{_END}"
)
_LABELLED_ID = late(
    rf"(?:身份?[证証證]|证件|(?i:sfz|id))(?:号码?)?(?:是|为)?[:： ()]{{0,3}}([1-8][0-9Oo]{{16}}[0-9Xx]|[1-8][0-9Oo]{{14}}){_END}"
)
_UNION = late(
    rf"(?<![0-9A-Za-z_.=/\-])[3-6][0-9]{{2,6}}({_SIGN}{{1,3}})[0-9]{{1,6}}(?:\1[0-9]{{1,6}}){{1,5}}{_END}"
    rf"|(?<![0-9A-Za-z_.=/\-])[3-6]({_SIGN}{{1,3}})[0-9](?:\2[0-9]){{14,17}}{_END}"
    rf"|(?:(?<=isa)|(?<=ISA)|(?<=ard)|(?<=ARD))[3-6][0-9]{{15,18}}{_END}"
)
_HAN_RUN = late(rf"(?<![{HAN}0-9十百千万])[{HAN}0-9](?:[ \-、,，.]{{0,2}}[{HAN}0-9Xx]){{9,18}}(?![{HAN}0-9十百千万年])")
_BETWEEN = "/、,，或和及"
_BARE_NUMBERS = frozenset("0123456789")


def numbers(s: str, near: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    """(start, end, "phone", "identity" or "card") of disguised numbers; call it where DIGITS is found."""
    yield from (
        (m.start() + (m.group()[0] in _BETWEEN), m.end(), "phone")
        for m in _MOBILE.finditer(s, *near)
        if _really(m.group())
    )
    yield from ((*m.span(1), "phone") for m in _LABELLED_MOBILE.finditer(s, *near))
    yield from ((m.start(), m.end(), "phone") for m in _FIXED.finditer(s, *near))
    for match in _LOOSE_ID.finditer(s, *near):
        digits = _plain(match.group())
        if len(digits) == 18 and is_identity(digits):
            yield match.start(), match.end(), "identity"
    yield from ((*m.span(1), "identity") for m in _LABELLED_ID.finditer(s, *near))
    for match in _UNION.finditer(s, *near):
        digits = _plain(match.group())
        if 16 <= len(digits) <= 19 and digits.isdigit() and luhn(digits):
            yield match.start(), match.end(), "card"


def han_numbers(s: str, near: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    """The same for numbers written in Chinese numerals, wholly or in part."""
    for match in _HAN_RUN.finditer(s, *near):
        found = match.group()
        digits = _plain(found.translate(HAN_DIGITS))
        if all(c in "0123456789 -.Xx" for c in found):
            continue
        if (len(digits) in (11, 12) and digits[0] == "0" and digits[1] != "0") or (
            len(digits) == 10 and digits[:2] == "02"
        ):
            yield match.start(), match.end(), "phone"
        elif len(digits) == 18 and is_identity(digits):
            yield match.start(), match.end(), "identity"
        elif 16 <= len(digits) <= 19 and digits[0] in "3456" and digits.isdigit() and luhn(digits):
            yield match.start(), match.end(), "card"


def _really(found: str) -> bool:
    return sum(c in _BARE_NUMBERS for c in found) >= 6


def _plain(found: str) -> str:
    return re.sub("[^0-9X]", "", found.replace("×", "X").upper())


_AT = r" ?(?:@{1,2}|[(\[【{<《「] ?(?:at|AT|At|a|A|@|#|艾特|圈a) ?[)\]】}>》」]|艾特|#) ?"
_DOT = r" ?(?:\.|。|·|点|[,，]|[\[(【{<《「] ?(?:dot|DOT|Dot|点|\.) ?[\])】}>》」]| (?:dot|DOT) ) ?"
_TLD = r"(?:com|cn|net|org|edu|gov|hk|tw|io|me|cc|example|invalid|test|COM|CN|NET|ORG)"
MAIL_SIGNS = (
    "@",
    "#",
    "&",
    "艾特",
    " at ",
    " AT ",
    "_at_",
    *"([【{<《「",
)  # one of them is in whatever `_MAIL_SIGN` matches
_MAIL_SIGN = late(r"[@#&]|艾特|[(\[【{<《「] ?(?:[aA]|圈a)| (?:at|AT) |_at_")
_MAIL = late(
    rf"(?<![A-Za-z0-9._+\-])[A-Za-z0-9][A-Za-z0-9._+\-]{{1,63}}{_AT}[A-Za-z0-9][A-Za-z0-9\-]{{0,62}}{_DOT}{_TLD}(?:\.{_TLD})?(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9._+\-])[A-Za-z0-9][A-Za-z0-9._+\-]{{1,63}} (?:at|AT) [A-Za-z0-9\-]{{1,63}} (?:dot|DOT) {_TLD}(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9._+\-])(?=[A-Za-z]{{0,24}}[0-9])[A-Za-z0-9._+\-]{{3,60}}?(?:&|_at_)[A-Za-z0-9\-]{{2,63}}\.{_TLD}(?![A-Za-z0-9])"
    rf"|(?<![A-Za-z0-9._+\-])[A-Za-z0-9][A-Za-z0-9._+\-]{{0,63}}@[\w\-]{{1,30}}\.(?:中国|公司|网络|商城)"
    r"|(?<![0-9A-Za-z])[1-9][0-9]{2,5} [0-9]{3,6} ?@ ?[qQ]{2}\.(?:com|COM)"
)
_SPACED_HANDLE = late(r"(?<![^\s，。！？：:])@ ([\u4e00-\u9fff]\w{1,19})")


def mails(s: str, met: list[int] | None = None) -> Iterator[tuple[int, int]]:
    """Spans of e-mail addresses whose signs were replaced. `met`: where the signs may begin (`mask_needs.MAIL`)."""
    for near in near_signs(_MAIL_SIGN, s, 72, 112, signs_at(_MAIL_SIGN, s, met)):
        yield from (m.span() for m in _MAIL.finditer(s, *near))


def spaced_handles(s: str) -> Iterator[tuple[int, int]]:
    """`@ 夜归的人`: the name after a blank."""
    if "@ " in s:
        yield from (m.span(1) for m in _SPACED_HANDLE.finditer(s))


# An account: six characters of the kind, together or each apart.
ACCOUNT = late(
    r"(?=[A-Za-z0-9_\-扣寇蔻])(?:[A-Za-z0-9_\-]{6,}|[A-Za-z0-9](?:[ \-][A-Za-z0-9]){4,}|[0-9](?:[^0-9A-Za-z\n]{1,3}[0-9]){3,}"
    rf"|[0-9]{{3,}}(?:{_SIGN}{{1,3}}[0-9]{{2,}})+|[qQ扣寇蔻][^a-z]{{0,4}}[{HAN}]{{5,}})"
)
_FILL = r"(?:号码?|账号|帐号|[\u4e00-\u9fff]{0,4}群|群号|是|为|我|信|联系|搜索?|同号|ID|id|[:：，, ()=/➕\-]|(?:我的|微信)|[🔍🔎👉➡→⬇]\ufe0f?){0,4}"
_QQ_NUMBER = rf"([1-9](?:{_SIGN}{{0,3}}[0-9]){{4,11}}){NOT_QUANTITY}{_END}"
_QQ = late(rf"(?:(?<![A-Za-z])[qQ][ .·]?[qQ]|扣扣|[蔻寇抠][蔻寇抠]|🐧){_FILL}{_QQ_NUMBER}")
_WEAK_QQ = late(
    rf"(?:(?:[加+➕找问私]|联系|咨询)(?:我的?|他|她)?[qQ扣]|球球|企鹅|(?<![A-Za-z0-9])[qQ](?=[:：群号我是，]|[1-9][0-9]{{8,9}} ?(?:问|找|聊|私|咨|联系|[进入加]?群|详))|群号|(?<![折回暗])扣){_FILL}"
    rf"([1-9](?:{_SIGN}{{0,2}}[0-9]){{7,10}}){NOT_QUANTITY}{_END}"
)
_HAN_QQ = late(rf"(?:(?<![A-Za-z])[qQ]{{2}}|扣扣|[蔻寇抠][蔻寇抠]){_FILL}([{HAN}]{{5,12}})(?![{HAN}十百千万])")
_HEART = r"(?:[❤♥💗💚💌❣♡]\ufe0f?)"
_WECHAT = late(
    rf"(?:[微薇威维徽溦嶶]{_SIGN}{{0,3}}[信訊讯芯]|[围唯伟卫韦喂][信訊讯芯]|[微薇威维徽溦嶶围唯卫vVwW]{_HEART}|[vV][信讯]|(?<![A-Za-z])(?:[vVwW][xX]|(?i:we ?chat|wei ?xin|wei ?信))"
    r"|绿泡泡|绿色软件|[加➕]我?个?(?:[vV微薇威维徽]信?|卫星)|卫星(?=[a-z])|(?<![A-Za-z0-9])\+ ?[vV微薇威]|(?<![\u4e00-\u9fffA-Za-z0-9])[vV微薇](?=[:：])|薇(?=[a-z]))"
    rf"{_FILL}((?=[A-Za-z0-9_\-]{{0,24}}[0-9_])(?=[0-9]{{0,12}}[A-Za-z])[A-Za-z0-9][A-Za-z0-9_\-]{{5,19}}|[A-Za-z](?: [A-Za-z0-9]){{5,19}})(?![A-Za-z0-9_.])(?! ?(?:版|系统|手机|客户端|引擎|平台))"
)
_WEAK_V = late(
    r"(?:^|(?<=[\s，。；！？]))[vV] ((?=[a-z0-9\-]{0,24}[0-9_])[A-Za-z][A-Za-z0-9_\-]{5,19})(?=$|[\s，。；、,;!！?？)）])",
    re.MULTILINE,
)
_QQ_SIGN = late(r"[qQ](?<![A-Za-z].)|[扣🐧]|[蔻寇抠][蔻寇抠]|球球|企鹅|群号")
_WECHAT_SIGN = late(
    r"薇|绿泡|绿色|卫星|[加➕+] ?我?个?[vV微威维徽]|[vV](?<![A-Za-z].)(?=[xX信讯❤♥💗💚💌❣♡:： ])|[wW](?<![A-Za-z].)(?=[xX❤♥💗💚💌❣♡]|[eE] ?[iIcC])|[微威维徽溦嶶围唯卫](?=[:❤♥💗💚💌❣♡]|[^0-9A-Za-z\n]{0,3}[信訊讯芯](?!公众|支付|小程序|视频号))|[围唯伟卫韦喂][信訊讯芯]"
)
_LABEL = late(  # one of the two signs: a set first, which the engine looks for quickest, then what must stand behind that
    r"[qQ扣蔻寇抠球企群薇绿卫加➕+vVwW微威维徽溦嶶围唯伟韦喂](?:(?<=[qQ])(?<![A-Za-z].)|(?<=[扣薇])|(?<=[蔻寇抠])[蔻寇抠]|(?<=球)球|(?<=企)鹅|(?<=群)号|(?<=绿)[泡色]|(?<=卫)星"
    r"|(?<=[加➕+]) ?我?个?[vV微威维徽]|(?<=[vV])(?<![A-Za-z].)(?=[xX信讯❤♥💗💚💌❣♡:： ])|(?<=[wW])(?<![A-Za-z].)(?=[xX❤♥💗💚💌❣♡]|[eE] ?[iIcC])"
    r"|(?<=[微威维徽溦嶶围唯卫])(?=[:❤♥💗💚💌❣♡]|[^0-9A-Za-z\n]{0,3}[信訊讯芯](?!公众|支付|小程序|视频号))|(?<=[围唯伟卫韦喂])[信訊讯芯])"
)
_BEFORE_LABEL = late(
    r"(?<![A-Za-z0-9_.\-])([1-9][0-9]{6,10}|(?=[A-Za-z_\-]{1,20}[0-9])[A-Za-z][A-Za-z0-9_\-]{5,19}) ?[(](?:[qQ]{2}|扣扣|微信|[vVwW][xX])号?[)]"
)
_WXID = late(r"(?<![A-Za-z0-9_])wxid_[A-Za-z0-9]{4,24}")


def near_labels(s: str, met: list[int] | None = None) -> list[tuple[int, int]]:
    """Where a label that may be in disguise stands with an account near it. `met`: where labels may begin (`mask_needs.HIDDEN_LABEL`)."""
    if "🐧" in s:  # the set of labels would be slow with a character beyond the basic plane in it
        return near_signs(ACCOUNT, s, 24, 40)
    return [part for part in near_signs(_LABEL, s, 40, 120, signs_at(_LABEL, s, met)) if ACCOUNT.search(s, *part)]


def accounts(s: str, near: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Spans of QQ and WeChat ids behind labels in disguise (and before them); `near` is one of `near_labels`."""
    if _QQ_SIGN.search(s, *near):
        for pattern in (_QQ, _WEAK_QQ, _HAN_QQ, _BEFORE_LABEL):
            yield from (m.span(1) for m in pattern.finditer(s, *near))
    if _WECHAT_SIGN.search(s, *near):
        for pattern in (_WECHAT, _WEAK_V, _BEFORE_LABEL):
            yield from (m.span(1) for m in pattern.finditer(s, *near))
    if s.find("wxid_", *near) >= 0:
        yield from (m.span() for m in _WXID.finditer(s, *near))
