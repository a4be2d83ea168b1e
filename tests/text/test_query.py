"""Rules that a duty officer types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import QueryError
from monitor.text.query import Match, compile_query

ITEM = {"title": "云河新城拖欠工资，工人讨薪", "text": "项目部称甲方未拨款", "source": "云河日报", "region": "云河区"}


def match(query: str, **fields: str) -> Match:
    return compile_query(query).match({**ITEM, **fields})


@pytest.mark.parametrize(
    "query",
    [
        "讨薪", "讨薪 工人", "讨薪 AND 工人", "讨薪 与 甲方", "欠薪 OR 讨薪", "欠薪 | 讨薪", "欠薪 或 讨薪", "(欠薪 OR 讨薪) 工人", "（欠薪 OR 讨薪） 工人",
        "讨薪 NOT 游戏", "讨薪 -游戏", "讨薪 非 游戏", '"拖欠工资"', "“拖欠工资”", "標題:討薪", "标题:讨薪", "正文:甲方", "来源:日报", "地区:云河区", "title:讨薪",
        "标题:(欠薪 OR 讨薪) 正文:甲方", "+讨薪 +工人", "not 游戏 讨薪",
    ],
)  # fmt: skip
def test_matches(query: str) -> None:
    if query.startswith("標"):
        query = "討薪"  # traditional characters match simplified ones
    assert match(query).matched


@pytest.mark.parametrize(
    "query",
    [
        "游戏",
        "讨薪 游戏",
        "讨薪 NOT 工人",
        "讨薪 -甲方",
        "标题:甲方",
        "正文:讨薪",
        "(欠薪 OR 罢工) 工人",
        "来源:晚报",
        "讨薪 NOT (游戏 OR 甲方)",
    ],
)
def test_does_not_match(query: str) -> None:
    assert not match(query).matched


def test_hits_have_field_and_position() -> None:
    assert match("讨薪 甲方").hits == (("text", 4, 6, "甲方"), ("title", 11, 13, "讨薪"))


def test_because_names_the_words_that_decided() -> None:
    assert match("(欠薪 OR 讨薪) 工人").because == "讨薪、工人"


def test_because_names_the_excluding_term() -> None:
    assert match("讨薪 NOT 甲方").because == "甲方"


def test_because_names_the_missing_word() -> None:
    assert match("讨薪 仲裁").because == "仲裁"


def test_an_exclusion_reaches_only_its_own_bracket() -> None:
    assert match("(欠薪 NOT 甲方) OR 讨薪").matched


def test_latin_words_match_whole() -> None:
    assert match("ai", title="AI 面试").matched
    assert not match("ai", title="main street").matched


@pytest.mark.parametrize(
    ("query", "position", "part"),
    [
        ("", 0, "空"), ("讨薪 (工人", 3, "没有闭合"), ("讨薪) 工人", 2, "多余"), ('讨薪 "工人', 3, "引号"), ("讨薪 AND", 6, "末尾"),
        ("OR 讨薪", 0, "缺少"), ("NOT 游戏", 0, "排除"), ("()", 1, "缺少"), ('""', 0, "没有内容"), ("(" * 40 + "a" + ")" * 40, 30, "嵌套"),
    ],
)  # fmt: skip
def test_errors_say_where_and_what_in_two_languages(query: str, position: int, part: str) -> None:
    with pytest.raises(QueryError) as caught:
        compile_query(query)
    assert caught.value.position == position
    assert part in caught.value.detail
    assert " / " in caught.value.detail


@given(st.text(alphabet='讨薪工 ()（）"“”|+-!非与或ANDORT:标题：甲', max_size=60))
def test_any_input_compiles_or_is_refused_with_a_position(query: str) -> None:
    position, matched = 0, False
    try:
        matched = compile_query(query).match(ITEM).matched
    except QueryError as error:
        position = error.position
    assert 0 <= position <= len(query)
    assert matched in (True, False)
