"""Names and titles on one line, without what cannot be seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.lib.oneline import one_line


def test_blanks_are_one_and_what_cannot_be_seen_is_gone() -> None:
    assert one_line(" 云河区\n\t欠薪\u3000一事\u200b ") == "云河区 欠薪 一事"
    assert one_line("张\u200b伟\u202e讨薪\ufeff") == "张伟讨薪"
    assert one_line("\u200b\u2060\u3164") == ""


@given(st.text())
def test_a_second_time_changes_nothing(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
