"""Items join plans where they are stored, and in history when a plan is made or changed; counts go with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.feeds.by_hand import hand_import
from monitor.feeds.hand_rows import HandRow
from monitor.lib.clock import shanghai_date, utc_now
from monitor.models import Item, PlanHour, PlanState, User
from monitor.plans.edit import plan_move
from monitor.quality.correct import item_correct
from monitor.queries.config import config_forget
from monitor.upkeep.recount import recount
from tests.conftest import make_item, make_source
from tests.plans.conftest import MakePlan
from tests.rules.conftest import retag_all

pytestmark = pytest.mark.django_db
LAMPS = "石桥路的路灯换了新的"


def plans_of(item: Item) -> list[int]:
    return Item.objects.get(month=item.month, id=item.id).plans


def lamps(**fields: object) -> Item:
    return make_item(**{"title": LAMPS, "areas": [], "in_focus": False, **fields})


def test_history_is_tagged_and_counted_and_nothing_else_of_it_changes(make_plan: MakePlan) -> None:
    item, other = lamps(), make_item()
    repost = lamps(duplicate_of=item.id, sentiment="pos")
    own = lamps(source=make_source(own=True))
    plan = make_plan("路灯")
    job = retag_all()
    found = Item.objects.get(month=item.month, id=item.id)
    assert (found.plans, found.in_focus, found.areas, found.rules) == ([plan.pk], False, [], [])
    assert (plans_of(other), plans_of(own), plans_of(repost)) == ([], [plan.pk], [plan.pk])
    assert sorted(PlanHour.objects.values_list("sentiment", "original", "n")) == [("neg", True, 1), ("pos", False, 1)]
    assert (job.added, recount().equal) == (3, True)


def test_new_items_join_where_they_are_stored(make_plan: MakePlan) -> None:
    plan, elsewhere = make_plan("路灯"), make_plan("路灯", name="外地路灯", places=("外地",))
    config_forget()
    hand_import([HandRow(title=LAMPS, at=utc_now() - timedelta(hours=1), source="石桥晚报")], now=utc_now())
    assert [item.plans for item in Item.objects.all()] == [[plan.pk]]
    assert not PlanHour.objects.filter(plan=elsewhere).exists()
    assert recount().equal


def test_a_paused_plan_keeps_its_items_and_gets_the_missing_ones_when_it_goes_on(
    make_plan: MakePlan, lead: User
) -> None:
    item, plan = lamps(), make_plan("路灯")
    retag_all()
    plan_move(pk=plan.pk, to=PlanState.PAUSED, by=lead, now=utc_now())
    config_forget()
    missed = lamps()
    make_plan("没有的词")
    retag_all()
    assert (plans_of(item), plans_of(missed)) == ([plan.pk], [])
    plan_move(pk=plan.pk, to=PlanState.ACTIVE, by=lead, now=utc_now())
    retag_all()
    assert plans_of(missed) == [plan.pk]


def test_a_plan_holds_the_days_it_is_for(make_plan: MakePlan) -> None:
    now = utc_now()
    today, before = lamps(at=now), lamps(at=now - timedelta(days=3))
    plan = make_plan("路灯", starts_on=shanghai_date(now - timedelta(days=1)), ends_on=shanghai_date(now))
    retag_all()
    assert (plans_of(today), plans_of(before)) == ([plan.pk], [])


def test_texts_that_are_gone_stay_where_they_are(make_plan: MakePlan) -> None:
    item, plan = lamps(), make_plan("路灯")
    retag_all()
    Item.objects.filter(id=item.id).update(title="", text="")
    make_plan("街灯")
    retag_all()
    assert plans_of(item) == [plan.pk]


def test_a_corrected_area_moves_the_item_into_the_plan_that_asks_for_it(make_plan: MakePlan, duty: User) -> None:
    item, plan = lamps(), make_plan("路灯", areas=("safety",))
    retag_all()
    assert plans_of(item) == []
    item_correct(item=item, what="area", code="safety", by=duty, now=utc_now())
    assert plans_of(item) == [plan.pk]
    assert recount().equal
    make_plan("没有的词")
    retag_all()
    assert plans_of(item) == [plan.pk]
