"""HTML and plain text become clean text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.clean import clean_html, normalise
from tests.each import each


@each(
    "raw expected",
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
        ("❤️‍🔥👍🏽🇨🇳1️⃣", "❤️‍🔥👍🏽🇨🇳1️⃣"),
        ("甲\u200d乙\u2060丙\u202e丁\u00ad戊", "甲乙丙丁戊"),
        ("ｗｗｗ．ｅｘａｍｐｌｅ．ｃｏｍ／ａ＿ｂ＝１＋１", "www.example.com/a_b=1+1"),
        ("“工资”，（补贴）：三千！？；《通知》【急】……——", "“工资”，（补贴）：三千！？；《通知》【急】……——"),
        ("①②③ ㎡ ½ ㏑ ™ Ⅳ ﬁ", "①②③ ㎡ ½ ㏑ ™ Ⅳ ﬁ"),
        ("\u2f00\u2f2f\uf9dc", "一工隆"),
        ("甲\u3000\u3000乙\xa0\u2009丙\t丁", "甲 乙 丙 丁"),
        ("甲\r\n \r\n\u2028乙\x85丙", "甲\n乙\n丙"),
        ("e\u0301 한글 عربي नमस्ते", "e\u0301 한글 عربي नमस्ते"),
        ("\x00甲\x07乙\x1b[0m", "甲乙[0m"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean_html(raw) == expected


@given(st.text(max_size=300))
def test_the_result_is_valid_utf8_and_cleaning_plain_results_is_stable(raw: str) -> None:
    clean = clean_html(raw)
    assert clean.encode().decode() == clean
    assert "\u200b" not in clean


@given(st.text(alphabet="工资１２ＡＢ　\u200b\u200d\ufeff❤️👍🏽🇨🇳，。①½\r\n\t \ud800", max_size=60))
def test_cleaning_twice_changes_nothing_and_emoji_stay(raw: str) -> None:
    clean = clean_html(raw)
    assert clean_html(clean) == clean
    assert [c for c in clean if c in "❤👍🏽🇨🇳①½"] == [c for c in raw if c in "❤👍🏽🇨🇳①½"]


def test_a_hostile_text_ends() -> None:
    assert clean_html("<" * 100_000)
    assert clean_html("<p " * 30_000)
    assert clean_html("&#x" * 30_000)


@given(st.text(" \n\x1c甲b", max_size=14))
def test_runs_of_blanks_become_one_and_those_with_a_line_end_a_line_end(text: str) -> None:
    runs = re.sub(r" *\n[ \n]*|  +", lambda run: "\n" if "\n" in run.group() else " ", text)
    assert normalise(text, 0) == runs.strip()
