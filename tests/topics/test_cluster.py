from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.topics.cluster import Clusterer, TopicItem
from monitor.topics.merge import merge_topics
from monitor.topics.offline import cluster_all
from monitor.topics.params import ClusterParams
from monitor.topics.state import pack, unpack
from monitor.topics.vectors import item_features, pair_key, word_key
from tests.topics.stories import FIRE, NOISE, START, WAGES, items, mixed


def fresh(start: int = 1) -> Clusterer:
    return Clusterer(ClusterParams(), count(start).__next__)


def groups(feed: Iterable[TopicItem]) -> set[frozenset[str]]:
    feed, found = list(feed), defaultdict(set)
    for item, assigned in zip(feed, cluster_all(feed), strict=True):
        found[assigned.topic].add(item.title)
    return {frozenset(titles) for titles in found.values()}


def restarted(clusterer: Clusterer, start: int) -> Clusterer:
    other = fresh(start)
    stored = [(t.id, t.first_at, t.last_at, pack(t)) for t in clusterer.index]
    other.restore(topic for row in reversed(stored) if (topic := unpack(*row)))
    return other


def test_each_matter_becomes_one_topic_and_noise_stays_apart() -> None:
    found = groups(mixed())
    assert frozenset(WAGES) in found
    assert frozenset(FIRE) in found
    assert all(frozenset([title]) in found for title in NOISE)


def test_a_decision_names_the_words_that_decided() -> None:
    clusterer = fresh()
    first, second = (clusterer.add(item) for item in items(WAGES[:2]))
    assert first.is_new
    assert not second.is_new
    assert second.topic == first.topic
    assert "青石" in "".join(second.because)
    assert 0 < second.similarity <= 1


def test_an_item_without_any_word_opens_a_topic_of_its_own() -> None:
    clusterer = fresh()
    decisions = [clusterer.add(TopicItem(n, "？！", "", "", START)) for n in range(2)]
    assert [d.is_new for d in decisions] == [True, True]


def test_a_body_without_a_headline_is_clustered_by_its_body() -> None:
    first, second = (TopicItem(n, "", title, "", START) for n, title in enumerate(WAGES[:2]))
    assert len({assigned.topic for assigned in cluster_all([first, second])}) == 1


def test_traditional_characters_find_the_same_topic() -> None:
    pair = [TopicItem(1, "柳营镇玩具厂仓库起火", "", "", START), TopicItem(2, "柳營鎮玩具廠倉庫起火", "", "", START)]
    assert cluster_all(pair)[1].duplicate_of == 1


def test_silence_of_weeks_ends_what_a_topic_attracts() -> None:
    clusterer = fresh()
    first = clusterer.add(items(WAGES[:1])[0])
    later = replace(items(WAGES[4:])[0], at=START + timedelta(days=60))
    assert clusterer.add(later).topic != first.topic


def test_a_daily_digest_does_not_glue_two_matters_together() -> None:
    digest = "早报：青石湾大桥工人讨薪；柳营镇玩具厂起火；松江路驿站启用"
    found = groups(items([*WAGES[:3], digest, *FIRE, *WAGES[3:]]))
    assert not any(WAGES[4] in group and FIRE[0] in group for group in found)


def test_the_next_days_digest_of_the_same_name_is_another_topic() -> None:
    today = TopicItem(1, "云河联播快讯", "", "", START)
    assert len({a.topic for a in cluster_all([today, replace(today, id=2, at=START + timedelta(days=1))])}) == 2
    assert len({a.topic for a in cluster_all([today, replace(today, id=2, at=START + timedelta(hours=1))])}) == 1


def test_forgotten_topics_leave_nothing_in_the_index() -> None:
    clusterer = fresh()
    for item in mixed():
        clusterer.add(item)
    assert clusterer.forget(START + timedelta(days=30)) > 0
    assert len(clusterer.index) == 0
    assert clusterer.index.candidates({1: 1.0}, 5) == []


def test_undo_takes_back_everything_since_the_checkpoint() -> None:
    feed, clusterer, reference = mixed(), fresh(), fresh()
    for item in feed[:8]:
        clusterer.add(item)
        reference.add(item)
    clusterer.index.checkpoint()
    for item in feed[8:]:
        clusterer.add(item)
    merge_topics(clusterer)
    clusterer.index.undo()
    again = restarted(clusterer, 100), restarted(reference, 100)
    assert [again[0].add(i) for i in feed[8:]] == [again[1].add(i) for i in feed[8:]]


def test_two_topics_that_grow_together_are_merged_into_the_older() -> None:
    clusterer = Clusterer(replace(ClusterParams(), join=1.0), count(1).__next__)
    for item in items(WAGES):
        clusterer.add(item)
    merges = merge_topics(clusterer)
    assert {m.winner for m in merges} == {1}
    assert clusterer.index.topics[1].size == len(WAGES)


def test_a_refused_merge_leaves_both_topics() -> None:
    clusterer = Clusterer(replace(ClusterParams(), join=1.0), count(1).__next__)
    for item in items(WAGES):
        clusterer.add(item)
    before = len(clusterer.index)
    assert merge_topics(clusterer, may_merge=lambda _winner, _loser: False) == []
    assert len(clusterer.index) == before


@settings(max_examples=25, deadline=None)
@given(st.integers(min_value=0, max_value=17))
def test_a_restart_changes_no_decision(stop: int) -> None:
    feed, whole, first = mixed(), fresh(), fresh()
    expected = [whole.add(item) for item in feed]
    before = [first.add(item) for item in feed[:stop]]
    second = restarted(first, 1 + sum(d.is_new for d in before))
    assert before + [second.add(item) for item in feed[stop:]] == expected


@settings(max_examples=25, deadline=None)
@given(st.permutations(mixed()))
def test_the_order_within_an_hour_does_not_change_the_topics(feed: list[TopicItem]) -> None:
    at_once = [replace(item, at=START) for item in feed]
    assert frozenset(WAGES) in groups(at_once)
    assert frozenset(FIRE) in groups(at_once)


def test_a_short_post_weighs_with_its_body_and_a_long_article_with_its_headline() -> None:
    body = "顺汐水产冷库漏氨，老码头街的住户都闻到了"
    params = ClusterParams()
    short, long_ = (
        item_features("出大事了", text, params) for text in (body[:20], body + "。" + "周边道路照常通行" * 40)
    )
    key = word_key("冷库")
    assert short[key] == 1.0
    assert long_[key] == pytest.approx(params.text_mass / params.text_chars)


SAME_DISTRICT = (
    "顺义一工地拖欠农民工工资 劳动监察介入",
    "顺义公交公布暑期班次",
    "顺义一小学食堂换了承包方",
    "顺义图书馆周末办讲座",
)


def topics_told(titles: Sequence[str], params: ClusterParams) -> int:
    clusterer = Clusterer(params, count(1).__next__)
    return len({clusterer.add(TopicItem(n, title, "", "s", START)).topic for n, title in enumerate(titles)})


def test_the_name_of_the_district_alone_makes_no_matter_on_the_first_day_either() -> None:
    assert topics_told(SAME_DISTRICT, ClusterParams()) == len(SAME_DISTRICT)


def test_a_district_that_no_atlas_has_is_known_from_the_gazetteer() -> None:
    own = [title.replace("顺义", "云河") for title in SAME_DISTRICT]
    known = topics_told(own, ClusterParams(own_places=("云河区",)))
    assert known == len(own) > topics_told(own, ClusterParams())


ENGLISH = (
    "Water to be off in Yunqiao from 10 tonight as main is joined",
    "Choir of bus drivers to sing at the old pumping house",
    "Ferry drivers wanted: 13 posts in Dutou",
)


def test_two_english_texts_share_no_pairs_of_letters_and_no_matter() -> None:
    assert topics_told(ENGLISH, ClusterParams()) == len(ENGLISH)
    first, second = (item_features(title, "", ClusterParams()).keys() for title in ENGLISH[:2])
    assert first & second == set()
    assert pair_key("iP".lower()) in item_features("苹果发布iPhone新机", "", ClusterParams())
