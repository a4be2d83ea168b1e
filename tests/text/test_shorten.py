"""Titles for the wall."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.shorten import reading_load, shorten, width


@pytest.mark.parametrize(
    ("title", "most", "short"),
    [
        ("云河新城项目欠薪", 10, "云河新城项目欠薪"),
        ("云河新城项目拖欠农民工工资，工会已介入", 10, "云河新城项目拖欠…"),
        ("网约车司机反映Didi平台抽成过高", 12, "网约车司机反映Didi平台…"),
        ("高温津贴发放标准，咨询增多", 9, "高温津贴发放标准…"),
    ],
)
def test_a_title_is_cut_where_a_word_ends(title: str, most: int, short: str) -> None:
    assert shorten(title, most) == short


def test_one_long_word_is_cut_all_the_same() -> None:
    assert shorten("Donaudampfschifffahrtsgesellschaft", 8) == "Donaudampfschi…"


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=40), st.integers(4, 20))
def test_nothing_is_wider_than_asked_for(title: str, most: int) -> None:
    assert width(shorten(title, most)) <= most


def test_reading_counts_characters_numbers_and_words() -> None:
    assert reading_load("近 24 小时：负面 23 %") == 6 + 2
    assert reading_load("vs prior 24 h") == 2 * 3 + 1
