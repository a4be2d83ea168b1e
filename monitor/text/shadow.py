"""The shadow of a text in which personal numbers are looked for: same length, digits and signs plain. Pure."""

import re

from monitor.text.looks import EVERYTHING, needed

_DIGITS = "０１２３４５６７８９⓪①②③④⑤⑥⑦⑧⑨⓿❶❷❸❹❺❻❼❽❾🄌➊➋➌➍➎➏➐➑➒🄋➀➁➂➃➄➅➆➇➈⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
SHADOW = {ord(c): str(i % 10) for i, c in enumerate(_DIGITS)}
SHADOW |= {ord(c): str(i) for signs in ("⓵⓶⓷⓸⓹⓺⓻⓼⓽", "⑴⑵⑶⑷⑸⑹⑺⑻⑼", "⒈⒉⒊⒋⒌⒍⒎⒏⒐") for i, c in enumerate(signs, 1)}
SHADOW |= {0x1D7CE + i: str(i % 10) for i in range(50)}  # mathematical digits: 𝟏𝟑𝟗
SHADOW |= {code: chr(code - 0xFEE0) for code in [*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
SHADOW |= {ord(a): b for a, b in zip("＠（）：－—–−‐‑•．　\xa0\t＋", "@():------·.   +", strict=True)}
_LABELS = "號賬帳電話聯係繫證碼樓單棟機郵護們員維圍偉衛韋鵝雲粵滬貴陝遼蘇魯贛閩寧瓊晉"  # of labels and plates, in traditional characters
SHADOW |= {
    ord(a): b
    for a, b in zip(_LABELS, "号账帐电话联系系证码楼单栋机邮护们员维围伟卫韦鹅云粤沪贵陕辽苏鲁赣闽宁琼晋", strict=True)
}
FEW = 12  # kinds of rare characters: more are looked up one by one
_COMMON = tuple((c, SHADOW[ord(c)]) for c in "：（）—")
_RARES = "".join(chr(code) for code, c in SHADOW.items() if chr(code) not in (c, *"：（）—") and code < 0x10000)
_RARE = re.compile("[" + "".join(map(re.escape, _RARES)) + "\U0001d7ce-\U0001d7ff🄋🄌]")
_HAS_RARE = needed((_RARES + "\U0001d7ce-\U0001d7ff🄋🄌",))


def shadow(s: str, has: int = EVERYTHING) -> str:
    """`s` with the plain form of every character that has one. Kind by kind, which is quicker while they are few: no plain form stands for another.

    `has`: what `first_looks` found in it.
    """
    if s.isascii() and "\t" not in s:
        return s
    rare = set(_RARE.findall(s)) if has & _HAS_RARE else ()
    if len(rare) > FEW:
        return s.translate(SHADOW)
    for character in rare:
        s = s.replace(character, SHADOW[ord(character)])
    for character, plain in _COMMON:
        s = s.replace(character, plain)
    return s
