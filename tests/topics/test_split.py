"""The background pass that splits what was taken for one matter, live and offline."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache

from monitor.models import Alert, AlertEvent, Item, Topic, TopicChange, User
from monitor.topics.cluster import Clusterer
from monitor.topics.hand_preview import parts_preview
from monitor.topics.offline import cluster_all
from monitor.topics.params import ClusterParams
from monitor.topics.parts import seam
from monitor.topics.settle import topics_settle
from monitor.topics.split import MOST_READ, topic_part, topic_parts, topics_split
from tests.conftest import recount, stored_counts
from tests.topics.matters import NOW, ids_of, pair, place, publish, topic_of
from tests.topics.stories import FIRE, WAGES, items

SINCE = NOW - timedelta(hours=1)
MOTLEY = ClusterParams(join=0.0, body_join=0.0, merge=1.1, body_merge=1.1, least_cosine=-1.0)


@pytest.fixture
def mixed(writer: Clusterer) -> Topic:
    """Both matters in one topic, as a machine that erred leaves them."""
    wages, fire = pair()
    Item.objects.filter(topic_id=fire.pk).update(topic_id=wages.pk)
    fire.delete()
    topics_settle([wages.pk], now=NOW)
    place(writer)
    return Topic.objects.get()


def test_two_matters_in_one_topic_become_two_and_stay_so(mixed: Topic, writer: Clusterer) -> None:
    assert topics_split(writer.params, since=SINCE, now=NOW) == 1
    place(writer)
    assert topic_of(WAGES[0]) == mixed.pk
    assert {topic_of(title) for title in FIRE} == {Topic.objects.exclude(pk=mixed.pk).get().pk}
    assert [(change.kind, change.by) for change in TopicChange.objects.filter(topic=mixed)] == [("split", None)]
    assert stored_counts() == recount()
    assert topics_split(writer.params, since=SINCE, now=NOW) == 0


@pytest.mark.parametrize("about", [WAGES, FIRE])
def test_an_open_alert_stays_with_the_part_that_it_was_raised_on(mixed: Topic, writer: Clusterer, about: Any) -> None:
    told = list(Item.objects.filter(title__in=about).values_list("id", flat=True))
    alert = Alert.objects.create(kind="keyword", level=2, topic=mixed, raised_at=NOW, changed_at=NOW)
    AlertEvent.objects.create(alert=alert, kind="raised", level=2, evidence={"items": told[:1]}, at=NOW)
    assert topics_split(writer.params, since=SINCE, now=NOW) == 1
    alert.refresh_from_db()
    assert set(Item.objects.filter(topic_id=alert.topic_id).values_list("id", flat=True)) == set(told)


@pytest.mark.parametrize("about", [WAGES, FIRE])
def test_of_the_parts_that_a_person_is_offered_the_one_that_the_alert_was_raised_on_stays(
    mixed: Topic, about: Any
) -> None:
    told = set(Item.objects.filter(title__in=about).values_list("id", flat=True))
    assert not parts_preview(mixed).thread
    alert = Alert.objects.create(kind="keyword", level=2, topic=mixed, raised_at=NOW, changed_at=NOW)
    AlertEvent.objects.create(alert=alert, kind="raised", level=2, evidence={"items": sorted(told)[:1]}, at=NOW)
    offered = parts_preview(mixed)
    assert (offered.thread, set(offered.parts[0].items) <= told) == (True, True)


def test_what_a_person_changed_or_nobody_needs_is_left_alone(mixed: Topic, writer: Clusterer, duty: User) -> None:
    change = TopicChange.objects.create(topic=mixed, kind="rename", by=duty, at=NOW)
    assert topics_split(writer.params, since=SINCE, now=NOW) == 0
    change.delete()
    Topic.objects.update(pinned=True)
    assert topics_split(writer.params, since=SINCE, now=NOW) == 0
    Topic.objects.update(pinned=False)
    assert topics_split(writer.params, since=NOW + timedelta(hours=1), now=NOW) == 0  # nothing new since


def test_a_topic_that_is_about_to_alert_is_read_again_with_the_reposts_of_each_part(
    mixed: Topic, writer: Clusterer
) -> None:
    publish([FIRE[0]], minutes=1)
    place(writer)
    Item.objects.update(topic_id=mixed.pk)
    topics_settle([mixed.pk], now=NOW)
    copy = Item.objects.exclude(duplicate_of=None).latest("id")
    wages, fire = topic_parts(mixed.pk)
    assert {*wages} == {*ids_of(mixed, WAGES)}
    assert {*fire} == {*ids_of(mixed, FIRE)}
    assert copy.id in fire
    assert topic_part(mixed.pk, [wages, fire], NOW)
    assert topic_parts(mixed.pk) == []
    assert not topic_part(mixed.pk, [wages, fire], NOW)  # it is gone already
    assert Topic.objects.filter(needs_decision=True).count() == 2


def test_a_topic_is_cut_again_only_when_its_texts_are_others(mixed: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
    cuts: list[int] = []
    monkeypatch.setattr(
        "monitor.topics.split.seam", lambda told, *rest, **how: cuts.append(len(told)) or seam(told, *rest, **how)
    )
    cache.clear()
    first = topic_parts(mixed.pk)
    publish([FIRE[0]], minutes=1, topic_id=mixed.pk, duplicate_of=ids_of(mixed, FIRE)[0])
    again = topic_parts(mixed.pk)
    assert [len(part) for part in again] == [len(first[0]), len(first[1]) + 1]  # the repost is with its original
    assert cuts == [len(WAGES) + len(FIRE)]
    Item.objects.filter(title=WAGES[0], duplicate_of=None).update(title="工资发了，都结清了")
    topic_parts(mixed.pk)
    assert len(cuts) == 2


def test_what_a_person_had_a_hand_in_or_is_too_large_is_not_read_again(mixed: Topic) -> None:
    assert topic_parts(mixed.pk)
    for fields in ({"renamed": True}, {"n_originals": MOST_READ + 1}):
        Topic.objects.filter(pk=mixed.pk).update(**fields)
        assert topic_parts(mixed.pk) == []
        Topic.objects.filter(pk=mixed.pk).update(renamed=False)


def test_one_matter_has_no_seam_and_two_have_one() -> None:
    assert len(seam(items(WAGES), ClusterParams())) == 1
    first, second = seam(items([*WAGES, *FIRE]), ClusterParams())
    assert (len(first), len(second)) == (len(WAGES), len(FIRE))
    assert len(seam(items([WAGES[0], FIRE[0]]), ClusterParams())) == 1  # too few to say


@pytest.mark.parametrize(("told", "parts"), [(2, 1), (3, 2)])
def test_two_posts_are_too_few_for_a_matter_of_their_own_and_two_headlines_are_not(told: int, parts: int) -> None:
    headlines = items([*WAGES[:4], *FIRE[:told]])
    posts = [replace(item, text=f"{item.title}。") for item in headlines]
    assert len(seam(posts, ClusterParams())) == parts
    assert len(seam(headlines, ClusterParams())) == len(seam(posts, ClusterParams(), alerted=True)) == 2


def test_a_file_is_split_too_and_a_repost_goes_with_its_original(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.topics.offline.Clusterer", lambda _, ids: Clusterer(MOTLEY, ids))
    monkeypatch.setattr("monitor.topics.offline.seam", lambda told, _: seam(told, ClusterParams()))
    told = [*WAGES, *FIRE, FIRE[0]]
    found = [assigned.topic for assigned in cluster_all(items(told))]
    assert len({*found[: len(WAGES)]}) == 1
    assert {*found[len(WAGES) :]} == {found[-1]} != {found[0]}
    assert {assigned.topic for assigned in cluster_all(items(told), online=True)} == {1}
