"""Headlines, posts and articles are judged by weights of their own; a topic remembers how long its bodies are."""

import json
import math
import struct
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.topics import train
from monitor.topics.cluster import Clusterer, Held, TopicItem, topic_kind
from monitor.topics.decide import DATA, Decider, Weights, load_decider
from monitor.topics.evidence import NAMES, side
from monitor.topics.kind import ARTICLE, MOST_CHARS, POST, kind_of, kind_of_both
from monitor.topics.match import match, probe_of
from monitor.topics.params import ClusterParams
from monitor.topics.state import HEAD, LiveTopic, pack, unpack
from tests.topics.stories import FIRE, START, WAGES, items, mixed

POST_TEXT = "顺汐水产冷库漏氨，老码头街的住户都闻到了。"
ARTICLE_TEXT = "周边道路照常通行，居民可以正常出入。" * 40


def fresh(start: int = 1) -> Clusterer:
    return Clusterer(ClusterParams(), count(start).__next__)


def told(text: str) -> list[TopicItem]:
    return [replace(item, text=text) for item in items(WAGES)]


def topic_of(feed: list[TopicItem]) -> LiveTopic:
    return fresh().rebuild(1, [(item, True) for item in feed])


def test_a_side_is_headlines_posts_or_articles_by_the_mean_length_of_its_bodies() -> None:
    assert kind_of(0, 0) is None
    assert kind_of(4, int(4 * POST)) == 0.0
    assert kind_of(4, int(4 * ARTICLE)) == 1.0
    assert kind_of(4, int(4 * (POST + ARTICLE) / 2)) == 0.5


@given(st.integers(1, 50), st.integers(0, 50 * MOST_CHARS))
def test_no_character_more_or_less_tips_the_kind(bodies: int, chars: int) -> None:
    one, other = kind_of(bodies, chars), kind_of(bodies, chars + 1)
    assert one is not None
    assert other is not None
    assert 0 <= one <= other <= one + 1 / (ARTICLE - POST) + 1e-9 <= 1.1


def test_two_sides_meet_in_the_middle_and_headlines_have_no_say() -> None:
    assert kind_of_both(None, None) is None
    assert kind_of_both(None, 1.0) == kind_of_both(1.0, None) == 1.0
    assert kind_of_both(0.0, 1.0) == kind_of_both(1.0, 0.0) == 0.5


def test_each_kind_is_judged_by_its_own_weights() -> None:
    none = (0.0,) * len(NAMES)
    decider = Decider(*(Weights(none, bias) for bias in (1.0, 2.0, 4.0, 8.0)))
    assert [decider.odds(kind, none) for kind in (None, 0.0, 0.5, 1.0)] == [1.0, 2.0, 3.0, 4.0]


def test_the_shipped_weights_of_posts_are_not_those_of_articles() -> None:
    shipped = load_decider()
    assert shipped.post != shipped.article


def test_a_topic_counts_the_characters_of_its_bodies_however_it_came_about() -> None:
    feed = [*told(POST_TEXT)[:2], *told(ARTICLE_TEXT)[2:4], items(WAGES)[4]]
    grown = topic_of(feed)
    expected = 2 * len(POST_TEXT) + 2 * MOST_CHARS
    assert (grown.size, grown.bodies, grown.chars) == (5, 4, expected)
    clusterer = fresh()
    clusterer.rebuild(1, [(item, True) for item in feed[:3]])
    clusterer.rebuild(2, [(item, True) for item in feed[3:]])
    clusterer.join_topics(1, 2)
    assert clusterer.index.topics[1].chars == expected
    assert unpack(1, grown.first_at, grown.last_at, pack(grown)) == grown


def test_a_digest_leaves_the_length_of_a_topic_as_it_was() -> None:
    topic = topic_of(told(POST_TEXT))
    digest = TopicItem(9, "早报：青石湾大桥工人讨薪；柳营镇玩具厂起火；松江路驿站启用", ARTICLE_TEXT, "", START)
    assert fresh()._grown(topic, digest, {}, None).chars == topic.chars


def test_a_topic_stored_by_the_former_version_is_read_as_something_in_between() -> None:
    topic = topic_of(told(POST_TEXT))
    data = pack(topic)
    former = struct.pack("<BBIIHH", 2, 0, topic.size, topic.bodies, len(topic.keys), len(topic.originals))
    read = unpack(topic.id, topic.first_at, topic.last_at, former + data[HEAD.size :])
    assert read is not None
    assert replace(read, chars=topic.chars) == topic
    between = kind_of(read.bodies, read.chars)
    assert between is not None
    assert 0 < between < 1


def test_bytes_of_an_unknown_version_are_not_read() -> None:
    data = pack(topic_of(told(POST_TEXT)))
    assert unpack(1, START, START, bytes([9]) + data[1:]) is None
    assert unpack(1, START, START, b"") is None


@settings(max_examples=20, deadline=None)
@given(st.integers(min_value=0, max_value=17))
def test_a_restart_among_posts_and_articles_changes_no_decision(stop: int) -> None:
    feed = [replace(item, text=("", POST_TEXT, ARTICLE_TEXT)[n % 3] + item.title) for n, item in enumerate(mixed())]
    whole, first = fresh(), fresh()
    expected = [whole.add(item) for item in feed]
    before = [first.add(item) for item in feed[:stop]]
    second = fresh(1 + sum(d.is_new for d in before))
    stored = [(t.id, t.first_at, t.last_at, pack(t)) for t in first.index]
    second.restore(topic for row in reversed(stored) if (topic := unpack(*row)))
    assert before + [second.add(item) for item in feed[stop:]] == expected


def test_a_crowd_of_posts_asks_for_more_and_headlines_do_not() -> None:
    clusterer, topic = fresh(), replace(topic_of(told(POST_TEXT)), size=ClusterParams().crowd)
    one, found = side(topic.vector(), clusterer.related), match(probe_of(topic.vector()), [topic]).of(0)
    lenient = Clusterer(replace(ClusterParams(), crowd_odds=0.0), count(1).__next__)
    for kind, factor in ((0.0, 2), (None, 1)):
        for size in (topic.size, topic.size * 2):
            grown = replace(topic, size=size)
            held: list[Held] = [(grown, one, START, START, found, kind)]
            (ours, _), (theirs, _) = clusterer._chances(held) + lenient._chances(held)
            assert (ours < theirs) == (factor == 2 and size > topic.size)


def test_a_matter_of_the_whole_country_stays_one() -> None:
    """What a crowd must show more of is bounded: a topic of thousands does not fall into pieces."""
    topic = replace(topic_of(told(POST_TEXT)), size=40_000)
    strict, lenient = fresh(), Clusterer(replace(ClusterParams(), crowd_odds=0.0), count(1).__next__)
    one, found = side(topic.vector(), strict.related), match(probe_of(topic.vector()), [topic]).of(0)
    held: list[Held] = [(topic, one, START, START, found, 0.0)]
    ours, theirs = (math.log(chance / (1 - chance)) for chance, _ in strict._chances(held) + lenient._chances(held))
    assert theirs - ours == pytest.approx(ClusterParams().crowd_most)


def test_an_item_and_a_topic_are_of_one_kind_together() -> None:
    posts, articles = topic_of(told(POST_TEXT)), topic_of(told(ARTICLE_TEXT))
    headline = items(FIRE)[0]
    assert topic_kind(posts, headline.kind) == 0.0
    assert topic_kind(articles, replace(headline, text=POST_TEXT).kind) == 0.5
    assert topic_kind(topic_of(items(WAGES)), headline.kind) is None


@pytest.mark.parametrize(("text", "name"), [("", "headline"), (POST_TEXT, "post"), (ARTICLE_TEXT, "article")])
def test_what_is_learnt_goes_to_the_weights_of_its_kind(text: str, name: str) -> None:
    feed = [replace(item, text=text) for item in mixed()]
    labels = ["wages" if i.title in WAGES else "fire" if i.title in FIRE else i.title for i in feed]
    noted = train.examples(feed, labels)
    assert [kind for kind, found in noted.items() if found] == [name]
    assert list(train.learn([noted])) == [name]


def test_headlines_among_posts_do_not_teach_what_headlines_are() -> None:
    feed = [replace(item, text=POST_TEXT if n % 2 else "") for n, item in enumerate(mixed())]
    noted = train.examples(feed, [item.title for item in feed])
    assert noted["headline"]
    assert "headline" not in train.learn([noted])


def test_a_folder_of_the_exercise_is_read_with_its_truth(tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text('{"id": "a", "title": "甲"}\n{"id": "b", "title": "乙"}\n', "utf-8")
    (tmp_path / "truth.jsonl").write_text('{"id": "b", "topic": "2"}\n{"id": "a", "topic": "1"}\n', "utf-8")
    found, labels = train.read(tmp_path)
    assert ([item.title for item in found], labels) == (["甲", "乙"], ["1", "2"])


def test_a_figure_that_never_varied_keeps_its_weight(tmp_path: Path) -> None:
    feed = [replace(item, text=ARTICLE_TEXT, at=None) for item in mixed()]
    labels = ["wages" if i.title in WAGES else "fire" if i.title in FIRE else i.title for i in feed]
    train.save(train.learn([train.examples(feed, labels)]), tmp_path / "d.json")
    saved, shipped = (json.loads(p.read_text("utf-8"))["article"] for p in (tmp_path / "d.json", DATA))
    assert saved["weights"]["gap"] == shipped["weights"]["gap"] < 0
    assert saved["weights"]["words"] != shipped["weights"]["words"]
