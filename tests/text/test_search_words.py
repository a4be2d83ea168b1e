"""What a rule matches, the index never loses; and where the index alone decides, it decides as the rule does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import QueryError
from monitor.text.query import compile_query
from monitor.text.query_words import persons, words_only
from monitor.text.search_condition import search_condition, title_condition
from monitor.text.search_words import search_words
from tests.each import each

WORDS = (
    "工资", "拖欠", "工会", "员工", "会议", "加班", "参加", "班级", "保安", "确保", "安全", "农民工", "云河区", "讨薪", "征讨", "薪火", "罚",
    "资格", "审查", "法院", "最高", "守", "院士", "N+1", "5G-A", "ai", "main", "HR约谈", "討薪", "集體", "é", "2026", "3万元", "🙂", "·",
)  # fmt: skip
texts = st.lists(st.sampled_from((*WORDS, "，", "。", " ", "\n")), max_size=14).map("".join)
terms = st.builds(
    lambda field, left, word, right: f'{field}{left}"{word}"{right}',
    st.sampled_from(("", "", "", "标题:", "正文:")),
    st.sampled_from(("", "", "*")),
    st.one_of(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=2, max_size=2).map("".join)),
    st.sampled_from(("", "", "*")),
)
queries = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} NOT {})".format, inner, inner),
        st.builds("({} NEAR/5 {})".format, terms, terms),
    ),
    max_leaves=5,
)


def holds(condition: str, entries: set[str]) -> bool:
    """A tsquery over entries, as PostgreSQL reads it."""

    def found(entry: re.Match[str]) -> str:
        word, beginning = entry.group(1), entry.group(2)
        return str(any(one.startswith(word) for one in entries) if beginning else word in entries)

    read = re.sub(r"'([^']*)'(:\*)?", found, condition)
    return bool(eval(read.replace("&", " and ").replace("|", " or ").replace("!", " not ")))  # noqa: S307


@given(queries, texts, texts)
def test_the_index_loses_nothing_that_the_rule_matches_and_alone_decides_as_it_does(
    source: str, title: str, text: str
) -> None:
    try:
        query = compile_query(source)
    except QueryError:
        return
    matched = query.match({"title": title, "text": text}).matched
    condition, entries = search_condition(query.root), set(search_words(title, text).split())
    assert not matched or condition.wide is None or holds(condition.wide, entries)
    assert condition.sure is None or holds(condition.sure, entries) == matched


@each(
    "source wide sure",
    [
        ("工资", "'工资':*", "'工资'"),
        ("标题:工资", "'^工资':*", "'^工资'"),
        ("*工会*", "'工会':*", "'工会':*"),
        ("农民工", "'农民':* & '民工':*", None),
        ("ai", "'ai'", "'ai'"),
        ("work*", "'work':*", None),
        ("*work", None, None),
        ("来源:晚报", None, None),
        ("工资 NOT 工会", "('工资':*)", "('工资') & (!('工会'))"),
        ("工资 NEAR/5 工会", "('工资':*) & ('工会':*)", None),
    ],
)
def test_a_rule_becomes_a_condition_on_entries(source: str, wide: str | None, sure: str | None) -> None:
    found = search_condition(compile_query(source).root)
    assert (found.wide, found.sure) == (wide, sure)


def test_an_entry_says_whether_a_pair_stands_as_a_word() -> None:
    assert {"工会", "^工会", "会送~"} <= set(search_words("区总工会送清凉", "").split())
    assert {"工会~", "议", "^工会~"} <= set(search_words("员工会议", "").split())
    assert search_words("", "") == ""


def test_relevance_goes_by_the_words_that_must_occur() -> None:
    assert title_condition(compile_query("工资 OR 农民工 NOT 工会").root) == "'^工资'"


def test_just_words_mean_themselves() -> None:
    assert words_only("工资 OR (讨薪，-游戏) * “") == '"工资" "OR" "(讨薪" "-游戏)"'
    assert compile_query(words_only("欠薪 NEAR 标题:工地")).match({"title": "标题：工地欠薪near"}).matched


def test_a_search_for_a_person_is_known() -> None:
    assert persons(compile_query("欠薪 欧阳明")) == ["欧阳明"]
