"""Repairs of XML that parsers would lose entries over: sections set aside, tags in capitals, channels at odd places. Pure.

A document is handled as its text with `\\0` in the place of each CDATA section and comment, and the list of these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

OPENING = re.compile(r"<!(?:\[CDATA\[|--)")
CDATA, CDATA_END = "<![CDATA[", "]]>"
SHORT, LONGEST = 300, 200_000  # characters
HOLDER = re.compile(r"<([\w:.-]{1,60})(?:\s[^<>]{0,300})?>\s*\Z")
TAG = re.compile(r"<[^<>]{1,2000}>")
NAME = re.compile(r"(?<=<)(/?)((?:[A-Za-z][\w.-]*:)?)([A-Za-z][\w.-]*)")
ATTRIBUTE = re.compile(r"(?<=\s)([A-Z]+)(?=\s*=\s*[\"'])")
ENTRY = re.compile(r"<(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
ENTRY_TAG = re.compile(r"<(/?)(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
CHANNEL = re.compile(r"<channel(?:\s[^<>]{0,1000})?>|</channel\s*>")
HOLDERS = ("title", "description", "summary", "content")
NAKED = tuple(re.compile(rf"<{name}(?:\s[^<>]*+)?>[^<]*+<(?!/{name})") for name in HOLDERS)
HELD = {
    naked: (f"</{name}>", re.compile(rf"<({name})((?:\s[^<>]*+)?)(?<!/)>([^<]*+<(?!/{name}).*?)</{name}>", re.DOTALL))
    for name, naked in zip(HOLDERS, NAKED, strict=True)
}
"""Elements whose text has markup that is not escaped, and all of such an element."""

BORDER = re.compile(r"</?(?:[A-Za-z][\w.-]{0,20}:)?(?:item|entry|channel)[\s>]")
OWN_TYPE = re.compile(r"""\b(?:type|mode)\s*=\s*["'](?:xhtml|xml|application/|image/|[a-z]+/[a-z.+-]*xml)""")
WELL_KNOWN = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""What prefixes mean that a feed uses without saying so."""

WHOLE_TEXTS = ("a10:content", "yandex:full-text", "full-text", "fulltext", "fullitem", "xhtml:body", "body")
"""What others call the whole text of an entry of RSS: .NET, Yandex, home-made systems, those that write XHTML."""

DEFAULT_SPACE = re.compile(r"""\sxmlns\s*=\s*(?:"[^"<>]*"|'[^'<>]*')""")

ODD_DATES = (
    "dcterms:created|dcterms:available|dc:created|prism:publicationDate|created|pubTime|publishTime|publishDate|publish_time"
    "|publish_date|publicationDate|createTime|create_time|lastUpdated|datetime|time"
)
ODD_DATE = {
    "item": re.compile(rf"<(/?)(?:{ODD_DATES})((?:\s[^<>]*+)?)(?<!/)>", re.IGNORECASE),
    "entry": re.compile(rf"<(/?)(?:{ODD_DATES}|pubDate|dc:date)((?:\s[^<>]*+)?)(?<!/)>", re.IGNORECASE),
}
USUAL_DATE = {"item": ("<pubDate",), "entry": ("<published", "<updated")}
OWN_DATE = {
    "item": re.compile(r"<(?:[\w.-]{1,20}:)?(?:pubDate|published|updated|date|issued|modified)[\s>]", re.IGNORECASE),
    "entry": re.compile(r"<(?:atom:)?(?:published|updated|issued|modified)[\s>]", re.IGNORECASE),
}
"""Where an entry says when it was published: as nobody else does, and as it should."""

FOREIGN_TEXT = {"content:encoded": "content", "description": "summary"}
"""What RSS calls the texts that are something else in Atom."""

TAG_NAME = re.compile(r"<(/?[A-Za-z][\w:.-]*+)")
ANY_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*+)[^<>]*?(/?)>")
ROOT_NAME = re.compile(r"<[\w:.-]+")
MEDIA_TEXT = "<media:description"
WHOLE_ENTRIES = [(f"</{name}>", re.compile(rf"<({name})[\s>].*?</{name}>", re.DOTALL)) for name in ("item", "entry")]
OWN_TEXT = re.compile(r"<(?:description|summary|content|content:encoded)(?:\s[^<>]*)?>\s*[^\s<]")
MEDIA_AROUND = re.compile(r"</?media:(?:group|content)(?:\s[^<>]*)?>")
MEDIA_TAG = re.compile(r"<(/?)media:description((?:\s[^<>]*)?)>")
SHADOW = re.compile(
    r"(</?[\w.-]{1,20}:)(title|description|link)(?=[\s>/])(?![^<>]{0,500}\brel\s*=\s*[\"'](?:enclosure|alternate))"
)
OWN = {name: re.compile(rf"<{name}(?:\s[^<>]*+)?(?<!/)>\s*[^\s<]") for name in ("title", "description", "link")}
LINK_HREF = re.compile(
    r"<link\s[^<>]{0,500}?\bhref\s*=\s*[\"']\s*([^\"'<>]{1,4000})[\"'][^<>]{0,500}>(?:\s*</link\s*>)?"
)
LINK_TEXT = re.compile(r"<link>\s*([^\s<>\0\"][^<>\0\"]{0,4000})</link\s*>")
PROPER = {
    name.lower(): name
    for name in "RDF pubDate lastBuildDate managingEditor webMaster updatePeriod updateFrequency".split()  # noqa: SIM905
}


def set_aside(text: str) -> tuple[str, list[str]]:
    """(the text with `\\0` for each section, the sections). One without its end goes to the end of the text.

    Comments are left out, short sections without markup stand as the text that they are.
    """
    kept: list[str] = []
    parts: list[str] = []
    position = 0
    while (opening := OPENING.search(text, position)) is not None:
        start = opening.start()
        kept.append(text[position:start])
        end = text.find(CDATA_END, start, start + SHORT) if opening.group() == CDATA else -1
        inner = text[start + 9 : end] if end > 0 else "<"
        if "<" not in inner and "&" not in inner and ">" not in inner:
            kept.append(inner)
            position = end + 3
            continue
        position = _end(text, start)
        if opening.group() == CDATA:
            kept.append("\0")
            parts.append(_section(text[start:position]))
    return "".join([*kept, text[position:]]), parts


def restored(plain: str, parts: list[str]) -> str:
    """The text with its sections where they were; of a shorter text only the first ones."""
    pieces = plain.split("\0")
    both = [piece for pair in zip(pieces, parts, strict=False) for piece in pair]
    return "".join(both[: 2 * len(pieces) - 1] + pieces[len(parts) :])


def cut_out(plain: str, parts: list[str], start: int, end: int) -> tuple[str, list[str]]:
    """Without a stretch of it and the sections there."""
    first = plain.count("\0", 0, start)
    after = first + plain.count("\0", start, end)
    return plain[:start] + plain[end:], parts[:first] + parts[after:]


def repair(plain: str, root: str) -> str:
    """From its root tag on: names as they should be written, all entries of RSS within one channel."""
    first = ENTRY.search(plain)
    prefix, _mark, local = root.rpartition(":")
    if local.lower() == "rss":
        plain = _without_space(plain, prefix)
    if local not in {"rss", "feed", "RDF", "channel"} or (first and not first.group().islower()):
        plain = TAG.sub(_cased, plain)
    for naked in NAKED:
        if naked.search(plain):
            plain = _each(*HELD[naked], _escaped, plain)
    if local.lower() == "rss" and "<atom:content" in plain:
        plain = plain.replace("<atom:content", "<content:encoded").replace("</atom:content", "</content:encoded")
    plain = _renamed(plain, local.lower())
    missing = [prefix for prefix in WELL_KNOWN if f"<{prefix}:" in plain and f"xmlns:{prefix}" not in plain]
    if missing:
        bound = "".join(f' xmlns:{prefix}="{WELL_KNOWN[prefix]}"' for prefix in missing)
        plain = ROOT_NAME.sub(lambda name: name.group() + bound, plain, count=1)
    if MEDIA_TEXT in plain:
        for closing, whole in WHOLE_ENTRIES:
            plain = _each(closing, whole, _with_media_text, plain)
    if SHADOW.search(plain):
        for closing, whole in WHOLE_ENTRIES:
            plain = _each(closing, whole, _without_shadows, plain)
    if local == "feed":
        plain = LINK_TEXT.sub(r'<link href="\1"/>', plain) if "<link>" in plain else plain
    elif "<link " in plain:
        plain = LINK_HREF.sub(r"<link>\1</link>", plain)
    return _one_channel(plain) if local.lower() == "rss" else plain


def _without_space(plain: str, prefix: str) -> str:
    """RSS 2 has no namespace of its own: without the one that its root declares, or the prefix that its elements have."""
    end = plain.find(">") + 1
    plain = DEFAULT_SPACE.sub("", plain[:end]) + plain[end:]
    return re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1", plain) if prefix else plain


def without_stray_ends(plain: str) -> str:
    """Without end tags of what was never begun: the parsers give up the rest of an entry for one."""
    names = Counter(TAG_NAME.findall(plain))
    if all(not name.startswith("/") or names[name[1:]] >= n for name, n in names.items()):
        return plain
    kept: list[str] = []
    opened: Counter[str] = Counter()
    at = 0
    for tag in ANY_TAG.finditer(plain):
        if not tag[1]:
            opened[tag[2]] += not tag[3]
        elif opened[tag[2]]:
            opened[tag[2]] -= 1
        else:
            kept.append(plain[at : tag.start()])
            at = tag.end()
    return "".join([*kept, plain[at:]]) if kept else plain


def _renamed(plain: str, root: str) -> str:
    """Texts and dates of entries by the names that the parsers know, where an entry has none that is called so."""
    if root == "rss" and "<content:encoded" not in plain:
        for name in WHOLE_TEXTS:
            if f"<{name}" in plain:
                whole = re.compile(rf"<({name})((?:\s[^<>]*+)?)(?<!/)>(.*?)</{name}>", re.DOTALL)
                plain = _each(f"</{name}>", whole, _with_content, plain)
    if root == "feed" and ("<content:encoded" in plain or "<description" in plain):
        plain = _each(*WHOLE_ENTRIES[1], _with_own_text, plain)
    for closing, whole in WHOLE_ENTRIES:
        kind = closing[2:-1]
        begin = max(plain.find(f"<{kind}"), 0)
        dated = max(plain.count(name, begin) for name in USUAL_DATE[kind])
        if dated < plain.count(closing) and ODD_DATE[kind].search(plain):
            plain = _each(closing, whole, _with_own_date, plain)
    return plain


def _with_content(match: re.Match[str]) -> str:
    return f"<content:encoded>{_as_text(match[3]) if '<' in match[3] else match[3]}</content:encoded>"


def _with_own_text(match: re.Match[str]) -> str:
    entry = match.group()
    for foreign, own in FOREIGN_TEXT.items():
        if f"<{foreign}" in entry and not re.search(rf"<{own}[\s>/]", entry):
            entry = re.sub(rf"<{foreign}(?=[\s>])", f'<{own} type="html"', entry).replace(f"</{foreign}", f"</{own}")
    return entry


def _with_own_date(match: re.Match[str]) -> str:
    entry, kind = match.group(), match.group(1)
    if OWN_DATE[kind].search(entry):
        return entry
    name = "pubDate" if kind == "item" else "published"
    return ODD_DATE[kind].sub(lambda tag: f"<{tag[1]}{name}{tag[2]}>", entry, count=2)


def _end(text: str, start: int) -> int:
    comment = not text.startswith(CDATA, start)
    end = text.find("-->", start + 4) if comment else text.find(CDATA_END, start + 9)
    if not comment and (left := _left_open(text, start, end)):
        return left
    if end < 0:
        return len(text)
    if comment or text.find(CDATA, start + 9, end) < 0:
        return end + 3
    holder = HOLDER.search(
        text, max(start - 400, 0), start
    )  # a section within a section: its element says where it ends
    close = text.find(f"</{holder.group(1)}", end, end + LONGEST) if holder else -1
    outer = text.rfind(CDATA_END, end, close) if close > 0 else end
    return outer + 3 if not text[outer + 3 : close].strip() else end + 3


def _left_open(text: str, start: int, end: int) -> int:
    """Where a section without its own end was meant to end: with its element, when its entry ends before another section; else 0."""
    other = text.find(CDATA, start + 9, len(text) if end < 0 else end)
    if end > 0 and other < 0:
        return 0
    border = ENTRY_TAG.search(text, start + 9, other if other > 0 else len(text))
    holder = HOLDER.search(text, max(start - 400, 0), start) if border and border.group(1) else None
    return max(text.find(f"</{holder.group(1)}", start, border.start()), 0) if border and holder else 0


def _section(section: str) -> str:
    """A CDATA section with others in it as one, and with an end."""
    if not section.endswith(CDATA_END):
        return section.replace(CDATA_END, "") + CDATA_END
    if section.startswith(CDATA) and section.count(CDATA_END) > 1:
        return CDATA + section[9:-3].replace(CDATA, "").replace(CDATA_END, "") + CDATA_END
    return section


def _each(closing: str, element: re.Pattern[str], change: Callable[[re.Match[str]], str], plain: str) -> str:
    """Every such element changed. Only up to the last closing tag: none after it can be whole, and each would be sought in vain."""
    last = plain.rfind(closing) + len(closing)
    return plain if last < len(closing) else element.sub(change, plain[:last]) + plain[last:]


def _cased(match: re.Match[str]) -> str:
    tag = NAME.sub(lambda name: f"{name[1]}{name[2].lower()}{_proper(name[3])}", match.group(), count=1)
    return ATTRIBUTE.sub(lambda attribute: attribute[1].lower(), tag)


def _proper(name: str) -> str:
    return PROPER.get(name.lower(), name.lower() if name.isupper() or name.istitle() else name)


def _escaped(match: re.Match[str]) -> str:
    """Markup that stands naked in a title or text as the text it was meant to be; XHTML and other XML is left alone."""
    name, attributes, inner = match.groups()
    if OWN_TYPE.search(attributes) or BORDER.search(inner):
        return match.group()
    return f"<{name}{attributes}>{_as_text(inner)}</{name}>"


def _as_text(markup: str) -> str:
    return markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _with_media_text(match: re.Match[str]) -> str:
    """An entry whose only text is the description of its film or picture: that is its text."""
    entry, name = match.group(), "description" if match.group(1) == "item" else "summary"
    if MEDIA_TEXT not in entry or OWN_TEXT.search(entry):
        return entry
    html = ' type="html"' if name == "summary" else ""
    return MEDIA_TAG.sub(lambda tag: f"<{tag[1]}{name}{'' if tag[1] else html}>", MEDIA_AROUND.sub("", entry), count=2)


def _without_shadows(match: re.Match[str]) -> str:
    """An entry whose own title, text and link are the only ones of that name: the fast parser takes the first, whosever it is."""
    entry = match.group()
    own = {name for name, element in OWN.items() if element.search(entry)}
    return SHADOW.sub(lambda tag: f"{tag[1]}other-{tag[2]}" if tag[2] in own else tag[0], entry)


def _one_channel(plain: str) -> str:
    """Entries beside the channel (or without one, or in a second) as if they were in it."""
    first, closed = ENTRY.search(plain), plain.rfind("</channel")
    whole = first is None or -1 < plain.find("<channel") < first.start()
    if whole and plain.count("<channel") == 1 and (closed < 0 or (first and not ENTRY.search(plain, closed))):
        return plain
    if first is None:
        return plain
    opened = plain.find(">") + 1
    close = plain.lower().rfind("</rss")
    inner, tail = (plain[opened:], "") if close < 0 else (plain[opened:close], plain[close:])
    end = "</channel>" if tail else ""
    return f"{plain[:opened]}<channel>{CHANNEL.sub('', inner)}{end}{tail}"
