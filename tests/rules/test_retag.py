"""A changed rule tags history anew: items, areas, focus, counts and topics, whole or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError

from monitor.district.places import place_remove, place_save
from monitor.district.rows import place_row
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Item, RetagJob, RetagState, Topic, TopicHour, User
from monitor.queries.config import config_forget, current_config
from monitor.rules import retag, retag_batch
from monitor.rules.edit import RuleText, rule_edit, rule_restore, rule_retire, rule_switch
from monitor.rules.groups import group_save
from monitor.rules.queue import SETTLE
from monitor.rules.retag import LEASE, TRIES, retag_due
from monitor.text import Config, default_config
from monitor.upkeep.recount import recount
from tests.conftest import make_item, make_source, make_topic, make_unit, stored_counts
from tests.conftest import recount as recount_by_hand
from tests.rules.conftest import MakeRule, retag_all

pytestmark = pytest.mark.django_db
LAMPS = "石桥路的路灯换了新的"


def lamps(**fields: object) -> Item:
    """An item that is about nothing of ours until a rule says so."""
    return make_item(title=LAMPS, areas=[], in_focus=False, **fields)


def again(item: Item) -> Item:
    return Item.objects.get(month=item.month, id=item.id)


def test_a_new_rule_tags_what_is_stored(make_rule: MakeRule) -> None:
    item, other = lamps(), make_item()
    rule = make_rule("路灯", area="union", grave=True)
    job = retag_all()
    found = again(item)
    assert (found.rules, found.areas, found.grave, found.in_focus) == ([rule.pk], ["union"], True, True)
    assert (again(other).rules, again(other).areas) == ([], ["wages"])
    assert (job.state, job.total, job.done, job.added, job.removed) == (RetagState.DONE, 2, 2, 1, 0)


def test_counts_equal_the_items_afterwards(make_rule: MakeRule, lead: User) -> None:
    unit = make_unit()
    for fields in ({"units": [unit.pk]}, {"place": "本区"}, {"source": make_source(own=True)}):
        lamps(**fields)
    rule = make_rule("路灯", area="union")
    retag_all()
    assert recount().equal
    assert stored_counts() == recount_by_hand()
    rule_switch(pk=rule.pk, enabled=False, by=lead, now=utc_now())
    retag_all()
    assert recount().equal
    assert stored_counts() == recount_by_hand()


def test_what_texts_say_alone_is_judged_by_one_config_a_batch(
    make_rule: MakeRule, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[Config] = []

    def counted() -> Config:
        built.append(default_config())
        return built[-1]

    items = [lamps() for _ in range(3)]
    rule = make_rule("路灯", area="union")
    retag_all()
    rule_switch(pk=rule.pk, enabled=False, by=lead, now=utc_now())
    monkeypatch.setattr(retag_batch, "default_config", counted)
    job = retag_all()
    assert [again(item).areas for item in items] == [[], [], []]
    assert (job.removed, len(built)) == (3, 1)


@pytest.mark.parametrize("end", ["off", "retired", "other words"])
def test_what_a_rule_gave_goes_with_it(make_rule: MakeRule, lead: User, end: str) -> None:
    item, rule = lamps(), make_rule("路灯", area="union")
    retag_all()
    if end == "off":
        rule_switch(pk=rule.pk, enabled=False, by=lead, now=utc_now())
    elif end == "retired":
        rule_retire(pk=rule.pk, by=lead, now=utc_now())
    else:
        rule_edit(pk=rule.pk, text=RuleText("路灯", "路灯 -换", "union"), seen=1, by=lead, now=utc_now())
    job = retag_all()
    found = again(item)
    assert (found.rules, found.areas, found.in_focus, job.removed) == ([], [], False, 1)


def test_an_area_that_the_text_has_by_itself_stays(make_rule: MakeRule, lead: User) -> None:
    item = make_item(title="建筑工地拖欠农民工工资，工人讨薪", areas=["wages"])
    rule = make_rule("讨薪", area="wages")
    retag_all()
    rule_retire(pk=rule.pk, by=lead, now=utc_now())
    retag_all()
    assert (again(item).areas, again(item).rules, again(item).in_focus) == (["wages"], [], True)


def test_another_area_of_a_rule_takes_the_place_of_the_first(make_rule: MakeRule, lead: User) -> None:
    item, rule = lamps(), make_rule("路灯", area="union")
    retag_all()
    rule_edit(pk=rule.pk, text=RuleText("路灯", "路灯", "skills"), seen=1, by=lead, now=utc_now())
    retag_all()
    assert again(item).areas == ["skills"]
    rule_restore(pk=rule.pk, number=1, by=lead, now=utc_now())
    retag_all()
    assert again(item).areas == ["union"]
    assert recount().equal


def test_topics_come_into_focus_and_leave_it(make_rule: MakeRule, lead: User) -> None:
    topic = make_topic(in_focus=False, n_items=2, n_originals=2, n_focus=0, areas={})
    for _ in range(2):
        item = lamps(topic_id=topic.pk)
    TopicHour.objects.create(topic=topic, hour=item.at.replace(minute=0, second=0, microsecond=0))
    rule = make_rule("路灯", area="union", grave=True)
    retag_all()
    topic = Topic.objects.get(pk=topic.pk)
    assert (topic.in_focus, topic.n_focus, topic.areas, topic.grave) == (True, 2, {"union": 2}, True)
    assert topic.needs_decision
    rule_retire(pk=rule.pk, by=lead, now=utc_now())
    retag_all()
    topic.refresh_from_db()
    assert (topic.in_focus, topic.n_focus, topic.areas, topic.grave) == (False, 0, {}, False)


def test_nothing_begins_before_every_process_goes_by_the_new_rules(make_rule: MakeRule) -> None:
    lamps()
    make_rule("路灯")
    now = RetagJob.objects.get().created_at
    assert retag_due(now=now + SETTLE - timedelta(seconds=1)) == 0
    assert retag_due(now=now + SETTLE) > 0


def test_a_second_run_changes_nothing(make_rule: MakeRule) -> None:
    lamps()
    make_rule("路灯", area="union")
    retag_all()
    before = list(Item.objects.values_list("id", "rules", "areas", "in_focus"))
    RetagJob.objects.update(state=RetagState.QUEUED, month=None, below=None, last_round=False, added=0)
    assert retag_all().added == 0
    assert list(Item.objects.values_list("id", "rules", "areas", "in_focus")) == before


def test_a_later_change_takes_the_place_of_work_that_is_not_done(make_rule: MakeRule) -> None:
    item = lamps()
    make_rule("路灯")
    make_rule("石桥")
    retag_all()
    assert [job.state for job in RetagJob.objects.order_by("id")] == [RetagState.SUPERSEDED, RetagState.DONE]
    assert len(again(item).rules) == 2


@pytest.mark.django_db(transaction=True)
def test_work_that_was_killed_between_batches_goes_on_where_it_stood(
    make_rule: MakeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        lamps()
    make_rule("路灯")
    monkeypatch.setattr(retag_batch, "BATCH", 2)
    later = utc_now() + SETTLE
    assert retag_due(now=later, seconds=0.0) == 2  # one batch, then "killed"
    RetagJob.objects.update(claimed_until=later + LEASE)
    assert retag_due(now=later + LEASE - timedelta(seconds=1)) == 0  # its lease
    config_forget()
    assert retag_due(now=later + LEASE * 2) >= 3
    assert (RetagJob.objects.get().state, RetagJob.objects.get().done) == (RetagState.DONE, 5)
    assert Item.objects.exclude(rules=[]).count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_fails_undoes_itself_and_is_given_up_after_some_tries(
    make_rule: MakeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = lamps()
    make_rule("路灯")

    def broken(_: object) -> None:
        raise DatabaseError("no")

    monkeypatch.setattr(retag_batch, "rollup_move", broken)
    for _ in range(TRIES + 1):
        retag_due(now=utc_now() + SETTLE)
    job = RetagJob.objects.get()
    assert (job.state, job.error, again(item).rules) == (RetagState.FAILED, "DatabaseError", [])


def test_items_stored_by_the_old_rules_meanwhile_are_looked_at_in_the_last_round(
    make_rule: MakeRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamps()
    make_rule("路灯")
    late: list[Item] = []
    over = retag._round_over

    def store_then(job: RetagJob) -> None:
        late.extend([] if late else [lamps()])
        over(job)

    monkeypatch.setattr(retag, "_round_over", store_then)
    retag_all()
    assert again(late[0]).rules != []
    assert recount().equal


def test_texts_that_are_gone_keep_their_tags(make_rule: MakeRule, lead: User) -> None:
    item = lamps()
    rule = make_rule("路灯")
    retag_all()
    Item.objects.filter(id=item.id).update(title="", text="")
    rule_retire(pk=rule.pk, by=lead, now=utc_now())
    retag_all()
    assert again(item).rules == [rule.pk]


def test_a_rule_that_cannot_be_read_stops_neither_the_others_nor_the_fetching(make_rule: MakeRule) -> None:
    rule, broken = make_rule("路灯"), make_rule("石桥")
    type(broken).objects.filter(pk=broken.pk).update(query="(石桥", version=2)
    config_forget()
    assert [r.id for r in current_config().rules] == [rule.pk]


def test_the_end_is_in_the_audit_log(make_rule: MakeRule) -> None:
    lamps()
    rule = make_rule("路灯")
    retag_all()
    detail = AuditEntry.objects.get(action="retag").detail
    assert detail == {"reason": f"rule:{rule.pk}", "looked_at": 1, "added": 1, "removed": 0}


def test_other_words_in_a_group_tag_anew_what_its_rules_match(make_rule: MakeRule, admin: User) -> None:
    item = lamps()
    group = group_save(pk=None, name="灯", words=["街灯"], by=admin, now=utc_now())
    rule = make_rule("{灯} 石桥路")
    retag_all()
    assert again(item).rules == []
    group_save(pk=group.pk, name="灯", words=["街灯", "路灯"], by=admin, now=utc_now())
    assert retag_all().reason == f"group:{group.pk}"
    assert again(item).rules == [rule.pk]


def test_a_changed_gazetteer_tags_place_and_unit_of_what_is_stored(lead: User) -> None:
    unit, topic = make_unit(words=[]), make_topic(units=[], n_items=1, n_originals=1)
    item = make_item(title=LAMPS, topic_id=topic.pk)
    by_hand = make_item(title="路灯换新", by_hand=True, units=[unit.pk])
    place = place_save(place=None, row=place_row({"name": "石桥路", "kind": "site", "unit": unit.name}), by=lead)
    retag_all()
    assert (again(item).place, again(item).units) == ("本区", [unit.pk])
    topic.refresh_from_db()
    assert (topic.place, topic.places, topic.units) == ("本区", {"本区": 1}, [unit.pk])
    assert again(by_hand).units == [unit.pk]
    assert stored_counts() == recount_by_hand()
    place_remove(place=place, by=lead)
    retag_all()
    assert (again(item).place, again(item).units) == (None, [])
    assert stored_counts() == recount_by_hand()
