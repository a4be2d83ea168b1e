"""Names of places: where they are found, and what two posts are that share nothing but one."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from monitor.text.fold import fold
from monitor.text.words import cut
from monitor.topics.background import load_background
from monitor.topics.cluster import Clusterer, TopicItem, silence
from monitor.topics.evidence import NAMES, evidence, side
from monitor.topics.kind import Kind
from monitor.topics.match import Shared, match, probe_of
from monitor.topics.params import ClusterParams
from monitor.topics.places import place_marks
from monitor.topics.related import Side, load_related
from monitor.topics.state import LiveTopic, arrays, pack, unpack
from monitor.topics.vectors import (
    MOST_FIRMS,
    MOST_MARKS,
    firm_key,
    is_firm,
    is_mark,
    is_name,
    is_word,
    pair_key,
    place_mark,
    strongest,
    weigh,
    word_key,
)
from tests.each import each
from tests.topics.stories import START

FIRST = TopicItem("1", "水管爆了", "青岚巷水管爆了，水柱三层楼高，车都熄火了。", "a", START)
BIRDS = TopicItem("2", "路灯下来了一窝燕子", "青岚巷的老人搬了凳子看，谁也不许开灯。", "b", START + timedelta(hours=1))
WATER = TopicItem("3", "水柱停了", "青岚巷爆的水管换好了，熄火的车拖走了。", "b", START + timedelta(hours=1))


def marks(text: str) -> set[int]:
    return set(place_marks(cut(fold(text))))


def clusterer() -> Clusterer:
    return Clusterer(ClusterParams(), count(1).__next__)


def figures(one: Clusterer, item: TopicItem) -> dict[str, float]:
    topic = one.index.topics[1]
    vector = weigh(one.read(item)[0], one.index.idf, one.params)
    found = match(probe_of(vector), [topic]).of(0)
    return dict(
        zip(
            NAMES,
            evidence(topic, side(vector, one.related), 0.0, found, one.index.idf, one.related, one.index.alive),
            strict=True,
        )
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("在青岚巷门口", "青岚"),
        ("青嵐街積水", "青岚"),  # traditional characters
        ("枫渚中学门口的红绿灯", "枫渚"),
        ("3号线停运", "号线"),
    ],
)
def test_what_stands_before_its_kind_is_the_name_of_a_place(text: str, part: str) -> None:
    assert {place_mark(pair_key(part))} <= marks(text)


@each(text=["走了很多路", "这条街", "城", "第3站", "我们工资被拖欠"])
def test_no_name_of_a_place(text: str) -> None:
    assert marks(text) == set()


def test_a_mark_is_no_word_no_pair_and_no_firm() -> None:
    keys = [word_key("水管"), pair_key("水管"), word_key("晒布巷")]
    assert all(is_mark(place_mark(key)) and is_name(place_mark(key)) for key in keys)
    assert not any(is_word(place_mark(key)) or is_firm(place_mark(key)) for key in keys)
    assert not any(is_name(key) for key in [*keys, *load_background().frequency, *load_related().rows])
    assert is_name(firm_key("瑶叶纺织"))
    assert not is_mark(firm_key("瑶叶纺织"))


def test_what_is_shared_besides_a_place_is_counted_apart() -> None:
    one = clusterer()
    one.add(FIRST)
    birds, water = figures(one, BIRDS), figures(one, WATER)
    assert birds["here"] > 0
    assert birds["besides"] == birds["besides_pairs"] == birds["besides_covered"] == 0.0
    assert 0 < water["besides"] < water["here"]
    assert 0 < water["besides_covered"] < water["covered"]


def test_a_shared_place_alone_says_less_than_what_happened_there() -> None:
    one = clusterer()
    one.add(FIRST)
    vectors = {item.id: weigh(one.read(item)[0], one.index.idf, one.params) for item in (BIRDS, WATER)}
    chances = [one.likely([one.index.topics[1]], vectors[item.id], item)[0][0] for item in (BIRDS, WATER)]
    assert chances[0] < one.params.body_join < chances[1]


def test_marks_find_no_topic_and_are_bounded() -> None:
    one = clusterer()
    one.add(FIRST)
    stored = [key for key in one.index.topics[1].keys if is_mark(key)]
    assert stored
    assert all(one.index.alive(key) == 0 for key in stored)
    vector = {word_key(str(n)): 1.0 + n for n in range(20)}
    vector |= {firm_key(str(n)): 0.02 for n in range(20)} | {place_mark(n): 0.002 for n in range(99)}
    kept = strongest(vector, 5)
    assert [sum(map(is_mark, kept)), sum(map(is_firm, kept)), len(kept)] == [
        MOST_MARKS,
        MOST_FIRMS,
        5 + MOST_MARKS + MOST_FIRMS,
    ]
    assert arrays(dict(reversed(vector.items())), 5) == arrays(vector, 5)


def test_topics_come_and_go_with_their_marks() -> None:
    one = clusterer()
    one.add(FIRST)
    topic = one.index.topics[1]
    again = unpack(1, topic.first_at, topic.last_at, pack(topic))
    assert again is not None
    assert again.keys == topic.keys
    one.index.put(replace(again, size=2))
    one.index.pop(1)
    assert not any(one.index.alive(key) for key in topic.keys)


@each("first last hours", [(30, 40, 6.0), (-9, -5, 5.0), (3, 40, 0.0), (-5, 30, 0.0), (4, 5, 0.0)])
def test_silence_is_what_lies_between_two_topics(first: int, last: int, hours: float) -> None:
    one = clusterer()
    one.add(FIRST)
    topic = replace(one.index.topics[1], last_at=START + timedelta(hours=24))
    told = [START + timedelta(hours=first), START + timedelta(hours=last)]
    assert silence(topic, told[0], told[1]) == hours
    assert silence(topic, None, told[1]) == silence(replace(topic, last_at=None), told[0], told[1]) == 0.0


class Timed(Clusterer):
    """Remembers the hours of silence that a decision goes by."""

    hours = -1.0

    def figures(self, topic: LiveTopic, one: Side, hours: float, found: Shared, *, kind: Kind) -> tuple[float, ...]:
        self.hours = hours
        return super().figures(topic, one, hours, found, kind=kind)


@pytest.mark.parametrize(("text", "hours"), [(FIRST.text, 0.0), ("", 71.0)])
def test_a_post_told_within_the_others_time_is_not_late_and_headlines_go_by_the_latest(text: str, hours: float) -> None:
    one = Timed(ClusterParams(), count(1).__next__)
    one.add(replace(FIRST, text=text))
    topic = one.index.topics[1]
    long = replace(topic, id=2, size=9, last_at=START + timedelta(hours=72))
    inside = replace(topic, first_at=START + timedelta(hours=1), last_at=START + timedelta(hours=1))
    one.likely_one(inside, [long])
    assert one.hours == hours
