"""The report as a Word document that people go on writing in: real styles, fields and tables. Opens in LibreOffice and WPS."""

from __future__ import annotations

import re
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE as KIND

from monitor.reports.render import figures
from monitor.reports.render.ooxml import steady
from monitor.reports.render.paper import Block, Figure, Grid, Heading, Paper, Paragraph, Subheading, when
from monitor.reports.render.word_style import TEXT_WIDTH, page_set, styles_set
from monitor.reports.render.word_table import table_add
from monitor.reports.render.word_xml import field_add, font_table, picture_words, rule

if TYPE_CHECKING:
    from monitor.reports.render import Progress

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_OURS = (KIND.THUMBNAIL, "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects")


def write(paper: Paper, progress: Progress) -> bytes:
    """The bytes of the .docx."""
    document: Any = Document()
    _empty(document)
    page_set(document)
    styles_set(document, english=paper.language == "en")
    _properties(document, paper)
    _every_page(document, paper)
    _head(document, paper)
    for n, block in enumerate(paper.blocks):
        progress("docx", n, len(paper.blocks))
        _add(document, block, paper)
    _foot(document, paper)
    out = BytesIO()
    document.save(out)
    return steady(out.getvalue(), paper.moment)


def _empty(document: Any) -> None:
    """python-docx starts from an old Mac file: its thumbnail, second set of styles and fonts go."""
    package, part = document.part.package, document.part
    for owner in (package, part):
        for key, relation in list(owner.rels.items()):
            if relation.reltype in NOT_OURS or relation.reltype == KIND.CUSTOM_XML:
                del owner.rels[key]
            elif relation.reltype == KIND.FONT_TABLE:
                relation.target_part._blob = font_table()
            elif relation.reltype == KIND.EXTENDED_PROPERTIES:
                relation.target_part._blob = APPLICATION


APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/'
    b'officeDocument/2006/extended-properties"><Application>Tingchao</Application></Properties>'
)


def _properties(document: Any, paper: Paper) -> None:
    """Title and dates; no person's name."""
    properties, moment = document.core_properties, paper.moment.astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.subject = clean(paper.subject), clean(paper.head.unit)
    properties.author = properties.last_modified_by = clean(paper.head.unit)[:60]
    properties.comments, properties.keywords = "", ""
    properties.language = paper.language
    properties.created = properties.modified = moment
    properties.revision = 1


def clean(text: str) -> str:
    """Without what XML cannot hold; a number and its % stay on one line."""
    return NOT_XML.sub("", text).replace(" %", "\u00a0%")


def _every_page(document: Any, paper: Paper) -> None:
    """Marks above; below — 1 — as GB/T 9704 7.5 has it: half-width 宋体 of size 4 between dashes of one character, on the outer side, one
    character in from the edge of the text."""
    section = document.sections[0]
    said = "　".join([*paper.head.marks, *([paper.head.state] if paper.head.state else [])])
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        paragraph = header.paragraphs[0]
        paragraph.style = document.styles["Report Mark"]
        paragraph.add_run(clean(said))
    for footer, style in ((section.footer, "Report Page Odd"), (section.even_page_footer, "Report Page Even")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[style]
        paragraph.add_run("— ")
        field_add(paragraph, "PAGE", "1")
        paragraph.add_run(" —")


def _head(document: Any, paper: Paper) -> None:
    head = paper.head
    document.add_paragraph(clean(head.title), style="Title")
    document.add_paragraph(clean(head.issue), style="Report Line")
    document.add_paragraph(clean(head.unit), style="Report Line")
    rule(document.add_paragraph(clean(when(paper)), style="Report Line"))
    if head.notice:
        document.add_paragraph(style="Report Text").add_run(clean(head.notice)).bold = True


def _add(document: Any, block: Block, paper: Paper) -> None:
    match block:
        case Heading():
            document.add_paragraph(clean(block.text), style="Heading 1")
        case Subheading():
            document.add_paragraph(clean(block.text), style="Heading 2")
        case Paragraph():
            document.add_paragraph(clean(block.text), style="Report Text")
        case Figure():
            run = document.add_paragraph(style="Report Figure").add_run()
            run.add_picture(BytesIO(figures.png(block.chart)), width=TEXT_WIDTH)
            picture_words(run, clean(block.chart.alt), 100 + block.number)
            _caption(document, block.number, block.caption, paper.words["figure"], last=True)
        case Grid():
            _caption(document, block.number, block.caption, paper.words["table"])
            table_add(document, block, clean)


def _caption(document: Any, number: int, text: str, word: str, *, last: bool = False) -> None:
    paragraph = document.add_paragraph(f"{word} ", style="Caption")
    field_add(paragraph, f"SEQ {word} \\* ARABIC", str(number))
    paragraph.add_run(f"　{clean(text)}")
    if last:
        paragraph.paragraph_format.keep_with_next = False


def _foot(document: Any, paper: Paper) -> None:
    signed = document.add_paragraph(clean(paper.foot.signed), style="Report Signature")
    window = document.add_paragraph(clean(paper.foot.window), style="Report Note")
    rule(window, "top")
    for paragraph in (signed, window):  # what was signed does not stand on a page without the signature
        paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph(clean(paper.foot.digest), style="Report Note")
