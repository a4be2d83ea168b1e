"""Bytes to text: BOM, then what HTTP, XML or HTML declare, then detection. Pure.

Declarations lie: `gb2312` is read as its superset GB18030, `iso-8859-1` as windows-1252 and only when nothing better
fits, bytes that are plainly UTF-8 win over any declaration, and a declared charset that gives no writing (see plausible.py)
loses to one that does. A document in two charsets (a title pasted from elsewhere) is read piece by piece. What cannot be
read becomes U+FFFD and is counted.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from monitor.feeds.charsets import BOMS, SEVEN_BIT, WEAK, codec_name, declared, wide
from monitor.feeds.pieces import THREE_BYTES, in_pieces
from monitor.feeds.plausible import foreign, plausible

HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A character beyond the first plane in UTF-8 as Java writes it (CESU-8): either half for itself."""

SAMPLE = 64 * 1024
FEW_BAD = 0.05
"""Share of broken characters among the non-ASCII ones up to which a charset still counts as the right one."""

GOOD, SURE = 0.6, 0.85
"""Share of everyday characters from which a text is writing, and from which no other charset is looked at but the declared."""

DECLARED_BONUS, UTF8_BONUS, HANGUL_BONUS = 0.2, 0.1, 0.2
CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252")
DETECTABLE = [
    *("gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252"),
    *("cp1251", "koi8_r", "iso8859_2", "cp1253", "cp1255", "cp1256", "tis_620"),
]
HIGH = re.compile(rb"[\x80-\xff]")
MANY_BAD = 10_000  # broken characters from which it is not worth a second look
WORDS = re.compile("[^\x00-\x7f]+")
HANGUL = re.compile("[\uac00-\ud7a3]")
FEWEST_DOUBTED = 8  # characters from which a declaration that fits without a fault is doubted


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
            if charset != "utf-8" and 0 not in body[:SAMPLE]:  # there is ASCII in every document
                body = body[len(bom) :]
                break
            decoded = _read(body[len(bom) :], charset)
            if charset != "utf-8" or _bad_share(decoded) <= FEW_BAD:
                return _pieces(body[len(bom) :], decoded)
            body = body[len(bom) :]
    if unmarked := wide(body):
        return _read(body, unmarked)
    names = list(dict.fromkeys(declared(body, content_type)))
    return _seven_bit(body, names) or _utf8(body, names) or _other(body, names)


def _whole(match: re.Match[bytes]) -> bytes:
    return match.group().decode("utf-8", "surrogatepass").encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _seven_bit(body: bytes, names: list[str]) -> Decoded | None:
    """ISO-2022 and HZ: ASCII bytes that stand for others, only when declared."""
    charset = next((name for name in names if name in SEVEN_BIT), None)
    return _read(body, charset) if charset and body.isascii() else None


def _utf8(body: bytes, names: list[str]) -> Decoded | None:
    """Strict UTF-8. Text whose only non-ASCII characters take two bytes may be GBK by accident: then a closer look."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        whole = HALVES.sub(_whole, body)
        return None if whole == body else _utf8(whole, names)
    if text.isascii() or THREE_BYTES.search(text):
        return Decoded(text, "utf-8")
    first = next(iter(names), "utf-8")
    return Decoded(text, "utf-8") if first in {"utf-8", "cp1252"} else None


def _other(body: bytes, names: list[str]) -> Decoded:
    """Not UTF-8, at least not all of it."""
    for charset in names:
        decoded = _read(body, charset)
        if decoded.replaced or charset in WEAK:
            continue
        characters = foreign(decoded.text[:SAMPLE])
        if len(characters) < FEWEST_DOUBTED or plausible(characters, charset) >= SURE:
            return _pieces(body, decoded)
    charset, score = max(
        ((name, _score(_sample(body), name, names)) for name in dict.fromkeys([*names, *CANDIDATES])),
        key=lambda pair: pair[1],
    )
    best = _pieces(body, _read(body, charset))
    if score >= GOOD - FEW_BAD and _bad_share(best) <= FEW_BAD:
        return best
    for other in (best, _pieces(body, _read(body, "utf-8")), _detected(body)):
        if other is not None and other.charset not in WEAK and _bad_share(other) <= FEW_BAD:
            return other
    return replace(best, readable=False)


def _score(sample: bytes, charset: str, names: list[str]) -> float:
    """How well a charset fits; what is declared needs less."""
    decoded = _read(sample, charset)
    bonus = DECLARED_BONUS if charset in names and charset not in WEAK else UTF8_BONUS if charset == "utf-8" else 0.0
    return plausible(decoded.text, charset) - 3 * _bad_share(decoded) + bonus + _hangul_bonus(decoded)


def _hangul_bonus(decoded: Decoded) -> float:
    """Korean is everyday Chinese to GBK, too; but it is Hangul's rows alone, with blanks between words."""
    words = WORDS.findall(decoded.text[:SAMPLE]) if decoded.charset == "cp949" else []
    size, hangul = sum(map(len, words)), sum(len(HANGUL.findall(word)) for word in words)
    spaced = len(words) >= 3 and max(map(len, words)) <= 12
    return HANGUL_BONUS if spaced and hangul >= 12 and hangul > 0.95 * size else 0.0


def _sample(body: bytes) -> bytes:
    """From the first foreign byte on; ends with a tag, not in the middle of a character."""
    first = HIGH.search(body)
    start = first.start() if first else 0
    sample = body[start : start + SAMPLE]
    return sample[: sample.rfind(b">") + 1] or sample if len(sample) == SAMPLE else sample


def _read(body: bytes, charset: str) -> Decoded:
    try:
        return Decoded(body.decode(charset), charset)
    except (UnicodeDecodeError, ValueError):
        text = body.decode(charset, errors="replace")
    if charset == "big5hkscs" and text.count("\ufffd") < MANY_BAD:
        text = body.decode(charset, errors="big5_of_windows")
    return Decoded(text, charset, text.count("\ufffd"))


def _pieces(body: bytes, decoded: Decoded) -> Decoded:
    """The same with pieces in another charset, see pieces.py; UTF-8 without a fault has none."""
    if decoded.charset == "utf-8" and not decoded.replaced:
        return decoded
    text = in_pieces(body, decoded.charset, lambda piece, charset: _read(piece, charset).text)
    return decoded if text is None else replace(decoded, text=text, replaced=text.count("\ufffd"))


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
    others = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    return decoded.replaced / max(others, 1)


def _detected(body: bytes) -> Decoded | None:
    """Statistics over a sample, for charsets of which plausible.py knows nothing."""
    best = from_bytes(body[:SAMPLE], cp_isolation=DETECTABLE, enable_fallback=False).best()
    charset = codec_name(best.encoding) if best is not None else None
    if charset is None:
        return None
    decoded = _read(body, charset)
    return decoded if _bad_share(decoded) <= FEW_BAD else None
