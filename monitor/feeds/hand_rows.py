"""Rows of a file of published items: names of columns, times, and the columns about persons that are dropped. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.feeds.build import text_of
from monitor.feeds.dates import read_date
from monitor.feeds.decode import decode
from monitor.feeds.links import settled
from monitor.lib.clock import SHANGHAI, parse_time
from monitor.lib.jsonlines import LineError
from monitor.lib.spreadsheet import cell as safe_cell
from monitor.text.clean import clean_html
from monitor.text.mask import mask

COLUMNS: Mapping[str, frozenset[str]] = {
    "id": frozenset({"id", "唯一编号"}),
    "title": frozenset({"title", "标题", "题目", "文章标题"}),
    "text": frozenset({"text", "content", "summary", "description", "正文", "内容", "全文", "摘要"}),
    "source": frozenset({"source", "来源", "媒体", "平台", "网站", "来源网站", "媒体名称"}),
    "region": frozenset({"region", "地区", "地域", "所在地区"}),
    "at": frozenset({"at", "time", "date", "published", "pubdate", "时间", "日期", "发布时间", "发布日期", "发表时间"}),
    "url": frozenset({"url", "link", "链接", "网址", "原文链接", "文章链接"}),
    "masked": frozenset({"masked"}),
    "by_hand": frozenset({"by_hand"}),
}
"""What a column may be called; the first of several that has a value counts. The last two are those of `export_items`."""

PERSON = frozenset(
    "author authors account accounts user username user_name userid user_id uid nick nickname nick_name screen_name "  # noqa: SIM905
    "creator poster avatar phone mobile tel telephone email mail wechat weixin qq idcard id_card contact followers "
    "作者 作者昵称 用户 用户名 用户昵称 用户id 昵称 账号 帐号 账号名称 博主 发布者 发布人 发帖人 头像 手机 手机号 电话 联系电话 "
    "邮箱 微信 微信号 身份证 身份证号 姓名 联系人 联系方式 粉丝数 记者".split()
)
KEY_OF = {name: key for key, names in COLUMNS.items() for name in names}
MAX_TITLE, MAX_TEXT, MAX_NAME = 2_000, 200_000, 120
MAX_CELL = 1_000_000  # characters; the csv module's own limit is below MAX_TEXT
DELIMITERS = ",;\t|"
TOLD = re.compile(r"sep=(.)\s*", re.IGNORECASE)
"""What a spreadsheet is told of the delimiter, in a line before the head."""

REMARK = re.compile(r"[(（][^()（）]*[)）]")
SERIAL = re.compile(r"[3-6]\d{4}(?:\.\d{1,12})?")
SERIAL_START = datetime(1899, 12, 30, tzinfo=SHANGHAI)
"""Days since then: what a spreadsheet keeps of a date (1982 to 2091)."""

YES = frozenset({"true", "1", "是"})


@dataclass(frozen=True, slots=True)
class HandRow:
    """One published item as it was brought; `at` aware UTC or None, `url` canonical. Title and text are not yet clean or masked.

    `masked`: something was hidden before it came to us. `by_hand`: a member typed it in, here or where it was exported.
    `keys`: of a row that was masked on its way, digests of what it was before (feeds.hand_known.row_keys), in hex.
    """

    title: str
    text: str = ""
    id: str = ""
    source: str = ""
    region: str = ""
    at: datetime | None = None
    url: str = ""
    masked: bool = False
    by_hand: bool = False
    keys: tuple[str, ...] = ()


def hand_row(value: Mapping[str, Any]) -> tuple[HandRow, frozenset[str]]:
    """(row, names of the columns about persons that had a value and were dropped). Raises LineError."""
    found: dict[str, object] = {}
    dropped: set[str] = set()
    for name, content in value.items():
        plain = _column(str(name))
        if content in (None, ""):
            continue
        if plain in PERSON:
            dropped.add(plain)
        elif (key := KEY_OF.get(plain)) is not None:
            found.setdefault(key, content)
    title, text = _word(found, "title", MAX_TITLE), _word(found, "text", MAX_TEXT)
    if not _says(title) and not _says(text):
        raise LineError("needs `title` or `text`")
    row = HandRow(
        title=title,
        text=text,
        id=_identity(found.get("id")),
        source=mask(_word(found, "source", MAX_NAME))[0][:MAX_NAME],
        region=_word(found, "region", 40),
        at=_time(found.get("at")),
        url=_url(_word(found, "url", 4_000)),
        masked=_yes(found.get("masked")),
        by_hand=_yes(found.get("by_hand")),
    )
    return row, frozenset(dropped)


def csv_values(body: bytes, content_type: str = "") -> Iterator[tuple[int, dict[str, str] | LineError]]:
    """(number of the line, its values or why it has none); any delimiter of a spreadsheet, any charset.

    Raises LineError, before the first line, for a table whose head names neither title nor text.
    """
    text = decode(body, content_type).text.lstrip("\ufeff")
    head = text.lstrip("\r\n").partition("\n")[0]
    told = TOLD.fullmatch(head)
    delimiter = told[1] if told else max(DELIMITERS, key=head.count)
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL))
    # strict: a quote that nobody closes would otherwise swallow the rest of the file without a word
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter if delimiter in head else ",", strict=True)
    try:
        names = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
        names = next(reader, []) if told else names
    except csv.Error as error:
        raise LineError(f"not CSV: {error}") from error
    if not {KEY_OF.get(_column(name)) for name in names} & {"title", "text"}:
        raise LineError("the first line names no column `title` or `text`")
    return _cells(reader, names)


def _cells(reader: Any, names: list[str]) -> Iterator[tuple[int, dict[str, str] | LineError]]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, LineError(f"not CSV: {error}")
            continue
        if any(cell.strip() for cell in cells):
            yield reader.line_num, _named(names, cells)


def _named(names: list[str], cells: list[str]) -> dict[str, str]:
    """Of two columns of one name the first that has a value counts."""
    found: dict[str, str] = {}
    for name, cell in zip(names, map(_plain, cells), strict=False):
        found[name] = found.get(name) or cell
    return found


def _column(name: str) -> str:
    """The name of a column without blanks, case, a remark in brackets and a colon."""
    return "".join(REMARK.sub("", name).split()).lower().rstrip(":：*")


def _plain(cell: str) -> str:
    """Without the apostrophe that an export puts before what a spreadsheet would run (lib.spreadsheet)."""
    return cell[1:] if cell.startswith("'") and safe_cell(cell[1:]) == cell else cell


def _word(found: Mapping[str, object], key: str, longest: int) -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        raise LineError(f"`{key}` must be a string")
    return text_of(value.strip(), longest)


def _identity(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        raise LineError("`id` must be a string or a number")
    return "" if value is None else text_of(str(value).strip(), 2000)


def _time(value: object) -> datetime | None:
    """ISO, any date that a feed may have, or a spreadsheet's number; a bare date is its midnight in Shanghai."""
    if value is None:
        return None
    try:
        if isinstance(value, str):
            return parse_time(value)
    except ValueError:
        pass
    serial = SERIAL.fullmatch(str(value).strip())
    at = _of_serial(float(serial.group())) if serial else read_date(value)
    if at is None:
        raise LineError("`at` is no time")
    return at


def _of_serial(days: float) -> datetime:
    return (SERIAL_START + timedelta(seconds=round(days * 86_400))).astimezone(UTC)


def _url(value: str) -> str:
    full = settled(value, "") if value else ""
    if value and not full:
        raise LineError("`url` is no http(s) address")
    return full


def _says(words: str) -> bool:
    """More than markup: an empty paragraph is no text."""
    return bool(words if "<" not in words and "&" not in words else clean_html(words))


def _yes(value: object) -> bool:
    return value.strip().lower() in YES if isinstance(value, str) else value is True
