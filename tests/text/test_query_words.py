"""A word counts where it stands as a word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.text.boundaries import Boundaries
from monitor.text.clean import clean_html
from monitor.text.query import compile_query
from tests.each import each


def matched(query: str, title: str) -> bool:
    return compile_query(query).match({"title": clean_html(title)}).matched


@each("word title", [
        ("加班", "孩子参加班级活动"), ("工会", "公司召开员工会议"), ("工资", "员工资格审查"), ("裁员", "总裁员工见面会"), ("职工", "离职工程师自述"), ("调休", "空调休息室"),
        ("中暑", "集中暑期培训"), ("失业", "损失业主自担"), ("就业", "成就业绩"), ("产假", "生产假货"), ("保安", "措施确保安全"), ("中学", "集中学习文件"), ("死", "工人死亡"),
        ("ai", "maintain"), ("hr", "chrome"), ("12", "123"), ("学校", "大学校长"),
    ])  # fmt: skip
def test_pieces_of_other_words_do_not_count_unless_asked(word: str, title: str) -> None:
    assert not matched(word, title)
    assert not matched(f'"{word}"', title)
    assert matched(f"*{word}*", title)


@each("word title", [
        ("讨薪", "集体讨薪者"), ("法院", "最高法院"), ("工会", "区总工会"), ("加班", "加班费怎么算"), ("工资", "拖欠农民工工资"), ("民工", "农民工返乡"), ("拖欠工资", "老板拖欠工资跑路"),
        ("技能人才", "培养高技能人才"), ("工会", "工會組織慰問"), ("hr", "公司ＨＲ回应"), ("ai", "AI面试"), ("云河新城", "云河新城项目停工"), ("罚", "迟到罚五十"),
        ("工地", "在建工地一律停工"), ("n+1", "赔偿Ｎ＋１"),
    ])  # fmt: skip
def test_words_count_alone_and_in_words_made_with_them(word: str, title: str) -> None:
    assert matched(word, title)


@each("query title expected", [
        ("参加班*", "参加班级", True), ("*加班", "参加班级", False), ("加班*", "参加班级", False), ("*班级", "参加班级", True), ("work*", "workers", True), ("*work", "workers", False),
        ("*work", "network", True), ("work*", "network", False), ('*"员工会"*', "员工会议", True), ("＊罚＊", "处罚", True),
    ])  # fmt: skip
def test_a_star_frees_its_own_side(query: str, title: str, expected: bool) -> None:
    assert matched(query, title) is expected


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="参加班级员工会议资格ab1 。，", max_size=150), st.integers(0, 150), st.integers(1, 6))
def test_what_breaks_a_place_overlaps_it_and_reaches_beyond(text: str, start: int, length: int) -> None:
    start = min(start, max(0, len(text) - 1))
    end = min(len(text), start + length)
    word = Boundaries(text).broken(start, end) if start < end else None
    assert word is None or (word[0] < end and start < word[1] and (word[0] < start or end < word[1]))


def test_a_place_is_judged_alike_in_a_short_and_in_a_long_text() -> None:
    query = compile_query("加班")
    for title in ("孩子参加班级活动", "周末加班没有加班费"):
        assert query.match({"title": title}).matched == query.match({"title": f"{'晴。' * 200}{title}"}).matched
