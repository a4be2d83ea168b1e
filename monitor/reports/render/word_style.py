"""Page and styles of GB/T 9704-2012: margins 37, 35, 28, 26 mm; 小标宋 title; body 仿宋 三号 on lines of 28 pt; 黑体, 楷体 headings."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from monitor.reports.render.word_xml import LATIN, fonts_set, indent_characters

TITLE, BODY, FIRST, SECOND, SMALL = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LINE = Pt(28)
TEXT_WIDTH = Mm(156)


def page_set(document: Any) -> None:
    """A4 with the standard's margins, page numbers on the outer side."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    document.settings.odd_and_even_pages_header_footer = True


def styles_set(document: Any, *, english: bool) -> None:
    """The styles that the text uses, by their built-in names where there are some."""
    styles = document.styles
    _style(styles["Normal"], BODY, 16, align="justify")
    _language(styles, english=english)
    _style(styles["Title"], TITLE, 22, line=36, align="centre", after=6)
    _style(styles["Heading 1"], FIRST, 16, keep=True)
    _style(styles["Heading 2"], SECOND, 16, keep=True)
    _style(styles["Caption"], FIRST, 12, line=22, align="centre", before=6, keep=True)
    body = _style(_new(styles, "Report Text"), BODY, 16, align="justify")
    _style(_new(styles, "Report Line"), SECOND, 14, align="centre")
    _style(_new(styles, "Report Mark"), FIRST, 14, align="left")
    _style(_new(styles, "Report Table"), BODY, 10.5, line=17, align="left")
    _style(_new(styles, "Report Table Small"), BODY, 9, line=14, align="left")
    _style(_new(styles, "Report Figure"), BODY, 10.5, align="centre", exact=False, keep=True)
    _style(_new(styles, "Report Note"), BODY, 9, line=15, align="left")
    for side, align in (("Odd", "right"), ("Even", "left")):
        number = _style(_new(styles, f"Report Page {side}"), SMALL, 14, align=align, latin=SMALL)
        indent = number.paragraph_format
        indent.right_indent, indent.left_indent = (Pt(14), Pt(0)) if side == "Odd" else (Pt(0), Pt(14))
    _style(_new(styles, "Report Signature"), BODY, 16, align="right", before=14)
    for level in (1, 2):
        styles[f"Heading {level}"].font.bold = english  # 黑体 and 楷体 stand out by themselves
    if not english:
        for style in (body, styles["Heading 1"], styles["Heading 2"]):
            indent_characters(style.element.get_or_add_pPr(), 2, 16)


def _new(styles: Any, name: str) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    return style


def _style(
    style: Any, font: str, size: float, *, line: float = 28, align: str = "left", before: float = 0, after: float = 0,
    keep: bool = False, exact: bool = True, latin: str = LATIN,
) -> Any:  # fmt: skip
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    fonts_set(properties, font, latin)
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY if exact else WD_LINE_SPACING.SINGLE
    if exact:
        layout.line_spacing = Pt(line)
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    layout.keep_with_next, layout.widow_control = keep, True
    layout.alignment = ALIGN[align]
    for borders in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(borders)
    return style


ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _language(styles: Any, *, english: bool) -> None:
    """So that spelling is checked in the right language and read aloud in it."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB" if english else "en-US")  # zh-CN lets LibreOffice break numbers in two
    language.set(qn("w:eastAsia"), "zh-CN")
    properties = styles["Normal"].element.get_or_add_rPr()
    properties.append(language)
    for old in styles.element.iter(qn("w:docDefaults")):
        for found in list(old.iter(qn("w:lang"))):
            found.set(qn("w:val"), language.get(qn("w:val")))
            found.set(qn("w:eastAsia"), "zh-CN")
