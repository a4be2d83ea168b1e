"""Every example of docs/rules.md is true, and so is every one of docs/rules.zh-CN.md."""

import re
from pathlib import Path

import pytest

from monitor.errors import QueryError
from monitor.text.clean import clean_html
from monitor.text.query import compile_query
from monitor.text.query_explain import explain
from tests.each import each

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDE, CHINESE = ((DOCS / name).read_text("utf-8") for name in ("rules.md", "rules.zh-CN.md"))
NAMES = {"标题": "title", "正文": "text", "来源": "source", "地区": "region"}
GROUPS = {name: words.split(",") for name, words in re.findall(r"^    (\w+)=(\S+)$", GUIDE, re.MULTILINE)}


def table(*head: str, guide: str = GUIDE) -> list[list[str]]:
    """The rows of all tables with these columns."""
    title = f"| {' | '.join(head)} |"
    tables = [part.split("\n\n")[0] for part in guide.split(title)[1:]]
    rows = [line for part in tables for line in part.splitlines()[2:]]
    return [
        [cell.strip().strip("`") for cell in line.replace("|欠薪`", "¦欠薪`").strip("|").split(" | ")] for line in rows
    ]


def fields(example: str) -> dict[str, str]:
    parts = [part.partition("=") for part in example.split("；")] if "=" in example else [("标题", "", example)]
    return {NAMES[name]: clean_html(value) for name, _, value in parts}


@each("rule matching other", table("rule", "matches", "does not match"))
def test_examples_match_and_do_not(rule: str, matching: str, other: str) -> None:
    query = compile_query(rule, GROUPS)
    assert query.match(fields(matching)).matched
    assert not query.match(fields(other)).matched


@each("rule at suggestion", table("rule", "at", "suggestion"))
def test_faults_are_where_the_guide_says(rule: str, at: str, suggestion: str) -> None:
    with pytest.raises(QueryError) as caught:
        compile_query(rule, GROUPS)
    assert (caught.value.position + 1, caught.value.suggestion) == (int(at), suggestion)


@each("rule text answer", table("rule", "text", "answer"))
def test_answers_are_those_of_the_guide(rule: str, text: str, answer: str) -> None:
    assert explain(compile_query(rule, GROUPS), fields(text)).zh == answer


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (("rule", "matches", "does not match"), ("规则", "命中", "不命中")),
        (("rule", "at", "suggestion"), ("规则", "第几个字", "建议")),
        (("rule", "text", "answer"), ("规则", "文字", "回答")),
    ],
)
def test_the_chinese_guide_has_the_same_examples(english: tuple[str, ...], chinese: tuple[str, ...]) -> None:
    assert table(*chinese, guide=CHINESE) == table(*english)


def test_the_guide_has_its_examples() -> None:
    assert len(table("rule", "matches", "does not match")) >= 30
    assert set(GROUPS) == {"欠薪", "建筑"}
