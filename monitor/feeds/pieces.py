"""Documents in two charsets: pieces between tags that are plainly in another one than the rest. Pure.

A title pasted from elsewhere is GBK or Big5 in a document of UTF-8, or UTF-8 in one of GBK.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from monitor.feeds.plausible import foreign, plausible

LIKELY = 0.6  # share of everyday characters
FEWEST = 3  # characters from which the charset of a piece can be told
PIECE = re.compile(rb"[^<>\r\n]+")
UTF8_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}){3}")
THREE_BYTES = re.compile("[\u0800-\U0010ffff]")


def in_pieces(body: bytes, charset: str, read: Callable[[bytes, str], str]) -> str | None:
    """The text with the pieces in other charsets, read as such; None when there is none. `read` never raises."""
    utf8 = charset == "utf-8"
    if not utf8 and not UTF8_RUN.search(body):
        return None
    other = _not_utf8 if utf8 else partial(_utf8, charset=charset, read=read)
    parts: list[str] = []
    at = 0
    for match in PIECE.finditer(body):
        if not match.group().isascii() and (text := other(match.group())):
            parts += [read(body[at : match.start()], charset), text]
            at = match.end()
    return "".join([*parts, read(body[at:], charset)]) if parts else None


def _not_utf8(piece: bytes) -> str:
    """The piece in the charset that it is plainly in; '' when it is UTF-8 or nobody knows."""
    if _strict(piece, "utf-8"):
        return ""
    texts = {charset: _strict(piece, charset) for charset in ("gb18030", "big5hkscs")}
    charset = max(texts, key=lambda name: plausible(texts[name], name) if texts[name] else 0.0)
    text = texts[charset]
    return text if len(foreign(text)) >= FEWEST and plausible(text, charset) >= LIKELY else ""


def _utf8(piece: bytes, *, charset: str, read: Callable[[bytes, str], str]) -> str:
    text = _strict(piece, "utf-8")
    if len(foreign(text)) < FEWEST or not THREE_BYTES.search(text):
        return ""
    return text if plausible(text, "utf-8") > plausible(read(piece, charset), charset) else ""


def _strict(piece: bytes, charset: str) -> str:
    try:
        return piece.decode(charset)
    except UnicodeDecodeError:
        return ""
