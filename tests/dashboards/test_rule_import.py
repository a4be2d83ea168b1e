"""Rules from a word file: looked at line by line, then added once, with one re-tagging."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from monitor.models import KeywordRule, RetagJob, RuleVersion, User

pytestmark = pytest.mark.django_db
WORDS = "# 备注\n[灯具]\n路灯\n+石桥\n!停电\n\n夜市\n\n/^路.*灯$/\n\n王建国\n"


@pytest.fixture
def bringing(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def preview(client: Client, content: str | bytes = WORDS) -> str:
    body = content.encode() if isinstance(content, str) else content
    return client.post("/rules/import/", {"file": SimpleUploadedFile("frequency_words.txt", body)}).content.decode()


def confirm(client: Client, page: str) -> str:
    found = re.search(r'name="confirmed" value="([^"]+)"', page)
    assert found is not None
    return client.post("/rules/import/", {"confirmed": found.group(1)}, follow=True).content.decode()


def test_a_file_is_shown_with_what_would_become_of_each_line(bringing: Client) -> None:
    page = preview(bringing)
    assert KeywordRule.objects.count() == 0
    assert "将新建 2" in page
    assert "王建国" in page
    assert page.count("不收") >= 2  # the expression and the name


def test_what_was_confirmed_is_added_once_with_one_retagging(bringing: Client) -> None:
    assert "已导入 2 条规则" in confirm(bringing, preview(bringing))
    assert set(RuleVersion.objects.values_list("change", flat=True)) == {"imported"}
    assert RetagJob.objects.get().reason == "import"
    assert KeywordRule.objects.filter(name="灯具", query__contains="石桥").exists()
    assert "已经有 2" in preview(bringing)


def test_a_file_in_a_chinese_charset_is_read(bringing: Client) -> None:
    assert "夜市" in preview(bringing, WORDS.encode("gb18030"))


def test_a_confirmation_that_is_not_ours_imports_nothing(bringing: Client) -> None:
    page = bringing.post("/rules/import/", {"confirmed": "x"}, follow=True)
    assert "预览已过期" in page.content.decode()
    assert KeywordRule.objects.count() == 0
