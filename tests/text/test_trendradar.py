"""Word files of TrendRadar as rules, with a report on each line."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.query import compile_query
from monitor.text.trendradar import CHANGED, REFUSED, TAKEN, Imported, import_words
from tests.each import each

FILE = """# 示例
[GLOBAL_FILTER]
抽奖
!不行

[WORD_GROUPS]
[工资的事]
欠薪
讨薪 => 讨要工资
+工人
!游戏
@5

裁员
降薪
"""


def statuses(found: Imported) -> dict[int, str]:
    return {line.number: line.status for line in found.lines}


def test_groups_become_rules_and_every_line_is_reported() -> None:
    found = import_words(FILE)
    assert [(rule.name, rule.query) for rule in found.rules] == [
        ("工资的事", "工人 (欠薪 OR 讨薪) NOT 游戏 NOT {全局过滤}"), ("裁员", "(裁员 OR 降薪) NOT {全局过滤}"),
    ]  # fmt: skip
    assert found.groups == {"全局过滤": ("抽奖",)}
    assert statuses(found) == {
        2: TAKEN, 3: TAKEN, 4: REFUSED, 6: TAKEN, 7: TAKEN, 8: TAKEN, 9: TAKEN, 10: TAKEN, 11: CHANGED, 12: REFUSED, 14: TAKEN, 15: TAKEN,
    }  # fmt: skip


def test_the_rules_do_what_the_file_says() -> None:
    found = import_words(FILE)
    rule = compile_query(found.rules[0].query, found.groups)
    assert rule.match({"title": "工人讨薪"}).matched
    for title in ("球员讨薪", "工人讨薪游戏", "工人讨薪抽奖", "工人开会"):
        assert not rule.match({"title": title}).matched


@each("regex query", [
        ("/裁员|降薪/", "(裁员 OR 降薪)"), ("/(?:裁员|降薪)/i => 裁员潮", "(裁员 OR 降薪)"), (r"/\bAI\b|人工智能/", "(AI OR 人工智能)"), ("/(?<![a-zA-Z])ai(?![a-zA-Z])/", "ai"),
        (r"/N\+1/", '"N+1"'),
    ])  # fmt: skip
def test_an_alternation_of_words_becomes_words(regex: str, query: str) -> None:
    found = import_words(regex)
    assert [rule.query for rule in found.rules] == [query]
    assert found.lines[0].status == CHANGED


@each(regex=["/(a+)+$/", "/欠.*薪/", "/[欠讨]薪/", r"/\d{4}年/", "/欠薪?/", "/(欠|讨)薪/", "/欠薪(?!游戏)/"])
def test_any_other_regex_is_refused_with_the_reason_and_never_run(regex: str) -> None:
    found = import_words(regex)
    assert found.rules == ()
    assert found.lines[0].status == REFUSED
    assert "不执行" in found.lines[0].zh
    assert "no regex is run" in found.lines[0].en


def test_names_of_persons_are_refused() -> None:
    found = import_words("王建国\n讨薪")
    assert [rule.query for rule in found.rules] == ["讨薪"]
    assert "人名" in found.lines[0].zh


def test_a_group_of_exclusions_makes_no_rule_and_says_so() -> None:
    found = import_words("!游戏\n!综艺")
    assert found.rules == ()
    assert "只有排除词" in found.lines[0].zh


def test_a_group_too_long_for_a_rule_becomes_a_synonym_group() -> None:
    words = [f"某某工业园第{n}号厂房项目" for n in range(200)]
    found = import_words("\n".join(words))
    assert [rule.query for rule in found.rules] == [f"{{{words[0]}}}"]
    assert len(found.groups[words[0]]) == 200


def test_groups_of_one_name_stay_apart_and_their_words_are_literal() -> None:
    found = import_words("讨薪\n\n讨薪\n欠薪\n\nor\n\na*b")
    assert [rule.name for rule in found.rules] == ["讨薪", "讨薪 2", "or", "a*b"]
    assert [rule.query for rule in found.rules[2:]] == ['"or"', '"a*b"']


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet='讨欠薪 \n+!@[]/|().*\\#=>5ab"」{}王GLOBAL_FITER', max_size=120))
def test_any_file_gives_rules_that_compile_and_one_report_a_line(content: str) -> None:
    found = import_words(content)
    for rule in found.rules:
        assert compile_query(rule.query, found.groups).words
    numbers = [line.number for line in found.lines]
    assert len(numbers) == len(set(numbers))
