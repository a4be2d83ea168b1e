"""Names of persons are found in every shape; places, brands and words that look like them are not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import RawText, analyse, default_config
from monitor.text.clean import clean_html
from monitor.text.names import personal_names
from tests.each import each
from tests.text.name_set import NONE, SHAPES, cases

LINES = [text for block in [*SHAPES.values(), *NONE.values()] for text, _ in cases(block)]


def is_found(name: str, found: set[str]) -> bool:
    return name in found or ("·" in name and found.issuperset(name.split("·")))


def recall(block: str) -> float:
    hits = [is_found(name, personal_names(text)) for text, names in cases(block) for name in names]
    return sum(hits) / len(hits)


def test_the_set_holds_three_hundred_of_each() -> None:
    assert sum(len(names) > 0 for block in SHAPES.values() for _, names in cases(block)) >= 300
    assert sum(len(cases(block)) for block in NONE.values()) >= 300


def test_nine_in_ten_names_are_found() -> None:
    assert recall("\n".join(block.strip() for block in SHAPES.values())) >= 0.9


@pytest.mark.parametrize("shape", SHAPES)
def test_no_shape_of_name_is_missed_often(shape: str) -> None:
    assert recall(SHAPES[shape]) >= 0.75


def test_at_most_three_in_twenty_finds_are_none() -> None:
    right = wrong = 0
    for block in [*SHAPES.values(), *NONE.values()]:
        for text, names in cases(block):
            good = [found for found in personal_names(text) if any(found in name for name in names)]
            right += len(good)
            wrong += len(personal_names(text)) - len(good)
    assert right / (right + wrong) >= 0.85


@pytest.mark.parametrize("kind", NONE)
def test_few_words_of_a_kind_are_taken_for_names(kind: str) -> None:
    texts = [text for text, _ in cases(NONE[kind])]
    assert sum(bool(personal_names(text)) for text in texts) <= 0.05 * len(texts)


def test_no_name_of_the_set_that_is_found_becomes_a_term() -> None:
    config = default_config()
    for block in SHAPES.values():
        for text, names in cases(block):
            terms = analyse(RawText(text), config).terms
            found = [name for name in names if is_found(name, personal_names(text))]
            assert not any(name in term or term in name for name in found for term in terms), (text, terms)


@given(
    st.lists(st.sampled_from([*LINES, "·", "张", "某", "（化名）", "\u200b", "a", "\n", "🍎"]), max_size=6).map("".join)
)
def test_finding_names_never_raises_and_finds_only_what_is_there(text: str) -> None:
    clean = clean_html(text)
    assert all(name and name in clean for name in personal_names(clean))


@pytest.mark.parametrize(
    "unit", ["张", "王某", "欧阳", "阿依·", "扎西", "小李", "张三在", "买买提", "主任张", "张的", "化名张三（"]
)
def test_four_times_the_length_takes_no_more_than_nine_times_as_long(unit: str) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        personal_names(text)
        return time.process_time() - started

    short, long = (min(seconds((unit * 2_000)[:chars]) for _ in range(2)) for chars in (2_000, 8_000))
    assert long < 9 * short + 0.05


@each(
    text=[
        "柳岸街道工地拖欠木工工资",
        "杨镇第一中学招聘后勤人员",
        "马坡地区开展检查",
        "卫柳岸小学食堂停业整顿",
        "马头庄村组织体检",
    ]
)
def test_a_place_that_begins_like_a_name_is_none(text: str) -> None:
    assert personal_names(text) == set()
