"""Personal numbers and addresses out of a text, each replaced by a typed placeholder. Pure and linear.

`mask("电话13912345678") == ("电话〔电话〕", True)`. The patterns work on a shadow of the text with the same length, in which
full-width and other digits are plain ones, so every spelling is found by the same rule. All repeats are bounded: no input
makes a pattern run away. Masking twice changes nothing.

Left alone on purpose: service numbers (110, 12345, 12333, 400-…, 95xxx), dates, prices, stock codes, document numbers.
"""

import re
from collections.abc import Iterator, Sequence

from monitor.text import disguised
from monitor.text import mask_needs as needs
from monitor.text.digits import HAN, HAN_DIGITS, NOT_QUANTITY, is_birth, is_checked, luhn, of_province
from monitor.text.homes import homes
from monitor.text.late import late
from monitor.text.looks import EVERYTHING, chains, first_looks, places
from monitor.text.shadow import shadow
from monitor.text.stretches import Stretch, near, near_signs, signs_at, signs_within

PHONE, IDENTITY, CARD, MAIL, ACCOUNT, PLATE, ADDRESS = (
    "〔电话〕",
    "〔证件号〕",
    "〔银行卡〕",
    "〔邮箱〕",
    "〔账号〕",
    "〔车牌〕",
    "〔住址〕",
)

# A look that costs little: does anything here need the patterns at all?
_SUSPECT = re.compile(
    rf"@|[0-9][0-9 \-.()·]{{5}}|[{HAN}0-9](?:[ \-、,，.]?[{HAN}0-9]){{6}}|号楼|单元|[栋幢弄]|室|住址|地址"
    r"|[A-Za-z]{2}[^\x00-\x7f]?[:： ]?[A-Za-z0-9]|加(?:我|个|一下)?[:： ]?[a-z]|微信|威信|薇信|扣扣|企鹅|[加➕]?[vV][信:： ]|[vV]信|账号|音号|手号|书号|护照"
    r"|[\u4e00-\u9fff][ ·\-]?[A-Za-z](?:[·. \-]?[A-Za-z0-9]{4}|[ ·.\-]{1,2}[A-Z0-9])|[组社队排][0-9一二三四五六七八九十]|号院|[0-9A-Za-z](?:门[ \-]?[0-9]|座)|昵称|网名|用户|[音手书博站乎][iIuU]|[村庄屯寨营街巷同区园苑寓庭里舍楼][0-9]|\([aA][tT]\)|\[[aA][tT]\]"
)

_END = r"(?![0-9A-Za-z])"
_S = r"[ \-.·]{1,2}"
_MOBILE = late(
    rf"(?:(?<![0-9A-Za-z_.=/])|(?<=obile=)|(?<=phone=)|(?<=tel=))(?:\(?\+?(?:00)?86\)?[ \-]{{0,2}})?(?:"
    rf"1[3-9][0-9]{{9}}|1[3-9][0-9]{_S}[0-9]{{4}}{_S}[0-9]{{4}}|1[3-9][0-9]{_S}[0-9]{{3}}{_S}[0-9]{{5}}|1[3-9][0-9]{_S}[0-9]{{8}}"
    rf"|1[3-9][0-9]{{5}}{_S}[0-9]{{4}}|1[3-9][0-9]{{2}}{_S}[0-9]{{3}}{_S}[0-9]{{4}}|1[3-9][0-9]{{3}}{_S}[0-9]{{6}}"
    rf"|1[3-9][0-9](?:{_S}[0-9]{{2}}){{4}}|1[3-9](?:{_S}[0-9]{{3}}){{3}}|1[3-9][0-9]{{2}}{_S}[0-9]{{4}} [0-9]{{3}}"
    rf"|1([ \-.·/_*,，、|])[3-9](?:\1[0-9]){{9}}){NOT_QUANTITY}(?![0-9A-Za-z_])"
)
_FIXED = late(
    rf"(?<![0-9A-Za-z_.=/\-])(?:\+?(?:00)?86[ \-]{{1,2}})?(?:\(0(?:10|2[0-9]|[3-9][0-9]{{2}})\) ?-?|0(?:10|2[0-9]|[3-9][0-9]{{2}})[ \-]{{0,3}})"
    rf"[1-9](?:[0-9]{{6,7}}|[0-9]{{2,3}}[ \-][0-9]{{4}}){NOT_QUANTITY}(?: ?(?:转|-|分机|ext\.?) ?[0-9]{{1,6}}|/[0-9]{{1,4}}(?![0-9]))?(?![0-9A-Za-z\-])"
)
_ABROAD = late(
    r"(?<![0-9A-Za-z_.=/+])\+[1-9][0-9]{0,2}[ \-]?(?:\([0-9]{1,4}\)[ \-]?)?[0-9]{2,5}(?:[ \-]?[0-9]{2,5}){1,4}(?![0-9A-Za-z.%])"
)
_LABELLED_PHONE = late(
    r"(?:电话|[市固]话|[宅家]电|手机|座机|传真|来电|致电|拨打|号码|联系方式|联系人|联系我|(?<![A-Za-z])(?i:tel|phone|mobile)\.?)(?:号码?|是|为)?[:： ()]{0,3}"
    r"([1-9][0-9]{6,7}|[1-9][0-9]{2,3}[ \-][0-9]{4}|[1-9][0-9]{3}[ \-][0-9]{3})(?![0-9\-]|\.[0-9]| ?(?:元|人|股|万|亿|个|台|部))"
)
_HAN_PHONE = late(rf"(?<![{HAN}0-9十百千万])(?:[{HAN}0-9][ \-、,，.]?){{10}}[{HAN}0-9](?![{HAN}0-9十百千万年])")

_ID18 = late(r"(?<![0-9A-Za-z])([1-9][0-9]{5})[ \-]{0,2}([0-9]{4})[ \-]?([0-9]{4})[ \-]{0,2}([0-9]{3}[0-9Xx])" + _END)
_ID15 = late(r"(?<![0-9A-Za-z])([1-9][0-9]{5})[ \-]?([0-9]{6})[ \-]?([0-9]{3})" + _END)
_LABELLED_ID = late(
    r"(?:身份证|证件)(?:号码?|件号?)?(?:是|为|尾号)?[:： ()]{0,3}([0-9][0-9 \-*xX]{12,22}[0-9Xx])"
    + _END
    + r"|护照(?:号码?)?(?:是|为)?[:： ]{0,2}([A-Za-z]{1,2}[0-9]{7,8})"
    + _END
)
_CARD = late(r"(?<![0-9A-Za-z_.=/\-])[3-6][0-9]{3}(?:[ \-]?[0-9]{4}){3}(?:[ \-]?[0-9]{1,3})?(?![0-9A-Za-z]|\.[0-9])")
_LABELLED_CARD = late(
    r"(?:卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|信用卡|工资卡)(?:号码?|是|为)?[:： ()]{0,3}([0-9]{4}[0-9 \-]{8,19}[0-9])"
    + _END
)
_NO_CARD = ("单号", "编号", "订单", "流水", "文号", "条码", "序列号", "批号", "信用代码")

_AT_MAIL = late(
    r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63} ?(?:@|\([aA][tT]\)|\[[aA][tT]\]) ?[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){0,3}\.[A-Za-z\-][A-Za-z0-9\-]{1,62}"
)
_HANDLE = late(
    r"@(?!所有人|全体成员|符号|标志|(?:提醒|一下|一遍|全员|media|import|keyframes|Override)(?![A-Za-z0-9_])|[0-9]+(?:\.[0-9]+)?(?:元|块|点|%|Hz|fps)|[0-9]+\.[0-9])[\w\-·]{1,30}"
)
_LABELLED_QQ = late(
    r"(?:(?<![A-Za-z])[qQ]{2}|扣扣|企鹅|(?<![A-Za-z])[qQ]群)(?:群|号|号码|群号|群聊|是|为|联系|咨询|加|[:： ()]){0,4}([1-9][0-9]{4,11})"
    + _END
)
_WECHAT = r"(?:微信|威信|薇信|[vV]信|卫星|(?<![A-Za-z])(?:[vV][xX]|[wW][xX]|(?i:weixin|wechat)))"
_LABELLED_WECHAT = late(
    rf"(?:{_WECHAT}(?:号|账号|帐号|ID|id|同号)(?:是|为)?[:： ()]{{0,3}}|{_WECHAT}(?:是|为)?[:：][ ]?|[加➕][我]?{_WECHAT}[:： ()]{{0,2}}|(?<![A-Za-z])[vV][xX][ +]?|[加➕][我]?[vV][:： +]{{0,2}})"
    r"([A-Za-z0-9][A-Za-z0-9_\-]{5,19}|[0-9]{5,12})(?![A-Za-z0-9_])"
)
_WEAK_WECHAT = late(
    r"微信 ?([A-Za-z](?=[A-Za-z_\-]{0,18}[0-9_])[A-Za-z0-9_\-]{6,19})(?![A-Za-z0-9_\-])(?! ?(?:版|系统|手机|客户端))"
)
_BARE_ACCOUNT = late(  # "加yh_chenxi8813，价钱好说": an account name that ends its clause
    r"(?<![添增参附外更])加(?:我|个|一下)?[:： ]?([a-z](?=[a-z0-9\-]{0,24}(?:_|[0-9]{3}))[A-Za-z0-9_\-]{5,19})(?=$|[\s，。；、,;.!！?？)）])"
)
_LABELLED_ACCOUNT = late(
    r"(?:抖音号|快手号|小红书号|陌陌号?|钉钉号|支付宝(?:账号|帐号)?|旺旺|飞书号|(?:抖音|快手|小红书|微博|[Bb]站|知乎|豆瓣|贴吧|头条|闲鱼|淘宝|探探|推特)(?:[账帐]号|用户名?|(?i:u?id)))(?:是|为)?(?:[:： ]{1,3}|(?<=号)(?=[A-Za-z][A-Za-z0-9.\-]{0,24}[0-9_]|[0-9]{6}))([A-Za-z0-9_.\-]{4,24})(?![A-Za-z0-9_])"
)

_NICK = late(  # what somebody is called there, behind a label and its colon
    r"(?:昵称|网名|用户名|(?:抖音|快手|小红书|微博|[Bb]站|知乎|豆瓣)(?i:u?id))(?:是|为)?: ?(?!必填|不能|可以|请)([\w\-·.]{2,20})"
)

_PLATE = late(
    r"(?<![A-Za-z0-9])[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ·\-]?[A-HJ-NP-Za-hj-np-z][· .\-]{0,2}"
    r"((?:[A-HJ-NP-Za-hj-np-z0-9]{4}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳领使])|[DFABCEGHJKdf][A-HJ-NP-Za-hj-np-z0-9][0-9]{4}|[0-9]{5}[DFABCEGHJKdf])(?![A-Za-z0-9%])"
)
_LABELLED_PLATE = late(
    r"(?:车牌照?|车号|号牌|牌照|牌号)(?:号码?)?(?:是|为)?[:： ]{0,3}([\u4e00-\u9fff] ?[A-HJ-NP-Z](?:[ ·.\-]{0,2}[A-HJ-NP-Z0-9]){5,6})(?![A-Za-z0-9])|(?:(?<![\u4e00-\u9fff])|(?<=[馆车]))([使领][0-9]{6})(?![0-9])"
)
# What the patterns above cannot do without: seven digits that at most four other characters part, eleven digits or numerals,
# a province before a letter, the words before an account.
_NUMBER = late(r"[0-9](?:[^0-9]{0,4}[0-9]){6,}")
_LOCAL = late(r"[0-9]{7}|[0-9]{3}[ \-][0-9]{3}")  # of a number without its area
_HAN_NUMBER = late(rf"[{HAN}0-9](?:[ \-、,，.]?[{HAN}0-9]){{10,}}")
_NAME = late(r"[A-Za-z0-9_.\-]{4,}")
_PAPERS, _CARDS = late("证|护照"), late("[卡账帐]")
_PLATE_BEGINS = late(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][ ·\-]?[A-HJ-NP-Za-hj-np-z0-9][· .\-]{0,2}[A-Za-z0-9]"
)
_ACCOUNTS = (_LABELLED_QQ, _LABELLED_WECHAT, _WEAK_WECHAT, _BARE_ACCOUNT, _LABELLED_ACCOUNT)
_ACCOUNT_LABEL = late(
    r"(?=[qQ扣企信卫vVwW加➕抖快小陌钉支旺飞音手书博站乎瓣吧条鱼宝探特])(?:(?<![A-Za-z])[qQ][qQ群]|扣扣|企鹅|信|卫星|[vVwW][xX]|[wW][eE][iIcC]|加|[➕]我?[vV]"
    r"|抖音号|快手号|小红书号|陌|钉钉号|支付宝|旺旺|飞书号|[音手书博站乎瓣吧条鱼宝探特](?:[账帐]号|用户|(?i:u?id)))"
)

Span = tuple[int, int, str]
_KINDS = {"phone": PHONE, "identity": IDENTITY, "card": CARD}
ROUNDS = 5
LEAST, PAPERS = 10, 15  # digits of a mobile number or one with its area; of an identity or bank card
_FIGURES = frozenset("0123456789")
SHORT = 200  # characters: in a longer text the first look costs as much as what it may save


def mask(s: str) -> tuple[str, bool]:
    """(text with every personal number and door address replaced, whether any was)."""
    return mask_many([s], [EVERYTHING])[0]


def mask_many(texts: Sequence[str], has: list[int]) -> list[tuple[str, bool]]:
    """`mask` of each; `has`: what `first_looks` found in them."""
    masked = [_mask_once(s, bits) if bits & needs.ANY else (s, False) for s, bits in zip(texts, has, strict=True)]
    again = [place for place, (_, changed) in enumerate(masked) if changed]
    for _ in range(ROUNDS):  # what stood next to a number may only now be one of its own: `@a@b`
        if not again:
            break
        before = [masked[place][0] for place in again]
        once_more = zip(again, map(_mask_once, before, first_looks(before)), strict=True)
        found = [(place, s) for place, (s, changed) in once_more if changed]
        for place, s in found:
            masked[place] = s, True
        again = [place for place, _ in found]
    return masked


def _mask_once(s: str, has: int) -> tuple[str, bool]:
    if not has & needs.ANY:
        return s, False
    plain = shadow(s, has)
    if len(s) < SHORT and not _SUSPECT.search(plain) and not disguised.DIGITS.search(plain):
        return s, False
    spans = sorted(_spans(plain, has), key=lambda span: (span[0], -span[1]))
    out: list[str] = []
    at = 0
    for start, end, kind in spans:
        if end <= at:
            continue
        if start >= at:
            out += (s[at:start], kind)
        at = end
    return ("".join(out) + s[at:], True) if out else (s, False)


def _spans(s: str, has: int) -> Iterator[Span]:
    """Each pattern only where what it cannot do without is near: most texts have no long number and no label."""
    if has & needs.AT:
        low = s.lower()
        if "@" in s or "(at)" in low or "[at]" in low:
            yield from _mails_and_handles(s)
    if has & needs.NUMBER:
        yield from _long_numbers(s, chains(has, needs.NUMBER))
    if has & needs.DISGUISED:
        found = signs_within(disguised.DIGITS, s, chains(has, needs.DISGUISED))
        for part in near_signs(disguised.DIGITS, s, 32, 48, found):
            yield from ((at, to, _KINDS[kind]) for at, to, kind in disguised.numbers(s, part) if not _is_order(s, at))
    if has & needs.PAPER and has & needs.PAPER_NUMBER:
        for part in _near_labels(_PAPERS, s, places(has, needs.PAPER)):
            yield from ((*m.span(m.lastindex or 0), IDENTITY) for m in _LABELLED_ID.finditer(s, *part))
    if has & needs.CARD and has & needs.CARD_NUMBER:
        for part in _near_labels(_CARDS, s, places(has, needs.CARD)):
            yield from ((*m.span(1), CARD) for m in _LABELLED_CARD.finditer(s, *part))
    if has & needs.ABROAD:
        abroad = signs_at(_ABROAD, s, places(has, needs.ABROAD))
        yield from ((m.start(), m.end(), PHONE) for m in abroad if _is_phone(m.group()))
    if has & needs.HAN_NUMBER:
        found = signs_within(_HAN_NUMBER, s, chains(has, needs.HAN_NUMBER))
        for part in near_signs(_HAN_NUMBER, s, 0, 2, found):
            yield from _han_phones(s, part)
            yield from ((at, to, _KINDS[kind]) for at, to, kind in disguised.han_numbers(s, part))
    if has & needs.ACCOUNT_LABEL and has & needs.NAME:
        yield from _accounts(s, places(has, needs.ACCOUNT_LABEL))
    if has & needs.NICK:
        yield from ((*m.span(1), ACCOUNT) for m in _NICK.finditer(s))
    if has & needs.HIDDEN_LABEL and has & needs.HIDDEN_NAME:
        for part in disguised.near_labels(s, places(has, needs.HIDDEN_LABEL)):
            yield from ((at, to, ACCOUNT) for at, to in disguised.accounts(s, part))
    if has & needs.MAIL and any(sign in s for sign in disguised.MAIL_SIGNS):
        yield from ((at, to, MAIL) for at, to in disguised.mails(s, places(has, needs.MAIL)))
        yield from ((at, to, ACCOUNT) for at, to in disguised.spaced_handles(s))
    if has & needs.PLATE:
        begun = signs_at(_PLATE_BEGINS, s, places(has, needs.PLATE))
        for part in near_signs(_PLATE_BEGINS, s, 12, 24, begun):
            yield from ((m.start(), m.end(), PLATE) for m in _PLATE.finditer(s, *part) if _is_plate(m.group()))
            yield from ((*m.span(m.lastindex or 0), PLATE) for m in _LABELLED_PLATE.finditer(s, *part))
    yield from ((at, to, ADDRESS) for at, to in homes(s, has))


def _near_labels(label: re.Pattern[str], s: str, met: list[int] | None) -> list[Stretch]:
    """Around a label, or around what the need of its pattern is (two characters of it)."""
    return near_signs(label, s, 4, 48) if met is None else near(((at, at + 2) for at in met), s, 4, 48)


def _long_numbers(s: str, runs: list[Stretch] | None) -> Iterator[Span]:
    """`runs`: what `_NUMBER` matches, which is what the chains of its need are (`mask_needs.NUMBER`)."""
    runs = [m.span() for m in _NUMBER.finditer(s)] if runs is None else runs
    long = [run for run in runs if run[1] - run[0] >= LEAST]
    digits = [sum(c in _FIGURES for c in s[slice(*run)]) for run in long]
    for part in near((run for run, many in zip(long, digits, strict=True) if many >= PAPERS), s, 32, 48):
        yield from _identities(s, part)
        yield from _cards(s, part)
    for part in near((run for run, many in zip(long, digits, strict=True) if many >= LEAST), s, 32, 48):
        for pattern in (_MOBILE, _FIXED):
            for m in pattern.finditer(s, *part):
                if _is_phone(m.group()) and not (
                    m.group().isdigit() and s[max(0, m.start() - 4) : m.start()].endswith(_AMOUNTS)
                ):
                    yield m.start(), m.end(), PHONE
    for part in near((run for run in runs if _LOCAL.search(s, *run)), s, 32, 48):
        yield from ((*m.span(1), PHONE) for m in _LABELLED_PHONE.finditer(s, *part))


def _accounts(s: str, met: list[int] | None) -> Iterator[Span]:
    """Only where a label stands near something like a name. `met`: where `mask_needs.ACCOUNT_LABEL` is."""
    parts = ((0, len(s)),) if met is None else [(max(0, at - 2), at + 5) for at in met]  # a label around its need
    labels = [m.span() for part in parts for m in _ACCOUNT_LABEL.finditer(s, *part)]
    for part in near(labels, s, 8, 64):
        if _NAME.search(s, *part):
            for pattern in _ACCOUNTS:
                yield from ((*m.span(1), ACCOUNT) for m in pattern.finditer(s, *part))


def _mails_and_handles(s: str) -> Iterator[Span]:
    mails = [m.span() for m in _AT_MAIL.finditer(s)]
    yield from ((start, end, MAIL) for start, end in mails)
    inside = {at for start, end in mails for at in range(start, end)}
    last = -1  # the end of the handle before: "@a@b" are two
    for match in _HANDLE.finditer(s):
        start, before = match.start(), s[match.start() - 1 : match.start()]
        glued = before.isascii() and before.isalnum() and not (before.isalpha() and s[start + 1] >= "\u4e00")
        if start not in inside and (start == last or not glued):
            last = match.end()
            yield start, last, ACCOUNT


def _identities(s: str, near: tuple[int, int]) -> Iterator[Span]:
    for match in _ID18.finditer(s, *near):
        digits = "".join(match.groups())
        if of_province(digits) and (is_birth(digits[6:14]) or is_checked(digits)):
            yield match.start(), match.end(), IDENTITY
    for match in _ID15.finditer(s, *near):
        digits = "".join(match.groups())
        if of_province(digits) and is_birth("19" + digits[6:12]) and not _is_order(s, match.start()):
            yield match.start(), match.end(), IDENTITY


def _cards(s: str, near: tuple[int, int]) -> Iterator[Span]:
    for match in _CARD.finditer(s, *near):
        if luhn(re.sub("[^0-9]", "", match.group())) and not _is_order(s, match.start()):
            yield match.start(), match.end(), CARD


def _han_phones(s: str, near: tuple[int, int]) -> Iterator[Span]:
    for match in _HAN_PHONE.finditer(s, *near):
        digits = re.sub("[^0-9]", "", match.group().translate(HAN_DIGITS))
        if (
            digits[0] == "1"
            and digits[1] in "3456789"
            and not match.group().replace(" ", "").replace("-", "").isascii()
        ):
            yield match.start(), match.end(), PHONE


_AMOUNTS = ("超过", "播放量", "阅读量", "浏览量", "总额", "达到", "高达", "销量")


def _is_phone(found: str) -> bool:
    return 8 <= sum(c.isdigit() for c in found) <= 20


_PARTS = dict.fromkeys(map(ord, "· .-"))


def _is_plate(found: str) -> bool:
    """At least one digit, at most two letters after the city letter; words such as 新GDP2025 are none."""
    plain = found.translate(_PARTS)
    letters = sum(c.isascii() and c.isalpha() for c in plain[2:])
    digits = sum(c.isdigit() for c in plain[2:])
    may_be_a_word, may_be_a_unit = found[0] in "新云青黑宁贵藏吉", plain[1].islower()
    if may_be_a_word and plain[-1] not in "挂学警港澳领使":
        return letters <= 1 and digits >= 4
    return letters <= 2 and digits >= 2 + may_be_a_unit


def _is_order(s: str, start: int) -> bool:
    before = s[max(0, start - 8) : start]
    return any(word in before for word in _NO_CARD)
