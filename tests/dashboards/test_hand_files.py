"""A file of items: looked at line by line before anything is stored, persons dropped, then imported once."""

from __future__ import annotations

import io
import json
import re
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from dashboards import hand_file
from dashboards.hand_file import MAX_UPLOAD
from monitor.feeds.hand_files import SHOWN_FOR, files_import_due
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, HandFile, Item, Source, User
from tests.conftest import recount, stored_counts

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
DAY = (utc_now() - timedelta(days=1)).strftime("%Y-%m-%d")
TABLE = f"标题,正文,来源,发布时间,作者\n柳岸工地拖欠工资,电话{PHONE},云河晚报,{DAY} 8:30,欧阳测试\n,,云河晚报,,\n,,,{DAY},甲\n夜市开业,,,昨儿,\n"


@pytest.fixture
def bringing(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def upload(client: Client, body: str | bytes, name: str = "in.csv") -> str:
    raw = body.encode() if isinstance(body, str) else body
    return client.post("/items/import/", {"file": SimpleUploadedFile(name, raw)}).content.decode()


def key_of(page: str) -> str:
    found = re.search(r'action="/items/import/([^/"]+)/confirm/"', page)
    assert found is not None
    return found.group(1)


def confirm(client: Client, page: str) -> str:
    """The page after the import."""
    key = key_of(page)
    client.post(f"/items/import/{key}/confirm/")
    files_import_due(now=utc_now())
    return words(client.get(f"/items/import/{key}/").content.decode())


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_a_file_is_shown_masked_line_by_line_and_nothing_is_stored(bringing: Client) -> None:
    page = upload(bringing, TABLE)
    assert (Item.objects.count(), Source.objects.count()) == (0, 0)
    assert "柳岸工地拖欠工资" in page
    assert PHONE not in page
    assert "欧阳" not in page
    assert "作者（1）" in page
    assert "没有标题也没有正文" in page
    assert "时间写法看不懂" in page


def test_what_waits_for_a_confirmation_is_masked_and_goes(bringing: Client) -> None:
    upload(bringing, TABLE)
    kept = zlib.decompress(bytes(HandFile.objects.get().rows)).decode()
    assert ("柳岸工地拖欠工资" in kept, PHONE in kept, "欧阳" in kept) == (True, False, False)
    files_import_due(now=utc_now() + SHOWN_FOR + timedelta(minutes=1))
    assert (HandFile.objects.count(), Item.objects.count()) == (0, 0)


def test_the_confirmed_file_is_imported_and_its_rows_are_forgotten(bringing: Client) -> None:
    page = confirm(bringing, upload(bringing, TABLE))
    assert ("已导入 1/1 条" in page, "新增 1" in page) == (True, True)
    row, file = Item.objects.get(), HandFile.objects.get()
    assert (row.title, PHONE in row.text, row.masked) == ("柳岸工地拖欠工资", False, True)
    assert bytes(file.rows) == b""
    assert AuditEntry.objects.get(action="items_import").target == f"file:{file.pk}"
    assert stored_counts() == recount()


def test_the_same_file_again_is_known_however_it_came_first(bringing: Client, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")
    with pytest.raises(SystemExit):
        call_command("import_items", str(tmp_path / "in.csv"), stderr=io.StringIO())
    page = words(upload(bringing, TABLE))
    assert ("已经有 1" in page, "不用导入" in page) == (True, True)
    assert HandFile.objects.count() == 0


def test_the_preview_tells_new_edited_known_and_old_lines_apart(bringing: Client) -> None:
    confirm(bringing, upload(bringing, f"id,标题,时间\n1,停工,{DAY}\n2,复工,{DAY}\n"))
    page = words(upload(bringing, f"id,标题,时间\n1,停工,{DAY}\n2,复工延期,{DAY}\n3,夜市,{DAY}\n4,旧闻,2020-01-01\n"))
    for said in ("新增 1", "更新 1", "已经有 1", "超过保存期限 1", "导入这 2 条"):
        assert said in page


def test_a_second_click_and_a_strange_address_import_nothing(bringing: Client) -> None:
    page = upload(bringing, TABLE)
    confirm(bringing, page)
    assert "已导入 1/1 条" in confirm(bringing, page)
    lost = bringing.post("/items/import/nobody/confirm/", follow=True)
    assert ("预览已过期" in lost.content.decode(), Item.objects.count()) == (True, 1)
    assert bringing.get("/items/import/nobody/").status_code == 404


def test_a_preview_that_is_too_old_is_not_imported(bringing: Client) -> None:
    page = upload(bringing, TABLE)
    HandFile.objects.update(created_at=utc_now() - SHOWN_FOR - timedelta(minutes=1))
    assert "还没有确认" in confirm_only(bringing, page)
    assert Item.objects.count() == 0


def confirm_only(client: Client, page: str) -> str:
    return client.post(f"/items/import/{key_of(page)}/confirm/", follow=True).content.decode()


def test_the_page_asks_again_until_the_file_is_in(bringing: Client) -> None:
    page = upload(bringing, TABLE)
    waiting = confirm_only(bringing, page)
    assert 'hx-trigger="every 1s"' in waiting
    files_import_due(now=utc_now())
    part = bringing.get(f"/items/import/{key_of(page)}/", headers={"HX-Request": "true"}).content.decode()
    assert ("every 1s" in part, "<html" in part, "导入完成" in part) == (False, False, True)


def test_json_lines_are_read_too(bringing: Client) -> None:
    lines = [json.dumps({"title": "停工检修", "author": "欧阳"}), "{broken", json.dumps({"title": "复工"})]
    page = upload(bringing, "\n".join(lines), "in.jsonl")
    assert ("author（1）" in page, "读不出来 1" in re.sub(r"<[^>]*>", "", page)) == (True, True)


@pytest.mark.parametrize("body", ["甲,乙\n1,2\n", "\x00\x01", "标题"])
def test_what_is_no_table_of_items_says_what_to_do(bringing: Client, body: str) -> None:
    page = upload(bringing, body)
    assert "第一行要有" in page or "没有可以导入的行" in page


def test_a_file_that_is_too_large_names_the_command(bringing: Client) -> None:
    assert "import_items" in upload(bringing, b"x" * (MAX_UPLOAD + 1))


def test_a_file_of_too_many_rows_names_the_command(bringing: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_file, "MAX_ROWS", 200)
    assert "import_items" not in upload(bringing, "标题\n" + "一行\n" * 200)
    assert "import_items" in upload(bringing, "标题\n" + "一行\n" * 201)


def test_a_large_upload_never_touches_the_disk(bringing: Client, settings: SettingsWrapper, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "nowhere")
    line = json.dumps({"title": "停工", "text": "很长。" * 200_000}, ensure_ascii=False)
    body = "\n".join([line] * 5)
    assert len(body.encode()) > 5_000_000
    page = words(upload(bringing, body, "in.jsonl"))
    assert ("新增 1" in page, "已经有 4" in page, "导入这 1 条" in page) == (True, True, True)
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE >= MAX_UPLOAD
