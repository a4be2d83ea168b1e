"""HTML or plain text to clean text. Pure, linear in the length, never fetches anything.

Kept: emoji (with their joiners), full-width Chinese punctuation, line structure. Changed: full-width letters, digits and
code-like signs become half-width (NFKC only where it is harmless), compatibility ideographs become plain ones, zero-width
and control characters go, runs of blanks become one. A lone surrogate becomes U+FFFD, so that every result is valid UTF-8.
"""

import html
import re
import unicodedata

from monitor.lib.halves import halves_joined
from monitor.text.looks import EVERYTHING, needed

MAX_INPUT_CHARS = 2_000_000  # of HTML; what follows is cut off
FEW = 12  # kinds of odd characters
MAX_TAG_CHARS = 8_000  # a `<` without its `>` within this is text

_BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_SPACED = frozenset(["td", "th"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "audio",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "canvas",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "del",
        "dfn",
        "em",
        "embed",
        "font",
        "frame",
        "frameset",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "link",
        "map",
        "mark",
        "marquee",
        "meta",
        "meter",
        "nobr",
        "object",
        "param",
        "picture",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "track",
        "tt",
        "u",
        "var",
        "video",
        "wbr",
        "area",
        "base",
    ]
)
_RAW = frozenset(["script", "style", "iframe", "noscript", "template", "svg", "math", "textarea", "xmp", "noframes"])
_RAW_END = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _RAW}
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*(?:[:-][A-Za-z0-9:-]*)?)(?=[\s/>])")
_TAG = re.compile(r"""</?([A-Za-z][A-Za-z0-9]{0,11})(?:[\s/](?:[^<>"']++|"[^"'<>]*+"|'[^"'<>]*+')*+)?>""")
_PIECES = {
    written: piece
    for names, piece in ((_BLOCK, "\n"), (_SPACED, " "), (_INLINE, ""))
    for name in names
    for written in (name, name.upper())
}
_ESCAPED_TAG = re.compile(
    r"</?(?:p|br|div|span|img|strong|em|b|a|h[1-6]|li|ul|ol|table|tr|td)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")

_CODE_SIGNS = "＠＃％＋－．／＝＿＆＊＜＞"
_NARROW = {ord(c): unicodedata.normalize("NFKC", c) for c in _CODE_SIGNS}
_NARROW |= {
    code: chr(code - 0xFEE0) for first, last in ("０９", "ＡＺ", "ａｚ") for code in range(ord(first), ord(last) + 1)
}
_SPACES = {ord(c): " " for c in "\t\x0b\x0c\xa0\u1680\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))}
_LINES = {ord(c): "\n" for c in "\x85\u2028\u2029"}
_NOTHING = dict.fromkeys(
    [
        *range(9),
        *range(14, 32),
        13,
        127,
        *range(128, 133),
        *range(134, 160),
        173,
        847,
        1564,
        4447,
        4448,
        6068,
        6069,
        6158,
        8203,
        8204,
        8206,
        8207,
        *range(8234, 8239),
        *range(8288, 8304),
        12644,
        65279,
        65440,
        *list(range(65529, 65532)),
        *list(range(917504, 917632)),
    ]
)
_COMPAT = {
    code: folded
    for code in [*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)]
    if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1 and ord(folded) != code
}
_TABLE: dict[int, str | None] = {
    **_NOTHING,
    **_NARROW,
    **_SPACES,
    **_LINES,
    **_COMPAT,
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# Two sets: one with characters beyond the basic plane in it is looked up 25 times slower.
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_TABLE) if code < 0x10000) + "\r]")
_IS_ODD = needed(("".join(map(chr, sorted(_TABLE))) + "\r",))
_ODD_HIGH = re.compile("[\U000e0000-\U000e007f]")  # tags
_EMOJI = "\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff\U0001fb00-\U0001fbff"
_JOINER = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_BLANKS = re.compile("  +")


def clean_html(s: str, has: int = EVERYTHING) -> str:
    """Clean text of HTML or plain text. Entities are resolved; scripts, styles and comments vanish; blocks become lines.

    `has`: what `first_looks` found in `s`.
    """
    if not s:
        return ""
    return normalise(_strip(s[:MAX_INPUT_CHARS])) if is_marked_up(s) else normalise(s, has)


def is_marked_up(s: str) -> bool:
    """Whether there is a tag or a reference in it, so that a look at its characters says nothing of what will be left."""
    return "<" in s or "&" in s


def normalise(s: str, has: int = EVERYTHING) -> str:
    """The character and blank rules alone, for text that is known to be plain."""
    if has & _IS_ODD:
        s = _without_odd(s)
    if "\u200d" in s:
        s = _JOINER.sub("", s)
    if "\n" in s:
        s = "\n".join([line for line in [line.strip(" ") for line in s.split("\n")] if line])
    if "  " in s:
        s = _BLANKS.sub(" ", s)
    return s.strip()


def _without_odd(s: str) -> str:
    """Odd characters made plain; of a few kinds one by one, which is quicker than asking for each character."""
    odd = set(_ODD.findall(s))
    high = _ODD_HIGH.search(s)
    if not odd and not high:
        return s
    if "\r" in odd:
        s = s.replace("\r\n", "\n").replace("\r", "\n")
    if high or len(odd) > FEW:
        return s.translate(_TABLE)
    for character in odd:
        s = s.replace(character, _TABLE.get(ord(character), character) or "")
    return s


def _strip(s: str) -> str:
    if "<" in s:
        s = _drop_tags(s)
    if "&" in s:
        s = html.unescape(_LONG_NUMBER.sub("\ufffd", halves_joined(s)))
        if "<" in s and _ESCAPED_TAG.search(s):  # a feed that escaped its markup once more
            s = _drop_tags(s)
    return s


def _drop_tags(s: str) -> str:
    plain = _dropped_plainly(s)
    return _dropped_carefully(s) if plain is None else plain


def _dropped_plainly(s: str) -> str | None:
    """What nearly all markup needs; None where it is more than tags with whole quotes."""
    pieces = _TAG.split(s)
    for i in range(1, len(pieces), 2):
        piece = _PIECES.get(pieces[i])
        if piece is None:
            return None
        pieces[i] = piece
    dropped = "".join(pieces)
    return None if "<" in dropped else dropped


def _dropped_carefully(s: str) -> str:
    out: list[str] = []
    at = 0
    while (start := s.find("<", at)) >= 0:
        out.append(s[at:start])
        piece, at = _markup(s, start)
        out.append(piece)
    out.append(s[at:])
    return "".join(out)


def _markup(s: str, start: int) -> tuple[str, int]:
    """(what the markup at `start` becomes, where the text goes on)."""
    if s.startswith("<!--", start):
        end = s.find("-->", start + 4)
        return "", end + 3 if end >= 0 else len(s)
    if s.startswith("<![CDATA[", start):
        end = s.find("]]>", start + 9)
        return (s[start + 9 : end], end + 3) if end >= 0 else (s[start + 9 :], len(s))
    if s.startswith(("<!", "<?"), start):
        end = s.find(">", start, start + MAX_TAG_CHARS)
        return ("", end + 1) if end >= 0 else ("<", start + 1)
    match = _NAME.match(s, start)
    name = match.group(1).lower() if match else ""
    known = name in _BLOCK or name in _INLINE or name in _SPACED or name in _RAW or ":" in name or "-" in name
    end = _tag_end(s, start) if known else -1
    if end < 0:
        return "<", start + 1
    if name in _RAW and s[start + 1] != "/" and s[end - 2] != "/":
        closing = _RAW_END[name].search(s, end)
        return " ", closing.start() if closing else len(s)
    return "\n" if name in _BLOCK else " " if name in _SPACED or name in _RAW else "", end


def _tag_end(s: str, start: int) -> int:
    """Index after the `>` that ends the tag, quoted `>` passed over; -1 without one nearby."""
    limit = min(len(s), start + MAX_TAG_CHARS)
    first = end = s.find(">", start, limit)
    while end >= 0:
        body = s[start:end]
        if body.count('"') % 2 == 0 and body.count("'") % 2 == 0:
            return end + 1
        end = s.find(">", end + 1, min(limit, first + 500))
    return first + 1 if first >= 0 else -1
