"""What python-docx has no words for: East Asian fonts, fields, borders, fallbacks of fonts."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# What a machine without a font takes instead, in this order.
FALLBACKS = {
    "方正小标宋简体": "方正小标宋_GBK,小标宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    "仿宋_GB2312": "仿宋,FangSong,STFangsong,FZFangSong-Z02,Noto Serif CJK SC",
    "楷体_GB2312": "楷体,KaiTi,STKaiti,FZKai-Z03,Noto Serif CJK SC",
    "黑体": "SimHei,STHeiti,Noto Sans CJK SC",
    "宋体": "SimSun,STSong,Noto Serif CJK SC",
}
LATIN = "Times New Roman"


def fonts_set(properties: Any, east: str, latin: str = LATIN) -> None:
    """Name the fonts of a style or run; `properties` is its rPr."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for where, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east)):
        fonts.set(qn(f"w:{where}"), name)


def font_table() -> bytes:
    """The document's list of fonts with what may stand in for each."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()


def field_add(paragraph: Any, code: str, shown: str) -> None:
    """A field that Word can count again, with its present result."""
    for kind in ("begin", None, "separate", "result", "end"):
        run = paragraph.add_run(shown if kind == "result" else "")
        if kind is None:
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run._r.append(text)
        elif kind != "result":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def indent_characters(properties: Any, characters: int, size: float) -> None:
    """First-line indent in characters, as Chinese text is measured, and in points for who does not know those."""
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(100 * characters))
    indent.set(qn("w:firstLine"), str(round(20 * characters * size)))


def rule(paragraph: Any, side: str = "bottom", size: int = 8) -> None:
    """A line below (or above) a paragraph; size in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "6"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct",
        "w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid",
        "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents", "w:jc", "w:rPr",
    )  # fmt: skip


def row_manners(row: Any, *, head: bool) -> None:
    """A row is not broken over pages; a head row is repeated on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))


def picture_words(run: Any, text: str, number: int) -> None:
    """What a picture shows, for those who do not see it."""
    for properties in run._r.iter(qn("wp:docPr")):
        properties.set("descr", text)
        properties.set("id", str(number))
        properties.set("name", f"figure-{number}")
    for inline in run._r.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # LibreOffice takes 3.2 mm where nothing is said


def cells_narrow(table: Any) -> None:
    """A millimetre between a cell's border and its words."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def cell_shade(cell: Any, colour: str) -> None:
    """Fill a cell; `colour` is RRGGBB."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
