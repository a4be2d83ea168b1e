"""A file of items: looked at line by line before anything is stored, persons dropped, then imported once."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dashboards.hand_file import MAX_UPLOAD
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Item, Source, User

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


def token(page: str) -> str:
    found = re.search(r'name="confirmed" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_a_file_is_shown_masked_line_by_line_and_nothing_is_stored(bringing: Client) -> None:
    page = upload(bringing, TABLE)
    assert (Item.objects.count(), Source.objects.count()) == (0, 0)
    assert "柳岸工地拖欠工资" in page
    assert PHONE not in page
    assert "欧阳" not in page
    assert "作者（1）" in page
    assert "没有标题也没有正文" in page
    assert "时间写法看不懂" in page


def test_the_confirmed_file_is_imported_and_a_second_time_changes_nothing(bringing: Client) -> None:
    confirmed = token(upload(bringing, TABLE))
    assert PHONE not in confirmed
    page = bringing.post("/items/import/", {"confirmed": confirmed}, follow=True).content.decode()
    assert "新增 1 条" in page
    again = bringing.post("/items/import/", {"confirmed": token(upload(bringing, TABLE))}, follow=True)
    assert "新增 0 条" in again.content.decode()
    assert (Item.objects.get().title, PHONE in Item.objects.get().text) == ("柳岸工地拖欠工资", False)
    assert AuditEntry.objects.filter(action="items_import").count() == 2


def test_json_lines_are_read_too(bringing: Client) -> None:
    lines = [json.dumps({"title": "停工检修", "author": "欧阳"}), "{broken", json.dumps({"title": "复工"})]
    page = upload(bringing, "\n".join(lines), "in.jsonl")
    assert ("author（1）" in page, "读不出来 1" in re.sub(r"<[^>]*>", "", page)) == (True, True)


@pytest.mark.parametrize("body", ["甲,乙\n1,2\n", "\x00\x01", "标题"])
def test_what_is_no_table_of_items_says_what_to_do(bringing: Client, body: str) -> None:
    page = upload(bringing, body)
    assert "第一行要有" in page or "没有可以导入的行" in page


@pytest.mark.parametrize("body", [b"x" * (MAX_UPLOAD + 1), ("标题\n" + "一行\n" * 5001).encode()])
def test_a_file_that_is_too_large_names_the_command(bringing: Client, body: bytes) -> None:
    assert "import_items" in upload(bringing, body)


def test_a_changed_or_old_token_is_refused(bringing: Client) -> None:
    confirmed = token(upload(bringing, TABLE))
    page = bringing.post("/items/import/", {"confirmed": confirmed[:-2] + "xx"}, follow=True).content.decode()
    assert ("预览已过期" in page, Item.objects.count()) == (True, 0)
