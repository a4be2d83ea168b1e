"""Names of charsets as documents declare them, and the codecs that read them. Pure."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

HEAD = 2048
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
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "utf-8",
    "utf_8_sig": "utf-8",
}
ALIASES = {
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "gb2312-80": "gb18030",
    "cn-gb": "gb18030",
    "x-sjis": "cp932",
    "x-x-big5": "big5",
    "cn-big5": "big5",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1989": "cp949",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "iso88598-i": "iso8859-8",
    "x-mac-cyrillic": "mac-cyrillic",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
WEAK = frozenset({"cp1252"})
"""Never fails, and is what servers say that know nothing: proves nothing."""

SEVEN_BIT = frozenset({"hz", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr"})
NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
)
"""Codecs to and from str that no document is written in; some take quadratic time."""

XML_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
META_DECLARED = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
HTTP_DECLARED = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


def codec_name(label: str) -> str | None:
    """The codec for a declared name, widened to its superset; None when unknown."""
    label = label.strip().lower()
    try:
        name = codecs.lookup(ALIASES.get(label, label)).name
        name = SUPERSETS.get(name, name)
        b"a".decode(name, "replace")  # codecs such as "hex" are no charsets
    except (LookupError, ValueError):
        return None
    return None if name.replace("-", "_") in NO_CHARSETS else name


def declared(body: bytes, content_type: str) -> Iterator[str]:
    """Codecs that HTTP, XML or HTML name, in this order, weak ones last.

    UTF-16 and UTF-32 are not among them: a declaration that can be read as ASCII is not written in them.
    """
    head = body[:HEAD]
    found = [match.group(1) for match in [HTTP_DECLARED.search(content_type)] if match]
    found += [
        match.group(1).decode("ascii") for match in [XML_DECLARED.search(head), META_DECLARED.search(head)] if match
    ]
    names = [name for name in map(codec_name, found) if name and not name.startswith(("utf-16", "utf-32"))]
    yield from (name for name in names if name not in WEAK)
    yield from (name for name in names if name in WEAK)


def wide(body: bytes) -> str | None:
    """UTF-16 or UTF-32 without a BOM, seen by the zero bytes around the first `<`, `{`, `[` or blank."""
    head = body[:4]
    for first in (b"<", b"{", b"[", b"\n", b"\r", b" ", b"\t"):
        for pattern, charset in (
            (b"\0\0\0" + first, "utf-32-be"),
            (first + b"\0\0\0", "utf-32-le"),
            (b"\0" + first, "utf-16-be"),
            (first + b"\0", "utf-16-le"),
        ):
            if head.startswith(pattern):
                return charset
    return None
