"""What is worked out for many texts together is what each alone would give: words of their beginnings, words a model knows, order."""

from functools import reduce
from operator import add

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.text import features, snow
from monitor.text.cuts import cut_part, cut_scored
from monitor.text.keys import Keys, first_ones, in_turn
from monitor.text.terms import key_terms, key_terms_many, parts_read
from monitor.text.wordgrams import WordGrams
from monitor.text.words import cut

PIECES = st.sampled_from(
    [
        "工人讨薪",
        "，",
        "。",
        "某公司拖欠工资三个月",
        "AI",
        "3D打印",
        "A-B轮",
        "v1.2",
        " ",
        "“",
        "欠薪后",
        "他说",
        "😀",
        "\n",
        "王建国",
        "加班费没发",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@given(TEXTS, TEXTS)
def test_the_start_of_a_text_has_the_words_that_it_has_when_it_is_cut_alone(title: str, text: str) -> None:
    title, text = title.replace("\n", " ").strip(), text.strip()
    scored = (f"{title} {text[:160]}".strip()[: max(160, len(title))] if title else text[:200]).strip()
    assert cut_scored(scored, cut_part(title), cut_part(text[:600])) == cut(scored)


NAMES = [
    "\x04工资",
    "\x04拖欠",
    "\x04a",
    "\x05拖欠\x05工资",
    "\x05工资\x05拖欠",
    "\x05a\x05a",
    "工资",
    "\x06end-",
    "\x05工资\x05没有",
]
WORDS = st.lists(st.sampled_from(["工资", "拖欠", "a", "没有", " ", "\n", "\u3000", "喜欢", "差"]), max_size=12)


@given(st.lists(WORDS, max_size=6))
def test_known_words_and_pairs_of_many_texts_are_those_of_each(texts: list[list[str]]) -> None:
    numbers, counts, odds = WordGrams(NAMES).find(texts)
    known = set(NAMES) - {"\x05工资\x05没有"}  # one of its words is not
    expected = [[NAMES.index(gram) for gram in features.word_grams(words) if gram in known] for words in texts]
    ends = np.cumsum(counts).tolist()
    assert [numbers[end - n : end].tolist() for end, n in zip(ends, counts.tolist(), strict=True)] == expected
    assert odds == [reduce(add, (snow.log_odds([word]) for word in words), 0.0) for words in texts]


@given(st.lists(st.integers(0, 50), max_size=60))
def test_first_ones_and_turns_are_those_of_a_plain_loop(numbers: list[int]) -> None:
    array = np.array(numbers, np.int64)
    assert first_ones(array).tolist() == [number not in numbers[:place] for place, number in enumerate(numbers)]
    assert in_turn(array, 51).tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)
    assert in_turn(array, 1 << 20).tolist() == sorted(range(len(numbers)), key=numbers.__getitem__)


@given(st.sets(st.integers(0, 1 << 40), max_size=40), st.lists(st.integers(-9, 1 << 40), max_size=40))
def test_keys_are_found_where_they_stand_and_no_others(known: set[int], asked: list[int]) -> None:
    keys, asked = sorted(known), [number for number in asked if number != -1] + sorted(known)[::2]
    found, places = Keys(np.array(keys, np.int64)).find(np.array(asked, np.int64))
    expected = [(at, keys.index(number)) for at, number in enumerate(asked) if number in known]
    assert list(zip(found.tolist(), places.tolist(), strict=True)) == expected


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_key_terms_of_many_texts_are_those_of_each(texts: list[tuple[str, str]]) -> None:
    parts = parts_read(texts)
    found = key_terms_many(parts, list(map(cut_part, parts)), [-1] * len(parts))
    assert found == [key_terms(*both) for both in texts]
