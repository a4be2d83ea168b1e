"""Hourly counts move with the rows they count."""

import pytest

from monitor.lib.clock import hour_of
from monitor.models import HourCount, Item, TopicHour
from monitor.models.rollup import rollup_move, topic_retag
from tests.conftest import counted, make_item, make_source, make_topic, recount, stored_counts

pytestmark = pytest.mark.django_db


def test_an_item_is_counted_under_all_areas_and_each_of_its_areas() -> None:
    make_item(areas=["wages", "hours"])
    assert dict(HourCount.objects.values_list("area", "n")) == {"": 1, "wages": 1, "hours": 1}


def test_units_and_areas_cross() -> None:
    make_item(areas=["wages"], units=[3])
    keys = set(HourCount.objects.values_list("area", "unit"))
    assert keys == {("", 0), ("", 3), ("wages", 0), ("wages", 3)}


def test_taking_an_item_away_brings_its_counts_back_to_zero() -> None:
    item = make_item()
    rollup_move([counted(item, sign=-1)])
    assert stored_counts() == {}


def test_counts_equal_a_recount_of_the_items() -> None:
    source = make_source()
    for areas in (["wages"], ["wages", "safety"], []):
        make_item(source=source, areas=areas, in_focus=bool(areas))
    assert stored_counts() == recount()


def test_an_edited_original_moves_its_topics_tags() -> None:
    topic = make_topic(n_neg=2, n_neu=0, n_pos=0, areas={"wages": 2})
    item = make_item(topic_id=topic.pk)
    make_item(topic_id=topic.pk, at=item.at)
    TopicHour.objects.create(topic=topic, hour=hour_of(item.at), n_items=2, n_originals=2, n_neg=2)
    Item.objects.filter(id=item.id).update(sentiment="pos", areas=["skills"])
    topic_retag(topic.pk, at=item.at)
    topic.refresh_from_db()
    assert (topic.n_neg, topic.n_pos, topic.areas) == (1, 1, {"wages": 1, "skills": 1})
    assert topic.needs_decision
    assert TopicHour.objects.values_list("n_neg", "n_pos").get() == (1, 1)
