import pytest

from monitor.lib.clock import utc_now
from monitor.models import Correction, Item, MachineLabels, Topic, User
from monitor.quality.topic_unrelated import topic_unrelated, topic_unrelated_undo
from monitor.topics.hand import HandError
from tests.conftest import make_item, make_topic, recount, stored_counts

pytestmark = pytest.mark.django_db
NOW = utc_now()


def a_topic() -> Topic:
    """Two originals and a repost, all in focus."""
    topic, first = make_topic(), make_item(areas=["wages", "hours"], units=[3])
    items = [first, make_item(areas=["safety"], rules=[1]), make_item(duplicate_of=first.id)]
    Item.objects.filter(id__in=[item.id for item in items]).update(topic_id=topic.pk)
    return topic


def test_a_topic_that_is_not_our_business_is_muted_and_out_of_focus_and_comes_back_exactly(duty: User) -> None:
    topic = a_topic()
    change = topic_unrelated(topic=topic.pk, by=duty, now=NOW, reason="外地企业经营新闻")
    topic.refresh_from_db()
    assert (topic.muted, topic.in_focus, topic.n_focus, topic.areas) == (True, False, 0, {})
    assert not Item.objects.filter(in_focus=True).exists()
    assert Correction.objects.filter(what="business", after="noise", by=duty).count() == 3
    assert stored_counts() == recount()
    topic_unrelated_undo(change=change.pk, by=duty, now=NOW)
    topic.refresh_from_db()
    assert (topic.muted, topic.in_focus, topic.areas) == (False, True, {"wages": 1, "hours": 1, "safety": 1})
    assert not MachineLabels.objects.exists()
    assert stored_counts() == recount()
    with pytest.raises(HandError, match="undo_done"):
        topic_unrelated_undo(change=change.pk, by=duty, now=NOW)


def test_it_needs_a_reason(duty: User) -> None:
    with pytest.raises(HandError, match="reason_missing"):
        topic_unrelated(topic=a_topic().pk, by=duty, now=NOW, reason="  ")
