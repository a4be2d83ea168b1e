"""A matter that is reposted again and again stays one topic: copies are no further evidence of what it is about."""

from collections import Counter
from datetime import timedelta
from itertools import count

from bench.event_texts import event_texts, matter
from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.merge import merge_topics
from monitor.topics.params import ClusterParams
from monitor.topics.state import ItemId
from tests.topics.stories import START, WAGES, items

COUNT, BATCH = 360, 2  # an event of 43,000 items a day at four times its pace, three minutes of it
POST = "恒垒劳务在新城B地块欠了我们三个月工钱，八十七个人等在项目部门口，没有人出来说一句话。"


def clusterer() -> Clusterer:
    return Clusterer(ClusterParams(), count(1).__next__)


def reposted(one: Clusterer, title: str, text: str, times: int) -> list[TopicItem]:
    told = [TopicItem(n, title, text, f"源{n}", START + timedelta(minutes=n)) for n in range(times)]
    for item in told:
        one.add(item)
    return told


def test_copies_beyond_the_first_few_move_the_time_of_a_topic_and_nothing_else() -> None:
    one = clusterer()
    told = reposted(one, "新城B地块工钱没发", POST, 30)
    topic = one.index.topics[1]
    assert len(one.index) == 1
    assert (topic.size, topic.bodies, len(topic.originals)) == (one.params.known_from, one.params.known_from, 1)
    assert topic.last_at == told[-1].at
    assert one.index.candidates(topic.vector(), 1) == [topic]


def test_headlines_alone_count_however_often_they_are_repeated() -> None:
    one = clusterer()
    reposted(one, WAGES[0], "", 30)
    assert one.index.topics[1].size == 30


def test_a_copy_is_taken_back_with_its_batch() -> None:
    one = clusterer()
    reposted(one, "新城B地块工钱没发", POST, 8)
    before = one.index.topics[1]
    one.index.checkpoint()
    one.add(TopicItem(99, "新城B地块工钱没发", POST, "别处", START + timedelta(days=1)))
    assert one.index.topics[1].last_at != before.last_at
    one.index.undo()
    assert one.index.topics[1] == before
    assert {*one.index._postings} == {*before.keys}


def test_an_event_told_in_eighteen_texts_and_hundreds_of_reposts_is_one_topic() -> None:
    one = clusterer()
    topic_of: dict[ItemId, int] = {}
    merged: dict[int, int] = {}
    told = [
        TopicItem(n, title, text, "源", START + timedelta(seconds=n / 2))
        for n, (title, text) in enumerate(event_texts(COUNT))
    ]
    for first in range(0, COUNT, BATCH):
        made = [one.add(item) for item in told[first : first + BATCH]]
        topic_of |= {decision.item: decision.topic for decision in made}
        merged |= {merge.loser: merge.winner for merge in merge_topics(one, {decision.topic for decision in made})}

    def last(topic: int) -> int:
        return last(merged[topic]) if topic in merged else topic

    sizes = Counter(last(topic) for topic in topic_of.values())
    assert len(matter()) > 15
    assert sizes.most_common(1)[0][1] > 0.6 * COUNT  # a tenth are other items; one text is English


def test_what_is_remembered_of_rarity_is_forgotten_when_topics_change() -> None:
    one = clusterer()
    first, *others = items(WAGES)
    one.add(first)
    key = one.index.topics[1].keys[0]
    before = one.index.idf(key)
    for item in others:
        one.add(item)
    one.index.pop(1)
    assert one.index.idf(key) != before
    assert one.index.idf(key) == one.index._idf(key)
