"""Thousands of rules decided at once come out as each rule alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import QueryError
from monitor.text import Config, RawText, RuleSpec, analyse, config_from_export
from monitor.text.fold import fold
from monitor.text.query import compile_query

GROUPS = {"欠薪": ["欠薪", "讨薪"], "员": ["*员*"]}
TITLE = st.text(alphabet="讨欠薪工人加班参级员会议资格ab ，", max_size=25)
ATOM = st.sampled_from(
    ["讨薪", "欠薪", "工人", "加班", "*加班*", "加班*", "员工", "工会", "{欠薪}", "{员}", "标题:工人", "正文:讨薪", "来源:日报", "地区:(云河 OR 澜州)", "ab", "*a*", "(讨薪 NEAR/3 工人)", "({欠薪} NEAR/1 (工人 OR 员工))"]
)  # fmt: skip
RULE = st.recursive(
    ATOM,
    lambda part: (
        st.lists(part, min_size=2, max_size=3).map(lambda p: f"({' OR '.join(p)})")
        | st.lists(part, min_size=2, max_size=3).map(lambda p: f"({' '.join(p)})")
        | st.tuples(part, part).map(lambda p: f"({p[0]} NOT {p[1]})")
    ),
    max_leaves=8,
)


def config_of(queries: list[str]) -> Config:
    return Config.build(rules=[RuleSpec(n, f"规则{n}", query) for n, query in enumerate(queries)], groups=GROUPS)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(RULE, min_size=1, max_size=6),
    TITLE,
    TITLE,
    st.sampled_from(["", "云河日报"]),
    st.sampled_from(["", "澜州"]),
)
def test_all_at_once_and_one_by_one_agree(queries: list[str], title: str, text: str, source: str, region: str) -> None:
    config = config_of(queries)
    both = f"{fold(title)}\n{fold(text)}"
    found = config.matching_rules(config.matcher.find(both), len(title), source, region, text=both)
    fields = {"title": title, "text": text, "source": source, "region": region}
    alone = {n: compile_query(query, GROUPS).match(fields) for n, query in enumerate(queries)}
    assert dict(found) == {n: match for n, match in alone.items() if match.matched}


def test_an_unreadable_rule_is_named() -> None:
    with pytest.raises(QueryError, match="规则1："):
        config_of(["讨薪", "{没有}"])


def test_an_export_holds_the_synonym_groups() -> None:
    again = config_from_export(config_of(["{欠薪}"]).export())
    assert again.export()["groups"] == GROUPS
    assert analyse(RawText("工人讨薪"), again).rules == (0,)


def test_a_star_of_a_rule_does_not_loosen_the_words_of_areas() -> None:
    with_star = config_of(["*hr*"])
    assert analyse(RawText("chrome更新"), with_star).rules == ()
    assert analyse(RawText("公司hr约谈"), with_star).rules == (0,)


def test_ten_thousand_rules_cost_little_more_than_a_hundred() -> None:
    words = [
        f"{a}{b}{c}" for a in "甲乙丙丁戊己庚辛壬癸" for b in "子丑寅卯辰巳午未申酉" for c in "东南西北中前后左右上"
    ]
    queries = [f"{words[n % 1000]} ({words[(n * 7 + 3) % 1000]} OR 工人) NOT 游戏{n}" for n in range(10_000)]
    texts = [f"工人在{words[n]}讨薪，{words[-n]}回应" for n in range(0, 1000, 5)]

    def cost(config: Config) -> float:
        hits = [config.matcher.find(f"\n{text}") for text in texts]
        spent = []
        for _ in range(5):
            started = time.perf_counter()
            for found, text in zip(hits, texts, strict=True):
                config.matching_rules(found, 0, "", "", text=f"\n{text}")
            spent.append(time.perf_counter() - started)
        return min(spent) / len(texts)

    assert (
        cost(config_of(queries)) - cost(config_of(queries[:100])) < 1e-3
    )  # a walk through the rules would take twenty times as long
