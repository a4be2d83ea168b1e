"""The shadow of a text is what its table says, however it is worked out."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.shadow import FEW, SHADOW, shadow

RARE = [chr(code) for code in SHADOW]


def test_no_plain_form_stands_for_another() -> None:
    assert {ord(plain) for plain in SHADOW.values()}.isdisjoint(
        code for code, plain in SHADOW.items() if chr(code) != plain
    )


@given(st.lists(st.sampled_from(["工资", "電話", "a1", "。", *RARE]), max_size=3 * FEW).map("".join))
def test_one_by_one_is_as_all_at_once(text: str) -> None:
    assert shadow(text) == text.translate(SHADOW)
