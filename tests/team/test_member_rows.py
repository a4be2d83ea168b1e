"""A member as typed, and a browser in words. Pure."""

from __future__ import annotations

import pytest

from monitor.team.client import client_words
from monitor.team.member_rows import MemberError, MemberRow, member_row
from tests.each import each


def test_a_line_in_chinese_is_read() -> None:
    line = {
        "username": " zhouzhiban ",
        "name": "周值班",
        "role": "值班员",
        "units": "甲工会、乙工会，甲工会",
        "language": "英文",
    }
    assert member_row(line) == MemberRow("zhouzhiban", "周值班", "", "monitor", ("甲工会", "乙工会"), "en")


def test_a_line_with_a_name_only_becomes_a_viewer() -> None:
    assert member_row({"username": "林信息"}) == MemberRow("林信息")


@each(
    "field value label",
    [
        ("username", "", "username_bad"),
        ("username", "a b", "username_bad"),
        ("username", "<script>", "username_bad"),
        ("username", "x" * 61, "username_bad"),
        ("name", "名" * 61, "name_long"),
        ("email", "nowhere", "email_bad"),
        ("role", "皇帝", "role_bad"),
        ("language", "法文", "language_bad"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(field: str, value: str, label: str) -> None:
    with pytest.raises(MemberError) as raised:
        member_row({"username": "zhou", field: value})
    assert raised.value.label == label


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/141.0 Safari/537.36 Edg/141.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0", "微信 · iPhone"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_called_by_two_words(agent: str, words: str) -> None:
    assert client_words(agent) == words
