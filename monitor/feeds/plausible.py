"""How much a decoded text looks like writing: the share of its foreign characters that are everyday ones. Pure.

The bytes of one charset of East Asia are valid in most of the others, where they give rare characters. Each of these
charsets was laid out with the everyday characters first ("level 1"), so that their share tells which one it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SAMPLE = 2_000  # foreign characters looked at
ASCII = re.compile("[\x00-\x7f]+")
PUNCTUATION = frozenset("　、。·—…‘’“”〈〉《》「」『』【】〔〕！（），．：；？％～￥–€•→★■□●○◆①②③④⑤⑥⑦⑧⑨⑩")
FULL_WIDTH = frozenset(map(chr, [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]))
KANA = frozenset(map(chr, range(0x3041, 0x30FF)))
WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœŒšŠžŽ«»¡¿©®°£€§–—‘’“”„…·•\xa0")
RUN = 4  # letters of a western language without ASCII between them: none has so many


def _rows(charset: str, first: int, last: int) -> Iterator[str]:
    """Characters of a range of lead bytes."""
    for lead in range(first, last + 1):
        for trail in range(0x40, 0xFF):
            character = bytes((lead, trail)).decode(charset, "ignore")
            if len(character) == 1 and not character.isascii():
                yield character


COMMON = {
    "gb18030": frozenset(_rows("gb2312", 0xB0, 0xD7)),
    "big5hkscs": frozenset(_rows("big5", 0xA4, 0xC5)),
    "cp932": frozenset(_rows("cp932", 0x88, 0x98)) | KANA,
    "euc_jp": frozenset(_rows("euc_jp", 0xB0, 0xCF)) | KANA,
    "cp949": frozenset(_rows("euc_kr", 0xB0, 0xC8)),
    "cp1252": WESTERN,
}
COMMON["utf-8"] = COMMON["gb18030"] | COMMON["big5hkscs"] | COMMON["cp932"] | COMMON["cp949"] | WESTERN


def foreign(text: str) -> str:
    """Its first characters beyond ASCII."""
    found, size = [], 0
    for piece in ASCII.split(text):
        found.append(piece)
        size += len(piece)
        if size > SAMPLE:
            break
    return "".join(found)[:SAMPLE]


def plausible(text: str, charset: str) -> float:
    """0 to 1; 1 for a text without foreign characters and for charsets of which we know nothing."""
    common, characters = COMMON.get(charset), foreign(text)
    if common is None or not characters:
        return 1.0
    n = sum(ch in common or ch in PUNCTUATION or ch in FULL_WIDTH for ch in characters)
    share = n / len(characters)
    if charset in {"cp932", "euc_jp"}:  # Japanese is written with kana; without any it is rather Chinese
        share *= min(1.0, 0.5 + 3 * sum(ch in KANA for ch in characters) / len(characters))
    if charset == "cp1252" and max(map(len, ASCII.split(text[:20_000])), default=0) >= RUN:
        share /= 2
    return share
