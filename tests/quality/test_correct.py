"""A correction changes item, counts and topic together; can be taken back; outlives what the machine says next."""

from dataclasses import replace

import pytest

from monitor.feeds.store import item_rewrite
from monitor.lib.clock import hour_of, utc_now
from monitor.models import AuditEntry, Correction, Item, MachineLabels, Topic, TopicHour, User
from monitor.quality.correct import CorrectionError, correction_undo, item_correct
from monitor.text import RawText, analyse, default_config
from monitor.upkeep.recount import recount
from tests.conftest import make_item, make_topic, make_unit, stored_counts
from tests.conftest import recount as counted_again

pytestmark = pytest.mark.django_db


def correct(item: Item, change: str, by: User) -> Correction | None:
    what, _, code = change.partition(":")
    return item_correct(item=item, what=what, code=code, by=by, now=utc_now())


def labels(item: Item) -> tuple[str, list[str], bool, bool]:
    row = Item.objects.get(id=item.id)
    return row.sentiment, row.areas, row.in_focus, row.corrected


def test_a_correction_changes_the_stored_label_and_is_a_row_without_text(duty: User) -> None:
    item = make_item()
    made = correct(item, "sentiment:pos", duty)
    assert made is not None
    assert (made.before, made.after, made.by, made.model) == ("neg", "pos", duty, "test-1")
    assert labels(item) == ("pos", ["wages"], True, True)
    entry = AuditEntry.objects.get(action="correct")
    assert (entry.target, entry.detail) == (f"item:{item.id}", {"what": "sentiment", "before": "neg", "after": "pos"})


@pytest.mark.parametrize("change", ["sentiment:pos", "area:hours", "area:wages", "business:noise"])
def test_counts_equal_a_recount_after_every_correction_and_after_taking_it_back(duty: User, change: str) -> None:
    item = make_item(units=[make_unit().pk])
    made = correct(item, change, duty)
    assert stored_counts() == counted_again()
    assert recount().equal
    assert made is not None
    correction_undo(correction=made, by=duty, now=utc_now())
    assert stored_counts() == counted_again()
    assert labels(item) == ("neg", ["wages"], True, False)


def test_the_topic_counts_with_the_corrected_label(duty: User) -> None:
    topic = make_topic(n_items=1, n_originals=1, n_neg=1, n_focus=1)
    item = make_item(topic_id=topic.pk)
    TopicHour.objects.create(topic=topic, hour=hour_of(item.at), n_items=1, n_originals=1, n_neg=1)
    correct(item, "sentiment:pos", duty)
    assert Topic.objects.values_list("n_neg", "n_pos").get() == (0, 1)
    assert recount().equal


def test_a_topic_whose_items_are_not_our_business_leaves_the_focus_and_comes_back(duty: User) -> None:
    topic = make_topic(n_items=2, n_originals=2, n_neg=2, n_focus=2)
    made = [correct(make_item(topic_id=topic.pk), "business:noise", duty) for _ in range(2)]
    assert Topic.objects.values_list("n_focus", "in_focus", "areas").get() == (0, False, {})
    for correction in made:
        assert correction is not None
        correction_undo(correction=correction, by=duty, now=utc_now())
    assert Topic.objects.values_list("n_focus", "in_focus", "areas").get() == (2, True, {"wages": 2})


def test_not_our_business_takes_areas_and_focus_away(duty: User) -> None:
    item = make_item(rules=[7])
    correct(item, "business:noise", duty)
    assert labels(item) == ("neg", [], False, True)
    assert correct(item, "business:noise", duty) is None


def test_saying_what_is_already_so_changes_nothing_but_makes_an_unsure_label_sure(duty: User) -> None:
    assert correct(make_item(), "sentiment:neg", duty) is None
    unsure = make_item(unsure=True)
    assert correct(unsure, "sentiment:neg", duty) is not None
    assert not Item.objects.get(id=unsure.id).unsure


def test_taking_back_the_later_correction_leaves_the_earlier_in_force(duty: User, lead: User) -> None:
    item = make_item()
    correct(item, "sentiment:neu", duty)
    second = correct(item, "sentiment:pos", lead)
    assert second is not None
    assert correction_undo(correction=second, by=lead, now=utc_now())
    assert labels(item)[0] == "neu"
    assert not correction_undo(correction=second, by=lead, now=utc_now())
    assert AuditEntry.objects.filter(action="correct_undo").count() == 1


def test_a_text_judged_anew_keeps_the_corrected_label_and_remembers_the_machines(duty: User) -> None:
    item = make_item(
        title="云河家政公司公布新的服务价目表", areas=[], in_focus=False, sentiment="neu", sentiment_p=[0.1, 0.8, 0.1]
    )
    correct(item, "sentiment:pos", duty)
    correct(item, "area:skills", duty)
    row = Item.objects.select_for_update().get(id=item.id)
    found = analyse(RawText("云河物流园拖欠工资三个月，工友讨薪无果", ""), default_config())
    item_rewrite(row, replace(found, model="new/2"))
    sentiment, areas, _, corrected = labels(item)
    assert (sentiment, set(areas), corrected) == ("pos", {*found.areas, "skills"}, True)
    kept = MachineLabels.objects.get(item_id=item.id)
    assert (kept.sentiment, kept.areas, kept.model) == (found.sentiment, list(found.areas), "new/2")
    assert stored_counts() == counted_again()


def test_what_was_corrected_goes_back_to_what_the_machine_says_by_now(duty: User) -> None:
    item = make_item()
    made = correct(item, "sentiment:pos", duty)
    row = Item.objects.select_for_update().get(id=item.id)
    found = analyse(RawText("云河区今天开会讨论绿化", ""), default_config())
    item_rewrite(row, replace(found, sentiment="neu", areas=()))
    assert made is not None
    correction_undo(correction=made, by=duty, now=utc_now())
    assert labels(item)[:2] == ("neu", [])
    assert not MachineLabels.objects.exists()


def test_an_unknown_label_and_an_emptied_item_are_refused(duty: User) -> None:
    with pytest.raises(CorrectionError) as unknown:
        correct(make_item(), "area:sports", duty)
    with pytest.raises(CorrectionError) as gone:
        correct(make_item(title="", text=""), "sentiment:pos", duty)
    assert (unknown.value.label, gone.value.label) == ("correction_unknown", "correction_gone")
    assert not Correction.objects.exists()
