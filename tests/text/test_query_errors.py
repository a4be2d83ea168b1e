"""Rules that cannot be read: where, what is wrong, in two languages, and a rule that can."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import QueryError
from monitor.text.query import compile_query
from tests.each import each

GROUPS = {"欠薪": ["欠薪", "讨薪"], "工伤": ["工伤"], "空": []}
ALPHABET = '讨薪工 ()（）"“”「」|+-!*{}非与或ANDORTNEAR/59:标题题，、甲a\u3000\u200b\ud800'


def refused(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        compile_query(query, GROUPS)
    return caught.value


@each("query position zh en suggestion", [
        ("", 0, "空", "empty", ""), ("   ", 0, "空", "empty", ""), ("讨薪 (工人", 3, "没有闭合", "not closed", "讨薪 (工人)"),
        ("讨薪) 工人", 2, "多余", "never opened", "讨薪 工人"), ('讨薪 "工人', 3, "引号", "quote", '讨薪 "工人"'), ("讨薪 AND", 6, "末尾", "at the end", "讨薪"),
        ("OR 讨薪", 0, "缺少", "missing before", "讨薪"), ("NOT 游戏", 0, "排除", "only exclusions", ""), ("讨薪 OR NOT 游戏", 6, "OR 的每一边", "each side", ""),
        ("()", 1, "缺少", "missing before", ""), ('讨薪 ""', 3, "没有内容", "empty", "讨薪 "), ("(" * 40 + "a" + ")" * 40, 30, "嵌套", "nested", ""),
        ("讨薪 {欠新}", 3, "欠薪", "no synonym group", "讨薪 {欠薪}"), ("{空}", 0, "里没有词", "is empty", ""), ("{欠薪", 0, "没有闭合", "not closed", "{欠薪}"),
        ("标提:讨薪", 0, "栏", "no field", "标题:讨薪"), ("通知:讨薪", 0, "加引号", "quote it", '"通知:讨薪"'), ("作者:某人", 0, "不按人", "by person", ""),
        ("标提:(讨薪)", 0, "栏", "no field", "标题:(讨薪)"),
        ("欠薪/讨薪 工人", 2, "不能连接", "not joined", "(欠薪 OR 讨薪) 工人"),
        ("欠薪、讨薪", 2, "不能连接", "not joined", "(欠薪 OR 讨薪)"), ("欠薪 NEAR/900 工人", 3, "0 到 200", "0 to 200", "欠薪 NEAR/200 工人"),
        ("欠薪 NEAR/5 工人 NEAR/5 工地", 13, "两个词", "two words", ""), ("(欠薪 工人) NEAR/5 工地", 0, "只能是", "joins words", ""),
        ("标题:欠薪 NEAR/5 正文:工人", 6, "不同的栏", "different fields", ""), ("拖*工资", 1, "词的中间", "inside a word", "(拖 NEAR/5 工资)"), ("讨薪 *", 3, "紧挨着", "must touch", "讨薪 "),
        ("a" * 2_001, 2_000, "太长", "longer than", ""),
        ("欠薪 NEAR/x 工人", 3, "0 到 200", "0 to 200", "欠薪 NEAR/10 工人"), ("欠薪 附近/-3 工人", 3, "0 到 200", "0 to 200", "欠薪 NEAR/10 工人"),
        ("【欠薪 或 讨薪】 工人", 0, "不是括号", "no bracket", "(欠薪 或 讨薪) 工人"), ("工人 ［欠薪］", 3, "不是括号", "no bracket", "工人 (欠薪)"),
        ("/欠薪/", 0, "正则", "regular expressions", "欠薪"), ("/(欠薪|讨薪)+$/", 0, "正则", "regular expressions", ""),
        ("欠薪或讨薪 工人", 2, "不能连接", "not joined", "(欠薪 OR 讨薪) 工人"), ("欠薪或者讨薪", 2, "不能连接", "not joined", "(欠薪 OR 讨薪)"),
        ("http://example.com", 0, "栏", "no field", '"http://example.com"'),
    ])  # fmt: skip
def test_errors_say_where_what_and_what_is_meant(query: str, position: int, zh: str, en: str, suggestion: str) -> None:
    error = refused(query)
    assert (error.position, error.suggestion) == (position, suggestion)
    assert zh in error.zh
    assert en in error.en
    assert error.detail == f"{error.zh} / {error.en}"


def test_two_faults_are_repaired_together() -> None:
    assert refused('((讨薪 "工人').suggestion == '((讨薪 "工人"))'


def test_the_name_of_the_rule_stands_in_front_of_both_languages() -> None:
    error = refused("讨薪 AND").of_rule("夜班")
    assert error.zh.startswith("夜班：")
    assert error.en.startswith("夜班: ")
    assert (error.position, error.suggestion) == (6, "讨薪")


@settings(max_examples=120, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60) | st.text(max_size=40))
def test_any_input_compiles_or_is_refused_within_itself_with_a_readable_suggestion(query: str) -> None:
    error = None
    try:
        found = compile_query(query, GROUPS)
    except QueryError as refusal:
        error = refusal
    if error is None:
        assert found.words
        return
    assert 0 <= error.position <= len(query)
    assert all((error.zh, error.en))
    assert not error.suggestion or compile_query(error.suggestion, GROUPS).words
