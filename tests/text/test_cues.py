"""Groups of words around working life: what a text names becomes a sign, whole Latin words only, and twice if two words say so."""

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from monitor.text import Config, RawText, RuleSpec, analyse_many, default_config
from monitor.text.areas import AREAS, default_rules
from monitor.text.cues import CUE, Cues, of_rules, parse, shipped_cues

DEFAULT = default_config()
APART = dataclasses.replace(DEFAULT, cues={})  # which looks for them once more
PIECES = st.sampled_from(
    [
        "工人",
        "HR",
        "a",
        "考研",
        "面试",
        " ",
        "，",
        "13912345678",
        "骑手获救",
        "\n",
        "裁员",
        "第一中学",
        "x" * 70,
        "。" * 90,
    ]
)
TEXTS = st.lists(PIECES, max_size=9).map("".join)


def test_a_word_stands_in_all_its_groups_and_comments_are_none() -> None:
    assert parse("# 说明\n[one]\n甲 乙\n\n[two]\n乙") == {"甲": ["one"], "乙": ["one", "two"]}


def test_a_group_that_is_named_by_two_words_has_a_second_sign() -> None:
    cues = Cues({"工人": ["worker"], "女工": ["worker"], "爆炸": ["accident"]})
    assert cues.signs("工人说工人") == [f"{CUE}worker"]
    assert sorted(cues.signs("女工和工人遇爆炸")) == [f"{CUE}accident", f"{CUE}worker", f"{CUE}worker2"]


def test_the_words_behind_a_sign_are_told_in_their_order() -> None:
    cues = Cues({"工人": ["worker"], "女工": ["worker", "women"]})
    assert cues.words("女工和工人和女工", f"{CUE}worker2") == ["女工", "工人"]
    assert cues.words("女工", f"{CUE}women") == ["女工"]
    assert cues.words("女工", "") == []


def test_latin_words_count_only_whole() -> None:
    cues = Cues({"hr": ["employer"]})
    assert cues.signs("hr约谈") == [f"{CUE}employer"]
    assert cues.signs("chrome更新") == []


def test_the_roles_of_the_rules_are_signs_too() -> None:
    roles = of_rules(default_rules())
    assert "word:wages" in roles["讨薪"]
    assert {role.split(":")[1] for found in roles.values() for role in found if ":" in role} == set(AREAS)


def test_an_interview_beside_an_exam_and_one_beside_a_firm_look_different() -> None:
    exam, firm = (set(shipped_cues().signs(text)) for text in ("考研复试面试怎么准备", "公司面试怎么准备"))
    assert f"{CUE}exam" in exam - firm
    assert f"{CUE}employer" in firm - exam


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_one_pass_over_a_text_finds_them_as_a_pass_of_their_own(texts: list[tuple[str, str]]) -> None:
    raws = [RawText(title, text) for title, text in texts]
    assert analyse_many(raws, DEFAULT, explain=True) == analyse_many(raws, APART, explain=True)


def test_a_rule_that_loosens_one_of_them_leaves_them_their_own_pass() -> None:
    config = Config.build(rules=[RuleSpec(id=1, name="part", query="*ceo*")])
    assert "ceo" in shipped_cues().vocabulary
    assert config.cues == {}
    assert analyse_many([RawText("xceox 更新")], config)[0].rules == (1,)
