"""Bytes to text: BOM, then what HTTP, XML or HTML declare, then detection. Pure.

Declarations lie: `gb2312` is read as its superset GB18030, `iso-8859-1` as windows-1252 and only when nothing better
fits, and bytes that are plainly UTF-8 win over any declaration. What cannot be read becomes U+FFFD and is counted.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

HEAD = 2048
SAMPLE = 64 * 1024
FEW_BAD = 0.05
"""Share of broken characters among the non-ASCII ones up to which a charset still counts as the right one."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "utf-8",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
ALIASES = {"gb_2312-80": "gb18030", "x-gbk": "gb18030", "gb2312-80": "gb18030", "x-sjis": "cp932", "x-x-big5": "big5"}
THREE_BYTES = re.compile("[\u0800-\U0010ffff]")
WEAK = frozenset({"cp1252"})  # never fails, so it proves nothing
DETECTABLE = ["gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "iso8859_2"]
XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
META_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
HTTP_DECLARED = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python codec that read it, and how many places could not be read (U+FFFD in their stead)."""

    text: str
    charset: str
    replaced: int = 0
    readable: bool = True


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Never raises. `readable` is false when no charset fits: the text would be mojibake."""
    for bom, charset in BOMS:
        if body.startswith(bom):
            return _read(body[len(bom) :], charset)
    if wide := _wide(body):
        return _read(body, wide)
    plain = _utf8(body)
    if plain is not None:
        return plain
    tried: list[tuple[float, Decoded]] = []
    for charset in dict.fromkeys([*_declared(body, content_type), "utf-8"]):
        decoded = _read(body, charset)
        share = _bad_share(decoded)
        if share == 0 and charset not in WEAK:
            return decoded
        tried.append((share + (FEW_BAD / 2 if charset in WEAK else 0), decoded))
    best = min(tried, key=lambda pair: pair[0])
    if best[0] <= FEW_BAD:
        return best[1]
    return _detected(body) or Decoded(best[1].text, best[1].charset, best[1].replaced, readable=False)


def codec_name(label: str) -> str | None:
    """The codec for a declared name, widened to its superset; None when unknown."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(ALIASES.get(label, label)).name
    except LookupError:
        return None
    name = SUPERSETS.get(name, name)
    try:
        b"a".decode(name, "replace")  # codecs such as "hex" are no charsets
    except LookupError:
        return None
    return name


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    head = body[:HEAD]
    found = [match.group(1) for match in [HTTP_DECLARED.search(content_type)] if match]
    found += [
        match.group(1).decode("ascii") for match in [XML_DECLARED.search(head), META_DECLARED.search(head)] if match
    ]
    names = [name for name in map(codec_name, found) if name]
    yield from (name for name in names if name not in WEAK)
    yield from (name for name in names if name in WEAK)


def _wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a BOM, seen by the zero bytes around the first `<`, `{` or `[`."""
    head = body[:4]
    for first in (b"<", b"{", b"["):
        for pattern, charset in (
            (b"\0\0\0" + first, "utf-32-be"),
            (first + b"\0\0\0", "utf-32-le"),
            (b"\0" + first, "utf-16-be"),
            (first + b"\0", "utf-16-le"),
        ):
            if head.startswith(pattern):
                return charset
    return None


def _utf8(body: bytes) -> Decoded | None:
    """Strict UTF-8. Text whose only non-ASCII characters take two bytes may be GBK by accident: then a closer look."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.isascii() or THREE_BYTES.search(text):
        return Decoded(text, "utf-8")
    declared = next(_declared(body, ""), "utf-8")
    return Decoded(text, "utf-8") if declared in {"utf-8", "cp1252"} else None


def _read(body: bytes, charset: str) -> Decoded:
    try:
        return Decoded(body.decode(charset), charset)
    except (UnicodeDecodeError, ValueError):
        text = body.decode(charset, errors="big5_of_windows" if charset == "big5hkscs" else "replace")
        return Decoded(text, charset, text.count("\ufffd"))


def _cp950(error: UnicodeError) -> tuple[str, int]:
    """Windows' Big5 has a few characters (such as the euro sign) that Hong Kong's has not."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    pair = error.object[error.start : error.start + 2]
    try:
        return pair.decode("cp950"), error.start + len(pair)
    except UnicodeDecodeError:
        return "\ufffd", error.end


codecs.register_error("big5_of_windows", _cp950)


def _bad_share(decoded: Decoded) -> float:
    if not decoded.replaced:
        return 0.0
    foreign = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    return decoded.replaced / max(foreign, 1)


def _detected(body: bytes) -> Decoded | None:
    """Statistics over a sample, the charsets of our part of the world first."""
    best = from_bytes(body[:SAMPLE], cp_isolation=DETECTABLE, enable_fallback=False).best()
    charset = codec_name(best.encoding) if best is not None else None
    if charset is None:
        return None
    decoded = _read(body, charset)
    return decoded if _bad_share(decoded) <= FEW_BAD else None
