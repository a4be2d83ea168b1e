"""Sheets of units and places, and the rows in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from monitor.district.rows import RowError, UnitRow, place_row, unit_row
from monitor.district.sheet import MAX_ROWS, PLACE_COLUMNS, SheetError, sheet_read, sheet_write
from tests.each import each

HEAD = list(PLACE_COLUMNS.values())


def workbook(*rows: list[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


def test_a_written_sheet_reads_back_with_its_line_numbers() -> None:
    body = sheet_write(PLACE_COLUMNS, [("石漾镇", "石漾", "街道乡镇", "本区", "", "沿河")])
    assert sheet_read(body, PLACE_COLUMNS) == [
        (2, {"name": "石漾镇", "aliases": "石漾", "kind": "街道乡镇", "scope": "本区", "unit": "", "note": "沿河"})
    ]


def test_no_written_cell_is_a_formula_and_the_guard_is_dropped_on_reading() -> None:
    body = sheet_write(PLACE_COLUMNS, [("=HYPERLINK(1)", "+1", "@x", "-1", "", "\t=1")])
    cells = load_workbook(io.BytesIO(body)).worksheets[0][2]
    assert "f" not in {cell.data_type for cell in cells}
    assert all(str(cell.value).startswith("'") for cell in cells if cell.value)
    assert sheet_read(body, PLACE_COLUMNS)[0][1]["name"] == "=HYPERLINK(1)"


def test_columns_are_known_by_name_in_any_order_and_empty_lines_are_skipped() -> None:
    body = workbook(["备注", "名称（必填）"], [None, "梅屏镇"], [None, None], ["二期", "渡头镇"])
    assert sheet_read(body, PLACE_COLUMNS) == [
        (2, {"note": "", "name": "梅屏镇"}),
        (4, {"note": "二期", "name": "渡头镇"}),
    ]


def test_a_title_above_the_columns_traditional_headings_and_a_second_sheet_are_understood() -> None:
    book, out = Workbook(), io.BytesIO()
    book.worksheets[0].append(["请在第二张表填写"])
    for row in (["云河区地名表"], ["類別 ", "名 稱：", "範圍"], ["街道乡镇", "石漾镇", "本区"]):
        (book.worksheets[1] if len(book.worksheets) > 1 else book.create_sheet("地名")).append(row)
    book.save(out)
    assert sheet_read(out.getvalue(), PLACE_COLUMNS) == [(3, {"kind": "街道乡镇", "name": "石漾镇", "scope": "本区"})]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return out.getvalue()


def unfolding(charset: str = "utf-8") -> bytes:
    """A workbook of two kilobytes whose one cell is ten million characters, by entities in entities."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 7))
    sheet = (
        f'<?xml version="1.0" encoding="{charset}"?><!DOCTYPE x [<!ENTITY a0 "{"镇" * 10}">{entities}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&a6;</t></is></c></row></sheetData></worksheet>'
    )
    return changed(workbook(["名称"]), {"xl/worksheets/sheet1.xml": sheet.encode(charset)})


def changed(body: bytes, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in book.namelist():
            archive.writestr(name, parts.get(name, book.read(name)))
    return out.getvalue()


@each(charset=["utf-8", "utf-16"])
def test_a_workbook_with_entities_is_refused_before_they_unfold(charset: str) -> None:
    with pytest.raises(SheetError, match="DOCTYPE"):
        sheet_read(unfolding(charset), PLACE_COLUMNS)


whole = cache(partial(workbook, ["名称", "别名"], ["石漾镇", "石漾"]))  # there is a time of day in it: made once


@given(
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 3), st.binary(max_size=3)), min_size=1, max_size=6
    )
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_with_a_reason(changes: list[tuple[float, int, bytes]]) -> None:
    """Bytes cut out and put in; every other error would be a page of ours that fails."""
    body, label = bytearray(whole()), "sheet_kind"
    for place, cut, put in changes:
        at = int(place * len(body))
        body[at : at + cut] = put
    try:
        sheet_read(bytes(body), PLACE_COLUMNS)
    except SheetError as error:
        label = error.label
    assert label in {"sheet_kind", "sheet_size", "sheet_head", "sheet_rows"}


@each(
    "body label",
    [
        (b"", "sheet_kind"),
        ("编号,别名\n石漾镇,".encode(), "sheet_head"),
        ('名称,别名\n"石漾镇,'.encode(), "sheet_kind"),
        (b"\xd0\xcf\x11\xe0 an old XLS", "sheet_kind"),
        (b"PK\x03\x04 broken", "sheet_kind"),
        (b"0" * 2_000_001, "sheet_size"),
        (bomb, "sheet_size"),  # made when the test runs, not in each process that collects it
        (workbook, "sheet_head"),
        (lambda: workbook(["张数", "日期"], ["1", "2"]), "sheet_head"),
        (lambda: workbook(["名称"], *[[f"地{n}"] for n in range(MAX_ROWS + 1)]), "sheet_rows"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(body: bytes | Callable[[], bytes], label: str) -> None:
    found = body() if callable(body) else body
    with pytest.raises(SheetError) as caught:
        sheet_read(found, PLACE_COLUMNS)
    assert caught.value.label == label


@each(
    "values label",
    [
        ({"name": ""}, "name_missing"),
        ({"name": "\u200b\u3000"}, "name_missing"),
        ({"name": "12"}, "no_word"),
        ({"name": "石漾镇", "aliases": "——"}, "no_word"),
        ({"name": "镇" * 41}, "too_long"),
        ({"name": "镇"}, "too_short"),
        ({"name": "石漾镇", "aliases": "石"}, "too_short"),
        ({"name": "王建国", "kind": "employer"}, "person"),
        ({"name": "石漾镇", "aliases": "李晓梅"}, "person"),
        ({"name": "石漾镇", "note": "找13800138000"}, "private"),
        ({"name": "石漾镇", "kind": "镇子"}, "kind"),
        ({"name": "石漾镇", "scope": "附近"}, "scope"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(values: dict[str, str], label: str) -> None:
    with pytest.raises(RowError) as caught:
        place_row(values)
    assert caught.value.label == label


@each(name=["张镇", "李家庄", "牛栏山", "赵全营", "王四营村", "马坡"])
def test_a_place_that_reads_like_a_name_of_a_person_is_still_a_place(name: str) -> None:
    assert place_row({"name": name, "kind": "village"}).name == name


def test_words_may_be_separated_in_any_usual_way_and_are_kept_once() -> None:
    row = unit_row({"name": "柳岸街道总工会", "words": "柳岸街道、柳岸花苑，柳岸二小\n柳岸街道", "exclude": "柳岸牌"})
    assert (row.words, row.exclude) == (("柳岸街道", "柳岸花苑", "柳岸二小"), ("柳岸牌",))


def test_a_word_is_kept_as_texts_are_read() -> None:
    row = unit_row({"name": "石漾镇\u200b总工会\n", "words": "ＡＩ公司、石漾\u200b镇"})
    assert row == UnitRow("石漾镇总工会", ("AI公司", "石漾镇"))


def test_a_place_in_traditional_characters_is_no_person_and_a_person_in_them_is_one() -> None:
    assert place_row({"name": "石漾鎮"}).name == "石漾鎮"
    with pytest.raises(RowError) as caught:
        place_row({"name": "王建國"})
    assert caught.value.label == "person"


def test_a_word_cannot_be_its_own_exclusion() -> None:
    with pytest.raises(RowError) as caught:
        unit_row({"name": "环卫工会", "words": "環衛、保洁", "exclude": "环卫"})
    assert (caught.value.label, caught.value.detail) == ("both_ways", "环卫")


def test_a_unit_is_not_found_by_the_name_of_a_person() -> None:
    with pytest.raises(RowError, match="王建国"):
        unit_row({"name": "柳岸街道总工会", "words": "柳岸街道 王建国"})


@each(charset=["utf-8", "utf-8-sig", "gb18030", "utf-16"], delimiter=[",", "\t", ";"])
def test_a_csv_of_any_spreadsheet_is_read_like_a_sheet(charset: str, delimiter: str) -> None:
    text = "名称,别名,范围\r\n石漾镇,石漾、石漾码头,本区\r\n\r\n'=云锻机械,,外地\r\n".replace(",", delimiter)
    lines = sheet_read(text.encode(charset), PLACE_COLUMNS)
    assert lines[0] == (2, {"name": "石漾镇", "aliases": "石漾、石漾码头", "scope": "本区"})
    assert lines[1][1]["name"] == "=云锻机械"
