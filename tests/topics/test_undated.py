"""Two single headlines without times are judged by what pairs teach, everything else as before."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from monitor.topics import train
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.decide import DATA, FEW_ALIVE, FIGURES, OF_PAIRS, Decider, Weights, load_decider
from monitor.topics.merge import merge_topics
from monitor.topics.params import ClusterParams
from monitor.topics.parts import _Again, parts_propose
from tests.topics.stories import START, items

ALIKE = [
    ("云河区公布今年最低工资标准", "澜州市公布今年高温补贴标准"),
    ("骑手驿站启用，可充电可热饭", "骑手驿站被投诉，深夜音响扰民"),
    ("外卖骑手雨天送餐摔伤", "外卖骑手冒雪送餐获乘客点赞"),
]
SAME = ("柳营镇玩具厂仓库起火，两人受伤", "柳营镇玩具厂昨夜起火，消防赶到")


def topics(feed: list[TopicItem]) -> int:
    """How many topics there are in the end, merges included."""
    clusterer = Clusterer(ClusterParams(), count(1).__next__)
    for item in feed:
        clusterer.add(item)
    merge_topics(clusterer)
    return len(clusterer.index)


def at_once(titles: tuple[str, ...]) -> list[TopicItem]:
    return [replace(item, at=START) for item in items([*titles])]


def undated(titles: tuple[str, ...]) -> list[TopicItem]:
    return [replace(item, at=None) for item in items([*titles])]


@pytest.mark.parametrize("pair", ALIKE)
def test_look_alikes_are_one_matter_on_one_day_and_two_when_no_time_is_known(pair: tuple[str, str]) -> None:
    assert topics(at_once(pair)) == 1
    assert topics(undated(pair)) == 2


def test_two_reports_of_one_matter_meet_without_times() -> None:
    assert topics(undated(SAME)) == 1


def test_one_known_time_is_enough_for_the_former_decision() -> None:
    for pair in ALIKE:
        first, second = at_once(pair)
        assert topics([replace(first, at=None), second]) == topics([first, replace(second, at=None)]) == 1


def test_a_topic_looked_at_again_is_no_stream_of_few() -> None:
    """What was put together among many is not taken apart because few are looked at."""
    titles = tuple(f"{title}{end}" for title in ALIKE[1] for end in ("", "！"))
    assert len(parts_propose(undated(titles))) == len(parts_propose(at_once(titles)))
    assert (Clusterer.is_stream, _Again.is_stream) == (True, False)


def test_bodies_are_judged_as_before() -> None:
    text = "站里坐满了人，热水管够。"
    dated, without = ([replace(item, text=text) for item in feed(ALIKE[1])] for feed in (at_once, undated))
    found = []
    for feed in (dated, without):
        clusterer = Clusterer(ClusterParams(), count(1).__next__)
        found.append([clusterer.add(item).similarity for item in feed])
    assert found[0] == found[1]


def test_a_topic_of_two_is_no_single_headline() -> None:
    one = Clusterer(ClusterParams(), count(1).__next__)
    for item in undated((*SAME, SAME[0])):
        decision = one.add(item)
    other = Clusterer(ClusterParams(), count(1).__next__)
    for item in at_once((*SAME, SAME[0])):
        dated = other.add(item)
    assert decision.topic == dated.topic == 1
    assert decision.similarity == pytest.approx(dated.similarity)


def test_the_odds_are_a_weighted_mean_and_pairs_say_less_where_more_is_alive() -> None:
    none = (0.0,) * len(FIGURES["undated"])
    decider = Decider(*(Weights(none, bias) for bias in (1.0, 2.0, 3.0, 8.0)))
    assert decider.odds_undated(4.0, none, 0) == pytest.approx(OF_PAIRS * 8 + (1 - OF_PAIRS) * 4)
    assert decider.odds_undated(4.0, none, int(FEW_ALIVE)) == pytest.approx(OF_PAIRS / 2 * 8 + (1 - OF_PAIRS / 2) * 4)
    assert decider.odds_undated(4.0, none, 10_000) == pytest.approx(4.0, abs=0.01)
    assert load_decider().undated.net is None


def test_pairs_teach_undated_headlines_alone(tmp_path: Path) -> None:
    rows = [{"a": a, "b": b, "same_event": same} for pair in (*ALIKE, SAME) for a, b, same in [(*pair, pair == SAME)]]
    nothing = {"a": "春季花展周末开幕", "b": "two words", "same_event": False}
    noted = train.pair_examples([*rows, nothing])
    assert [right for _, right in noted["undated"]] == [False, False, False, True]
    assert {len(figures) for figures, _ in noted["undated"]} == {len(FIGURES["undated"])}
    assert not any(found for name, found in noted.items() if name != "undated")
    learnt = train.learn([noted])
    assert [*learnt] == ["undated"]
    train.save(learnt, tmp_path / "d.json")
    saved, shipped = (json.loads(path.read_text("utf-8")) for path in (tmp_path / "d.json", DATA))
    assert saved["undated"] != shipped["undated"]
    assert {**saved, "undated": 0} == {**shipped, "undated": 0}
