"""Our words beside jieba's own."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.evaluate_words import evaluate_words, pieces

ROWS = [{"title": "工人讨薪三个月", "text": "骑手张建国在路上受伤，平台称没有劳动关系。"}, {"title": "N+1赔偿与5G-A"}]


def test_equal_cuts_make_whole_shares() -> None:
    result = evaluate_words(ROWS)
    assert result["n"] == 3
    assert [result["figures"][name]["value"] for name in ("runs", "words", "texts")] == [1.0, 1.0, 1.0]
    assert result["differences"] == []


def test_only_the_pieces_between_common_borders_are_told() -> None:
    assert pieces(["工人", "讨薪", "成功"], ["工人", "讨", "薪", "成功"]) == [("讨薪", "讨|薪")]
    assert pieces(["甲乙", "丙"], ["甲", "乙丙"]) == [("甲乙|丙", "甲|乙丙")]
    assert pieces(["甲"], ["甲"]) == []


@settings(max_examples=40, deadline=None)  # the first loads the dictionary
@given(st.text(alphabet="工资被拖欠了三个月骑手张建国说平台不给钱在上海一二", min_size=1, max_size=40))
def test_any_chinese_run_is_cut_as_jieba_cuts_it(text: str) -> None:
    assert evaluate_words([{"title": text}])["differences"] == []
