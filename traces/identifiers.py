"""What is seeded, of every kind that SCOPE 2 names, and how it is found again however it is written. Pure. Nobody has these."""

from __future__ import annotations

import re
import unicodedata

SEEDED = {
    "mobile": ("电话13900001234", "13900001234"),
    "landline": ("座机021-55501234", "02155501234"),
    "identity": ("身份证11010119900307299X", "11010119900307299x"),
    "card": ("卡号6222020200025947249", "6222020200025947249"),
    "mail": ("邮箱lin.chen@mail.example", "lin.chen@mail.example"),
    "handle": ("转自@云河老街坊_07 ", "云河老街坊_07"),
    "qq": ("QQ号718293645", "718293645"),
    "wechat": ("微信号wx_gongyou88", "wx_gongyou88"),
    "plate": ("车牌豫A·8K9L3", "a8k9l3"),
    "home": ("家住柳岸街道织布路12号3栋2单元501室", "3栋2单元501室"),
    "author": ("", "shi_yuanfan_6021"),  # where feeds name their writers
    "byline": ("", "石远帆六零二一"),
}
"""{kind: (how it is said, what must be found nowhere, in the form of `plain`)}."""

SAID = "，".join(said for said, _ in SEEDED.values() if said) + "。"
AUTHOR, BYLINE = SEEDED["author"][1], SEEDED["byline"][1]
SEPARATORS = re.compile(r"[\s·・\-‐-―−]+")


def plain(text: str) -> str:
    """Full-width as plain characters, lower case, without blanks, hyphens and dots in the middle."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text).lower())


def found_in(text: str) -> list[str]:
    """Kinds of which a trace is in the text."""
    bare = plain(text)
    return [kind for kind, (_, trace) in SEEDED.items() if trace in bare or trace in text]
