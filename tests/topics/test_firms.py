"""Names of firms: where they are found, and what two posts are that share one."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from monitor.text.fold import fold
from monitor.text.words import cut
from monitor.topics.background import load_background
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.evidence import FEW, NAMES, evidence, side
from monitor.topics.firms import firm_keys
from monitor.topics.match import match, probe_of
from monitor.topics.params import ClusterParams
from monitor.topics.related import load_related
from monitor.topics.state import arrays, pack, unpack
from monitor.topics.vectors import MOST_FIRMS, firm_key, is_firm, is_word, pair_key, strongest, weigh, word_key
from tests.each import each
from tests.topics.stories import START

KEYS = range(1 << 18)
FIRST = TopicItem("1", "宿舍又漏水了，床上撑着伞睡", "我们瑶叶纺织三号宿舍，报修两周没人来。", "a", START)
SECOND = TopicItem("2", "问一下食堂几点关门", "瑶叶纺织新来的，昨天下班晚了没吃上饭。", "b", START)


def names(text: str) -> list[int]:
    return firm_keys(cut(fold(text)), lambda key: load_background().frequency.get(key, 0))


def clusterer() -> Clusterer:
    return Clusterer(ClusterParams(), count(1).__next__)


def named(one: Clusterer, item: TopicItem) -> float:
    topic = one.index.topics[1]
    vector = weigh(one.read(item)[0], one.index.idf, one.params)
    found = match(probe_of(vector), [topic]).of(0)
    figures = evidence(topic, side(vector, one.related), 0.0, found, one.index.idf, one.related, one.index.alive)
    return figures[NAMES.index("named")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我在瑶叶纺织上班", "瑶叶纺织"),
        ("瑶叶紡織欠薪", "瑶叶纺织"),  # traditional characters
        ("青枫养老院招人", "青枫养老院"),
        ("老搪瓷厂门口", "搪瓷厂"),
    ],
)
def test_what_stands_before_its_kind_is_a_name(text: str, name: str) -> None:
    assert names(text) == [firm_key(name)]


@each(text=["这家酒店不错", "该公司回应", "我们的学校放假", "各大医院", "酒店", "中国银行", "ABC科技"])
def test_no_name_or_one_of_the_whole_country(text: str) -> None:
    assert names(text) == []


def test_a_hash_is_a_word_a_pair_or_a_name() -> None:
    words, pairs = {word_key(str(n)) for n in KEYS}, {pair_key(str(n)) for n in KEYS}
    firms = {firm_key(str(n)) for n in KEYS}
    assert all(map(is_firm, firms))
    assert not any(map(is_word, firms))
    assert not any(is_firm(key) for key in words | pairs)
    assert all(map(is_word, words))
    assert not any(map(is_word, pairs))
    assert not any(map(is_firm, {*load_background().frequency, *load_related().rows}))


def test_sharing_a_firm_counts_and_less_when_everybody_names_it() -> None:
    one = clusterer()
    one.add(FIRST)
    assert named(one, SECOND) == pytest.approx(1.0)
    other = clusterer()
    other.add(FIRST)
    assert named(other, replace(SECOND, text=SECOND.text.replace("瑶叶", "景岚"))) == 0.0
    topic = one.index.topics[1]
    for n in range(100, 100 + 3 * FEW):
        one.index.put(replace(topic, id=n))
    assert 0 < named(one, replace(SECOND, id="3")) < 0.4


def test_one_of_many_items_that_names_a_firm_is_a_share_of_them() -> None:
    one = clusterer()
    one.add(FIRST)
    one.index.put(replace(one.index.topics[1], size=4))
    assert named(one, SECOND) == pytest.approx(0.25)


def test_names_are_kept_beside_the_strongest_features_and_bounded() -> None:
    vector = {word_key(str(n)): 1.0 + n for n in range(20)} | {firm_key(str(n)): 0.02 for n in range(20)}
    kept = strongest(vector, 5)
    assert {key for key in kept if not is_firm(key)} == {word_key(str(n)) for n in (19, 18, 17, 16, 15)}
    assert sum(map(is_firm, kept)) == MOST_FIRMS
    assert arrays(dict(reversed(vector.items())), 5) == arrays(vector, 5)


def test_a_stored_topic_keeps_its_names() -> None:
    one = clusterer()
    one.add(FIRST)
    topic = one.index.topics[1]
    again = unpack(1, topic.first_at, topic.last_at, pack(topic))
    assert again is not None
    assert [key for key in again.keys if is_firm(key)] == [firm_key("瑶叶纺织")]


def test_posts_on_one_firm_meet_sooner() -> None:
    one, post = clusterer(), replace(FIRST, id="9", title="还是那栋楼", text="瑶叶纺织宿舍，热水晚上九点以后就断。")
    one.add(FIRST)
    later = replace(post, at=START + timedelta(hours=3))
    other = replace(later, text=later.text.replace("瑶叶", "景岚"))
    topic = one.index.topics[1]
    chances = [
        one.likely([topic], weigh(one.read(item)[0], one.index.idf, one.params), item) for item in (later, other)
    ]
    assert chances[0][0][0] > chances[1][0][0]
