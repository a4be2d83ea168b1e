from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DataError

from monitor.lib.clock import utc_now
from monitor.models import Alert, GazetteerPlace, Item, Source, Topic, TopicChange, TopicHour
from monitor.topics import assign
from monitor.topics.assign import BatchError, topic_assign_batch, topic_restore
from monitor.topics.cluster import Clusterer
from monitor.topics.params import ClusterParams
from monitor.topics.refresh import topic_refresh_active
from tests.conftest import make_item, make_source, recount, stored_counts
from tests.topics.stories import FIRE, WAGES

pytestmark = pytest.mark.django_db
NOW = utc_now()


def publish(
    titles: list[str], source: Source | None = None, start: timedelta = timedelta(hours=2), **fields: Any
) -> None:
    source = source or make_source()
    for n, title in enumerate(titles):
        make_item(source=source, title=title, at=NOW - start + timedelta(minutes=n), **fields)


def run(clusterer: Clusterer | None = None, limit: int = 100, now: datetime = NOW) -> assign.AssignOutcome:
    return topic_assign_batch(clusterer or topic_restore(now=now), limit=limit, now=now)


def counts_agree() -> bool:
    """Topic rows and their hours against the items themselves."""
    for topic in Topic.objects.filter(merged_into=None):
        items = Item.objects.filter(topic_id=topic.pk, own=False)
        originals = items.filter(duplicate_of=None)
        hours = TopicHour.objects.filter(topic=topic)
        expected = (items.count(), originals.count(), originals.filter(sentiment="neg").count())
        if (topic.n_items, topic.n_originals, topic.n_neg) != expected:
            return False
        if tuple(sum(getattr(h, f) for h in hours) for f in ("n_items", "n_originals", "n_neg")) != expected:
            return False
    return stored_counts() == recount()


def test_waiting_items_become_topics_with_title_terms_counts_and_heat() -> None:
    publish([*WAGES, *FIRE])
    outcome = run()
    assert outcome.items == 9
    assert outcome.to_decide
    wages, fire = Topic.objects.order_by("-n_items")
    assert (wages.n_items, wages.n_originals, fire.n_items) == (5, 5, 4)
    assert wages.title in WAGES
    assert wages.terms == ["工资", "拖欠"]
    assert wages.in_focus
    assert wages.needs_decision
    assert wages.heat > fire.heat > 0
    assert set(wages.heat_parts) == {"volume", "speed", "spread", "negativity", "computed_at"}
    assert counts_agree()


def test_nothing_waiting_changes_nothing() -> None:
    assert run() == assign.AssignOutcome()


def test_a_second_run_finds_nothing_left() -> None:
    publish(WAGES)
    run()
    assert run().items == 0


def test_a_repost_is_linked_and_its_counts_move() -> None:
    publish(WAGES[:1])
    publish(WAGES[:1], start=timedelta(hours=1))
    run()
    original, repost = Item.objects.order_by("at")
    topic = Topic.objects.get()
    assert repost.duplicate_of == original.id
    assert (topic.n_items, topic.n_originals, len(topic.sources)) == (2, 1, 2)
    assert counts_agree()


def test_one_original_in_focus_needs_three_other_sources() -> None:
    for sources in range(1, 5):
        publish(WAGES[:1], start=timedelta(hours=3) - timedelta(minutes=10 * sources))
        run()
        assert Topic.objects.get().in_focus is (sources == 4)


def test_the_unions_own_publications_belong_and_count_in_nothing() -> None:
    publish(WAGES[:2])
    publish(WAGES[2:3], source=make_source(own=True), start=timedelta(hours=1))
    run()
    topic = Topic.objects.get()
    assert Item.objects.filter(topic_id=topic.pk).count() == 3
    assert (topic.n_items, topic.n_originals) == (2, 2)
    assert counts_agree()


def test_batches_of_any_size_give_the_same_topics_as_one() -> None:
    publish([*WAGES, *FIRE])
    clusterer = topic_restore(now=NOW)
    while run(clusterer, limit=2).items:
        pass
    assert sorted(Topic.objects.filter(merged_into=None).values_list("n_items", flat=True)) == [4, 5]
    assert counts_agree()


def test_a_restart_between_batches_changes_nothing() -> None:
    publish([*WAGES, *FIRE])
    while run(limit=2).items:  # each batch by a process of its own
        pass
    assert sorted(Topic.objects.filter(merged_into=None).values_list("n_items", flat=True)) == [4, 5]


def test_a_failure_between_compute_and_commit_loses_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    publish([*WAGES, *FIRE])
    clusterer = topic_restore(now=NOW)
    run(clusterer, limit=3)
    with monkeypatch.context() as patch:
        patch.setattr(assign, "topics_save", _raise)
        with pytest.raises(BatchError):
            run(clusterer)
    run(clusterer)
    assert sorted(Topic.objects.filter(merged_into=None).values_list("n_items", flat=True)) == [4, 5]
    assert counts_agree()


def _raise(*_: object) -> None:
    raise DataError("invalid byte sequence")


def test_a_failing_item_is_set_aside_after_three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(WAGES[:1])
    clusterer = topic_restore(now=NOW)
    monkeypatch.setattr(assign, "topics_save", _raise)
    for _ in range(3):
        with pytest.raises(BatchError):
            run(clusterer, limit=1)
    assert run(clusterer).items == 0
    item = Item.objects.get()
    assert (item.tries, item.set_aside, item.topic_id) == (3, "DataError", None)


def test_topics_that_prove_to_be_one_are_merged_with_their_rows() -> None:
    publish(WAGES)
    strict = ClusterParams(join=1.0, merge=1.0)
    first = topic_restore(now=NOW, params=strict)
    run(first, limit=4)
    alert = Alert.objects.create(
        kind="topic_rising", level=1, topic=Topic.objects.order_by("pk")[1], raised_at=NOW, changed_at=NOW
    )
    run()
    topic = Topic.objects.get(merged_into=None)
    assert topic.n_items == 5
    assert set(Item.objects.values_list("topic_id", flat=True)) == {topic.pk}
    assert TopicChange.objects.filter(topic=topic, kind="merge").count() == Topic.objects.count() - 1
    alert.refresh_from_db()
    assert alert.topic_id == topic.pk
    assert counts_agree()


def test_what_a_person_pinned_is_not_merged_away() -> None:
    publish(WAGES[:2])
    run(topic_restore(now=NOW, params=ClusterParams(join=1.0, merge=1.0)))
    Topic.objects.update(pinned=True)
    publish(WAGES[2:], start=timedelta(hours=1))
    run()
    assert Topic.objects.filter(merged_into=None).count() == 2


def test_a_title_given_by_a_person_stays() -> None:
    publish(WAGES[:2])
    run()
    Topic.objects.update(title="大桥欠薪专题", renamed=True)
    publish(WAGES[2:], start=timedelta(hours=1))
    run()
    assert Topic.objects.get().title == "大桥欠薪专题"


def test_topics_cool_and_end_without_new_items() -> None:
    publish(WAGES)
    run()
    later = NOW + timedelta(days=4)
    assert topic_refresh_active(now=later) == 1
    topic = Topic.objects.get()
    assert (topic.heat, topic.state) == (0, "ended")
    assert topic_refresh_active(now=later) == 0


def test_history_older_than_the_live_index_still_finds_its_own_topic() -> None:
    publish(WAGES, start=timedelta(days=60))
    while run(limit=2).items:
        pass
    assert Topic.objects.get().n_items == 5


def test_a_topic_lies_where_most_of_its_originals_lie_and_says_how_many() -> None:
    for title, place in zip(WAGES, ("外地", "外地", "本区", None, "外地"), strict=True):
        publish([title], place=place)
    run()
    topic = Topic.objects.get()
    assert (topic.place, topic.places) == ("外地", {"外地": 3, "本区": 1})


def test_a_topic_in_focus_is_summed_up_in_sentences_of_its_items() -> None:
    publish(WAGES[:2], text="项目部拖欠了三十名工人的工资。监察大队已经立案。")
    publish([FIRE[0]])
    Item.objects.filter(title=FIRE[0]).update(in_focus=False)
    run()
    summary = Topic.objects.get(in_focus=True).summary
    assert {part["text"] for part in summary} == {"项目部拖欠了三十名工人的工资。"}
    assert Item.objects.get(id=summary[0]["item"]).source_id == summary[0]["source"]
    assert Topic.objects.get(in_focus=False).summary == []


def test_a_source_of_more_weight_spreads_a_topic_further() -> None:
    publish(WAGES, make_source(weight=3.0))
    publish(FIRE, make_source(weight=1.0))
    run()
    wages, fire = Topic.objects.order_by("-n_items")
    assert wages.heat_parts["spread"] > fire.heat_parts["spread"] == 0


def test_the_writer_knows_the_district_and_city_of_the_gazetteer() -> None:
    GazetteerPlace.objects.all().delete()
    for name, kind, scope in (
        ("云河区", "district", "本区"),
        ("澜州市", "city", "本市"),
        ("邻州市", "city", "外地"),
        ("石漾镇", "town", "本区"),
    ):
        GazetteerPlace.objects.create(name=name, kind=kind, scope=scope, aliases=["云河"] if kind == "district" else [])
    assert topic_restore(now=utc_now()).params.own_places == ("云河区", "云河", "澜州市")
