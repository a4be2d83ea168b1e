"""HTML and plain text become clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.clean import clean_html


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<p>工资&nbsp;拖欠</p><p>三个月</p>", "工资 拖欠\n三个月"),
        ("<script>alert(1)</script>标题<!-- 注 -->", "标题"),
        ("<b onclick='x'>粗</b>体", "粗体"),
        ("&lt;p&gt;双重转义&lt;/p&gt;", "双重转义"),
        ("ＡＢＣ１２３，全角", "ABC123，全角"),
        ("零\u200b宽\ufeff字符", "零宽字符"),
        ("👨‍👩‍👧 表情保留", "👨‍👩‍👧 表情保留"),
        ("3 < 5 且 5 > 3", "3 < 5 且 5 > 3"),
        ("\ud800孤", "\ufffd孤"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean_html(raw) == expected


@given(st.text(max_size=300))
def test_the_result_is_valid_utf8_and_cleaning_plain_results_is_stable(raw: str) -> None:
    clean = clean_html(raw)
    assert clean.encode().decode() == clean
    assert "\u200b" not in clean


def test_a_hostile_text_ends() -> None:
    assert clean_html("<" * 100_000)
    assert clean_html("<p " * 30_000)
    assert clean_html("&#x" * 30_000)
