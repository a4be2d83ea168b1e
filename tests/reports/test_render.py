"""Reports as files: the same words in every form, the same bytes every time, every character drawn."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pypdf import PdfReader

from monitor.fonts import MISSING, covered
from monitor.reports.render import FORMS, Rendered, RenderError, render
from monitor.reports.render.columns import SMALL_PADDING, SMALL_ROOM, breadth, is_wide, widths
from monitor.reports.render.gather import paper_of
from monitor.reports.render.paper import Grid, Heading
from tests.reports.golden import LANGUAGES, NAMES, expected, golden, structure


@cache
def made(name: str, form: str, language: str = "zh-hans") -> Rendered:
    return render(golden(name), form, language)


def word(name: str, language: str = "zh-hans") -> Any:
    return Document(io.BytesIO(made(name, "docx", language).content))


def pdf(name: str, language: str = "zh-hans") -> PdfReader:
    return PdfReader(io.BytesIO(made(name, "pdf", language).content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_report_says_what_it_said(name: str, language: str) -> None:
    assert structure(name, language) == expected(name, language).read_text(encoding="utf-8")


@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_same_report_gives_the_same_bytes(form: str) -> None:
    assert render(golden("one"), form, "zh-hans").content == made("one", form).content


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_no_clock_gets_into_an_office_file(form: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made("long", form).content)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        dates = re.findall(r"<dcterms:\w+[^>]*>([^<]+)", archive.read("docProps/core.xml").decode())
    assert set(dates) == {"2026-03-09T02:30:00Z"}


def test_names_of_files_say_exercise_kind_day_and_state() -> None:
    assert made("long", "json").filename == "exercise-tingchao-weekly-20260302.json"
    assert made("one", "json").filename == "tingchao-weekly-20260302-draft.json"


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(RenderError):
        render(golden("one"), "doc", "en")


def test_word_has_real_headings_captions_that_count_and_heads_on_every_page() -> None:
    paper, document = paper_of(golden("long"), "zh-hans"), word("long")
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [block.text for block in paper.blocks if isinstance(block, Heading)]
    codes = [node.text.strip() for node in document.element.iter(qn("w:instrText"))]
    grids = [block for block in paper.blocks if isinstance(block, Grid)]
    assert codes.count("SEQ 表 \\* ARABIC") == len(grids) == len(document.tables)
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)


def test_word_follows_gb_t_9704_by_name_and_measure() -> None:
    """GB/T 9704-2012: 5.1 A4; 5.2.1 head 37 mm, binding edge 28 mm, type area 156 mm x 225 mm; 5.2.2 body in size 3 (16 pt); 7.3.1 title in
    size 2 (22 pt) of 小标宋; 7.3.3 levels in 黑体, 楷体; 7.5 page number in size 4 (14 pt) of half-width 宋体 between dashes, outside,
    one character in. Lines of 28 pt: 22 of them fill no more than the 225 mm."""
    document = word("long")
    section, styles = document.sections[0], document.styles
    sides = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    area = [section.page_width - section.left_margin - section.right_margin]
    area.append(section.page_height - section.top_margin - section.bottom_margin)
    assert [round(length.mm) for length in sides] == [210, 297, 37, 28]
    assert [round(length / 36_000) for length in area] == [156, 225]
    for name, (font, size) in STANDARD.items():
        east = styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        assert (name, east, styles[name].font.size.pt) == (name, font, size)
    body = styles["Report Text"]
    assert body.paragraph_format.line_spacing.pt == 28 <= 225 / 25.4 * 72 / 22
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"
    for footer, style, side in (
        (section.footer, "Report Page Odd", "right_indent"),
        (section.even_page_footer, "Report Page Even", "left_indent"),
    ):
        number = footer.paragraphs[0]
        assert (number.text, number.style.name) == ("— 1 —", style)
        assert getattr(styles[style].paragraph_format, side).pt == 14
        assert styles[style].element.rPr.find(qn("w:rFonts")).get(qn("w:ascii")) == "宋体"


STANDARD = {
    "Title": ("方正小标宋简体", 22),
    "Report Text": ("仿宋_GB2312", 16),
    "Heading 1": ("黑体", 16),
    "Heading 2": ("楷体_GB2312", 16),
    "Report Page Odd": ("宋体", 14),
    "Report Page Even": ("宋体", 14),
}


def test_numbers_and_short_words_of_a_wide_table_keep_to_one_line() -> None:
    for language in LANGUAGES:
        for block in paper_of(golden("drill"), language).blocks:
            if isinstance(block, Grid) and is_wide(block.table):
                shares = widths(block.table, SMALL_ROOM, SMALL_PADDING)
                for n in block.table.numeric:
                    need = max(breadth(row[n]) for row in block.table.rows)
                    assert shares[n] * SMALL_ROOM >= need + 1


def test_a_picture_has_no_room_around_it_that_pushes_it_over_the_margin() -> None:
    inlines = list(word("long").element.iter(qn("wp:inline")))
    assert {inline.get(side) for inline in inlines for side in ("distL", "distR")} == {"0"}


def test_pictures_of_word_are_told_to_those_who_do_not_see_them() -> None:
    shapes = list(word("long").element.iter(qn("wp:docPr")))
    assert shapes
    assert all(shape.get("descr") for shape in shapes)


def test_no_person_stands_in_the_properties_of_a_document() -> None:
    properties = word("long").core_properties
    assert {properties.author, properties.last_modified_by} == {golden("long").frozen["organisation"][:60]}


def test_an_unsigned_report_says_so_on_every_page() -> None:
    assert "未签发" in word("one").sections[0].header.paragraphs[0].text
    assert all("未签发" in page.extract_text() for page in pdf("one").pages)


def test_pdf_has_title_language_outline_tags_and_no_font_but_ours() -> None:
    reader = pdf("long")
    headings = [block.text for block in paper_of(golden("long"), "zh-hans").blocks if isinstance(block, Heading)]
    assert [entry["/Title"] for entry in reader.outline] == headings
    assert reader.metadata is not None
    assert reader.metadata.title.startswith("职工舆情周报")
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"].startswith("zh")
    assert root["/MarkInfo"]["/Marked"]
    fonts = {str(f.get_object()["/BaseFont"]) for page in reader.pages for f in page["/Resources"]["/Font"].values()}
    assert all("TingchaoSans" in font for font in fonts)


def test_every_character_of_a_pdf_is_one_that_the_font_has() -> None:
    text = "".join(page.extract_text() for page in pdf("long").pages)
    assert {char for char in text if char not in "\n\u200b" and ord(char) not in covered()} == set()


def test_a_character_that_the_font_lacks_is_shown_and_said() -> None:
    text = "".join(page.extract_text() for page in pdf("long").pages)
    assert f"{MISSING} 表示字库中没有的字" in text
    assert MISSING not in "".join(page.extract_text() for page in pdf("one").pages)


def test_a_mail_is_small_and_plain_and_says_everything() -> None:
    html = made("long", "html").content.decode()
    assert len(html.encode()) < 100_000
    assert not re.search(r"<img|<script|<link|src=|url\(", html)
    assert "&lt;script&gt;" in html
    for said in ("涉工信息 1,092 条", "另有 38 行", "表 5　热点话题", "82.4 %"):
        assert said in html


def test_a_spreadsheet_has_numbers_and_runs_nothing() -> None:
    book = load_workbook(io.BytesIO(made("long", "xlsx").content))
    areas = next(sheet for sheet in book if "按领域" in sheet.title)
    assert [cell.value for cell in areas[2]] == ["工资报酬", 402, 0.368, 0.512, 301, 0.336]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert any(str(cell.value).startswith("=HYPERLINK") and cell.quotePrefix for cell in cells)


def test_drawing_is_not_loaded_until_something_is_drawn() -> None:
    code = (
        "import django; django.setup(); import sys; import dashboards.urls; import monitor.reports.render;"
        "sys.exit(bool({'matplotlib', 'typst', 'docx', 'wordcloud'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
