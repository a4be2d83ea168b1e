"""Many cases in one test: all are tried, and a failure names each that failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.each import each


def test_every_case_is_tried_and_all_that_fail_are_named() -> None:
    tried: list[tuple[int, str]] = []

    @each(n=range(4), word=("甲", "乙"))
    def odd(n: int, word: str) -> None:
        tried.append((n, word))
        assert n % 2, "even"

    with pytest.raises(AssertionError) as found:
        odd()
    told = str(found.value).splitlines()
    assert told[0] == "4 of 8 cases:"
    assert [line for line in told if "even" in line] == [f"{n}, '{w}': even" for n in (0, 2) for w in ("甲", "乙")]
    assert tried == [(n, word) for n in range(4) for word in ("甲", "乙")]


@each(word=("甲", "乙"))
def test_fixtures_are_given_to_every_case(word: str, tmp_path: Path) -> None:
    (tmp_path / word).touch(exist_ok=False)


def test_rows_give_a_value_for_each_column_times_the_axes() -> None:
    tried: list[tuple[int, str, bool]] = []

    @each("n word", [(1, "甲"), (2, "乙")], loud=(True, False))
    def spoken(n: int, word: str, loud: bool) -> None:
        tried.append((n, word, loud))
        assert (n, loud) != (2, False), "silent"

    with pytest.raises(AssertionError) as found:
        spoken()
    assert str(found.value).splitlines()[:2] == ["1 of 4 cases:", "2, '乙', False: silent"]
    assert tried == [(1, "甲", True), (1, "甲", False), (2, "乙", True), (2, "乙", False)]

    @each("n word", [(1,)])
    def short(n: int, word: str) -> None:
        raise AssertionError(n, word)

    with pytest.raises(ValueError, match="zip"):
        short()


def test_what_should_have_raised_is_named_with_its_case() -> None:
    @each(text=("x", "1", "2"))
    def refused(text: str) -> None:
        with pytest.raises(ValueError):
            int(text)

    with pytest.raises(AssertionError) as found:
        refused()
    assert str(found.value).splitlines()[:3] == [
        "2 of 3 cases:",
        "'1': DID NOT RAISE ValueError",
        "'2': DID NOT RAISE ValueError",
    ]


def test_one_that_breaks_is_named_too_and_no_case_at_all_is_a_failure() -> None:
    @each(n=(1, 0))
    def divided(n: int) -> None:
        assert 1 / n

    @each(n=())
    def never(n: int) -> None:
        raise AssertionError(n)

    with pytest.raises(ZeroDivisionError) as found:
        divided()
    assert found.value.__notes__ == ["with 0"]
    with pytest.raises(AssertionError, match="no case"):
        never()
