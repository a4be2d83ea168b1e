"""Signs of what happened: groups, their order, tones, and what a word does to its neighbours."""

from monitor.text.lexicon import SIGN, Lexicon, parse, shipped_lexicon
from tests.each import each


def signs(text: str) -> set[str]:
    found = shipped_lexicon().signs(text)
    assert len(found) == len(set(found))
    return {sign.removeprefix(SIGN) for sign in found}


@each(
    "text line",
    [
        ("拖欠工资追回", "s:-e"),
        ("失利但仍获掌声", "s:-b+"),
        ("防止诈骗", "s:s-"),
        ("停止发放补贴", "s:t+"),
        ("裁员消息不实", "s:-d"),
    ],
)
def test_the_line_of_tones_tells_what_becomes_of_what(text: str, line: str) -> None:
    assert line in signs(text)


def test_a_negation_close_before_a_word_is_a_sign_of_its_own() -> None:
    assert "ng-" in signs("并未爆炸")
    assert "ng-" not in signs("未来一周多地暴雨")
    assert not any(sign.startswith("ng") for sign in signs("爆炸"))


def test_groups_are_named_once_and_in_order_of_appearance() -> None:
    found = signs("工厂起火后爆炸，消防员救出被困工人")
    assert "g:accident2" in found
    assert "p:accident|help" in found or "p:accident|relief" in found


def test_after_a_but_the_first_tone_counts() -> None:
    assert "but:+" in signs("比赛失利，但赢得掌声")
    assert "but:." in signs("比赛失利，但天晴")


def test_the_longest_word_wins_and_the_first_group_has_it() -> None:
    words = parse("# none\n[death -]\n去世 死\n[good +]\n死 死里逃生\n")
    assert words["死"] == ("death", "-")
    assert f"{SIGN}g:good" in Lexicon(words).signs("死里逃生")
    assert f"{SIGN}g:death" not in Lexicon(words).signs("死里逃生")


def test_no_sign_breaks_the_file_of_the_model_which_has_one_name_a_line() -> None:
    assert not any("\n" in sign for sign in Lexicon(parse("[a -]\n起火\n")).signs("\n起火\n"))


def test_a_text_without_any_word_still_has_its_signs() -> None:
    assert signs("") == {"n0p0", "s:"}
