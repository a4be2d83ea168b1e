"""What headlines alone are judged by beside the plain figures; the steady background; a district's name alone."""

from __future__ import annotations

import math
from itertools import count

import numpy as np
import pytest

from monitor.topics.background import SPARE, TIMES, steady
from monitor.topics.background import count as count_headlines
from monitor.topics.cluster import Clusterer
from monitor.topics.evidence_headline import HEADLINE_NAMES, PLAIN, few_words, told_of
from monitor.topics.params import ClusterParams
from monitor.topics.vectors import MARKS, pair_key, word_key
from tests.topics.stories import WAGES, items

RARE = {2: 9.0, 4: 3.0, 3: 8.0, 5: 6.0, 7: 2.0}  # even: words, odd: pairs
ALIVE = {2: 1, 4: 20, 3: 1, 5: 2, 7: 50}
NAMES = HEADLINE_NAMES[PLAIN:]


def figures(shared: dict[int, float], own: list[int], size: int = 1) -> dict[str, float]:
    told = told_of(np.array(sorted(own), np.uint32), size, RARE.__getitem__)
    found = [(key, weight, 1.0) for key, weight in sorted(shared.items())]
    return dict(zip(NAMES, few_words(found, told, RARE.__getitem__, ALIVE.__getitem__), strict=True))


def test_the_figures_say_what_they_are_named_for() -> None:
    found = figures({2: 0.6, 3: 0.3, 5: 0.2}, [2, 3, 4, 5, 7], size=3)
    assert found["here"] == pytest.approx(math.log1p(1))
    assert found["here_pairs"] == pytest.approx(math.log1p(1.5))
    assert (found["pair_sum"], found["pair_rarest"]) == (pytest.approx(math.log1p(14)), 6.0)
    assert found["ours"] == pytest.approx(0.7)
    assert (found["missed"], found["crowd"], found["own"]) == (0.0, 0.0, 9.0)
    assert (found["small"], found["several"]) == (pytest.approx(math.log(3)), pytest.approx(math.log(2)))
    assert (found["word_share"], found["pair_share"]) == (pytest.approx(9 / 12), pytest.approx(14 / 16))
    assert found["words_told"] == pytest.approx(math.log1p(12))


def test_a_word_of_many_topics_is_no_name_and_the_rarest_is_missed() -> None:
    found = figures({4: 0.4}, [2, 4])
    assert found["missed"] == 6.0
    assert found["crowd"] == pytest.approx(math.log(20))
    assert found["own"] == pytest.approx(3 / (1 + math.log(20)))


def test_marks_and_names_are_left_out_and_nothing_shared_is_nothing() -> None:
    assert figures({2: 0.5, MARKS + 2: 0.9}, [2, MARKS + 2]) == figures({2: 0.5}, [2])
    assert figures({}, [])["words_told"] == 0.0


def test_a_name_of_one_burst_stays_rare_and_a_daily_word_does_not() -> None:
    assert steady([60, 40], 90) == 2 * SPARE
    assert steady([10] * 90, 90) == 900
    assert steady([100, *[10] * 89], 90) == pytest.approx(890 + SPARE + TIMES * (10 * 82 / 82))


def test_headlines_are_counted_by_day() -> None:
    quiet = [(f"d{day}", "工地讨薪有结果") for day in range(40) for _ in range(2)]
    table = count_headlines([*quiet, *[("d3", "青石湾起火")] * 30])
    assert table.documents == 110
    assert table.frequency[word_key("工地")] == 80
    assert pair_key("青石") not in table.frequency  # two of thirty, fewer than MIN_DOCUMENTS


def shared(*keys: int) -> list[tuple[int, float, float]]:
    return [(key, 0.5, 0.5) for key in sorted(keys)]


def test_a_districts_name_alone_is_told_from_one_beside_a_rare_word() -> None:
    index = Clusterer(ClusterParams(own_places=("云河区",)), count(1).__next__).index
    district, rare, everyday = word_key("云河"), word_key("玩具厂仓库"), word_key("如何")
    assert index.idf(rare) >= index.params.broad_idf
    assert index.only_broad(shared(district, pair_key("云河")))
    assert not index.only_broad(shared(district, rare))
    assert not index.only_broad(shared(rare))
    assert index.only_broad(shared(district, everyday)) == (index.idf(everyday) < index.params.broad_idf)


def test_a_topics_side_says_of_how_many_items_it_is() -> None:
    one = Clusterer(ClusterParams(), count(1).__next__)
    for item in items(WAGES):
        one.add(item)
    topic = one.index.topics[1]
    one.likely_one(topic, [topic])
    assert topic.meaning is not None
    assert topic.meaning.size == topic.size > 1
