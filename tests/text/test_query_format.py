"""The canonical form of a rule."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import QueryError
from monitor.text.query import compile_query
from tests.each import each

GROUPS = {"欠薪": ["欠薪", "讨薪*"], "一": ["工伤"]}
WORDS = st.sampled_from(
    ["讨薪", "工人", "N+1", "a-b", "or", "附近", "拖欠 工资", "5G", "work", "标题:x", 'a"b', "加班*"]
)


def typed(word: str) -> str:
    return f"「{word}」"


def combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    fields = st.sampled_from(["标题:", "正文:", "来源:", "地区:", "title:"])
    pairs = st.tuples(parts, parts)
    return (
        pairs.map(lambda p: f"({p[0]} OR {p[1]})")
        | pairs.map(lambda p: f"({p[0]} {p[1]})")
        | pairs.map(lambda p: f"({p[0]} NOT {p[1]})")
        | st.tuples(fields, parts).map("".join)
    )


ATOMS = (
    WORDS.map(typed)
    | WORDS.map(lambda word: f"*{typed(word)}*")
    | st.sampled_from(["{欠薪}", "{一}", "讨薪 NEAR/3 工人", "({欠薪} near/0 (工地 OR *厂))", "加班*"]).map(
        lambda text: f"({text})"
    )
)


@each("query form", [
        ("讨薪 与 工人", "讨薪 工人"), ("+讨薪 -游戏", "讨薪 NOT 游戏"), ("（讨薪）|欠薪", "讨薪 OR 欠薪"), ("讨薪 欠薪|工人", "(讨薪 欠薪) OR 工人"), ("title:(讨薪 | 欠薪) 工人", "标题:(讨薪 OR 欠薪) 工人"),
        ("a 附近/3 (b 或 c)", "a NEAR/3 (b OR c)"), ("讨薪 NOT NOT 工人", "讨薪 工人"), ("讨薪 讨薪", "讨薪"), ("NOT (a b) c", "NOT (a b) c"), ("*薪* N+1", '*薪* "N+1"'), ("「or」 {一}", '"or" {一}'),
    ])  # fmt: skip
def test_the_form_is_short_and_one(query: str, form: str) -> None:
    assert compile_query(query, GROUPS).format() == form


@settings(max_examples=120, deadline=None)
@given(st.recursive(ATOMS, combined, max_leaves=8))
def test_the_form_compiles_to_the_same_rule(query: str) -> None:
    try:
        compiled = compile_query(query, GROUPS)
    except QueryError:
        return  # only exclusions, or a person's field: said in the tests of errors
    again = compile_query(compiled.format(), GROUPS)
    assert again.root == compiled.root
    assert again.format() == compiled.format()
