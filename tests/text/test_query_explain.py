"""Why a rule matches a text, or why not."""

from monitor.text.query import compile_query
from monitor.text.query_explain import Explanation, explain
from tests.each import each

GROUPS = {"欠薪": ["欠薪", "讨薪"]}


def why(query: str, **fields: str) -> Explanation:
    return explain(compile_query(query, GROUPS), fields)


def test_every_word_says_where_it_stands_and_whether_it_decided() -> None:
    found = why("讨薪 工人 NOT 游戏", title="工人讨薪", text="工人说")
    assert [(note.word, note.excluding, note.decided) for note in found.terms] == [
        ("讨薪", False, True), ("工人", False, True), ("游戏", True, False),
    ]  # fmt: skip
    assert found.terms[1].found == (("title", 0, 2), ("text", 0, 2))


@each("query title zh en", [
        ("讨薪 工人", "工人讨薪", "命中：出现了“讨薪”、“工人”。", "Matches: “讨薪”, “工人” found."),
        ("仲裁 赔偿 工人", "工人讨薪", "未命中：缺少“仲裁”、“赔偿”。", "No match: “仲裁”, “赔偿” not found."),
        ("正文:工人", "工人讨薪", "未命中：正文里缺少“工人”。", "No match: “工人” not found in the text."),
        ("讨薪 NOT (游戏 OR 工人)", "工人讨薪", "未命中：出现了排除词“工人”。", "No match: excluded by “工人”."),
        ("仲裁 NOT 工人", "工人讨薪", "未命中：出现了排除词“工人”。", "No match: excluded by “工人”."),
        ("工人 NEAR/0 讨薪", "工人去讨薪", "未命中：“工人”、“讨薪”都在，但相隔太远。", "No match: “工人”, “讨薪” are there, but too far apart."),
        ("{欠薪}", "工人涨薪", "未命中：缺少“{欠薪}”。", "No match: “{欠薪}” not found."),
    ])  # fmt: skip
def test_a_sentence_in_both_languages(query: str, title: str, zh: str, en: str) -> None:
    found = why(query, title=title)
    assert (found.zh, found.en) == (zh, en)


def test_a_word_within_others_is_shown_with_them_and_how_to_ask_for_it() -> None:
    found = why("加班", text="孩子参加班级活动")
    assert found.terms[0].inside == (("text", 3, 5),)
    assert found.terms[0].within == ("参加班级",)
    assert "*加班*" in found.zh
    assert why("*加班*", text="孩子参加班级活动").matched


def test_it_agrees_with_match_on_what_decided() -> None:
    query = compile_query("(欠薪 NOT 游戏) OR (讨薪 仲裁)")
    fields = {"title": "游戏公司欠薪", "text": "工人讨薪"}
    match, found = query.match(fields), explain(query, fields)
    assert (found.matched, found.reason, "、".join(found.because)) == (match.matched, match.reason, match.because)
