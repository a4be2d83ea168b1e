"""Blind checks: drawn once, in stated proportion, offered without labels, answered by two members at most."""

from datetime import timedelta

import pytest

from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, CheckAnswer, CheckItem, Role, User
from monitor.quality.checks import CheckError, check_answer, check_skip, checks_draw
from monitor.quality.correct import item_correct
from monitor.queries.checks import check_next, check_progress
from tests.conftest import make_item, make_source, make_user
from tests.quality.world import last_week, make_week

pytestmark = pytest.mark.django_db


def answer(check: CheckItem, by: User, sentiment: str = "neg") -> CheckAnswer:
    return check_answer(item=check, by=by, sentiment=sentiment, areas=["wages"], unrelated=False, now=utc_now())


def test_thirty_in_focus_and_twenty_of_the_rest_are_drawn_once() -> None:
    make_week(40, 40)
    assert checks_draw(now=utc_now()) == 50
    assert checks_draw(now=utc_now()) == 0
    assert CheckItem.objects.filter(in_focus=True).count() == 30
    assert sorted(CheckItem.objects.values_list("place", flat=True)) == list(range(1, 51))


def test_where_one_part_is_short_the_other_fills_up() -> None:
    make_week(2, 60)
    assert checks_draw(now=utc_now()) == 50
    assert CheckItem.objects.filter(in_focus=True).count() == 2


def test_the_draw_is_the_same_however_often_it_is_made() -> None:
    make_week(60, 0)
    checks_draw(now=utc_now())
    first = list(CheckItem.objects.values_list("place", "item_id"))
    CheckItem.objects.all().delete()
    checks_draw(now=utc_now())
    assert list(CheckItem.objects.values_list("place", "item_id")) == first
    assert [item for _, item in first] != sorted(item for _, item in first)


def test_other_weeks_reposts_own_and_emptied_items_are_not_drawn() -> None:
    kept = make_week(1, 0)[0]
    make_item(at=last_week(-1))
    make_item(at=last_week(7 * 24))
    make_item(at=last_week(), duplicate_of=kept.id)
    make_item(at=last_week(), source=make_source(own=True))
    make_item(at=last_week(), title="", text="")
    checks_draw(now=utc_now())
    assert CheckItem.objects.values_list("item_id", flat=True).get() == kept.id


def test_the_prediction_is_the_machines_even_when_the_item_was_corrected(duty: User) -> None:
    item = make_week(1, 0)[0]
    item_correct(item=item, what="sentiment", code="pos", by=duty, now=utc_now())
    item_correct(item=item, what="area", code="hours", by=duty, now=utc_now())
    checks_draw(now=utc_now())
    drawn = CheckItem.objects.get()
    assert (drawn.sentiment, drawn.areas, drawn.confidence, drawn.model) == ("neg", ["wages"], 0.8, "test-1")


def test_a_member_is_asked_each_item_once_and_progress_counts_them(duty: User) -> None:
    make_week(2, 0)
    checks_draw(now=utc_now())
    seen = []
    while (blind := check_next(duty)) is not None:
        seen.append(blind.id)
        answer(CheckItem.objects.get(pk=blind.id), duty)
    assert sorted(seen) == sorted(CheckItem.objects.values_list("pk", flat=True))
    progress = check_progress(duty)
    assert (progress.mine, progress.drawn, progress.once, progress.twice) == (2, 2, 2, 0)


def test_what_nobody_has_answered_comes_before_what_somebody_has(duty: User, lead: User) -> None:
    make_week(2, 0)
    checks_draw(now=utc_now())
    first, second = CheckItem.objects.order_by("place")
    answer(first, lead)
    blind = check_next(duty)
    assert blind is not None
    assert blind.id == second.pk


def test_two_members_may_answer_an_item_and_no_third(duty: User, lead: User) -> None:
    make_week(1, 0)
    checks_draw(now=utc_now())
    check = CheckItem.objects.get()
    answer(check, duty)
    answer(check, lead, "neu")
    third = make_user(Role.MONITOR)
    assert check_next(third) is None
    with pytest.raises(CheckError):
        answer(check, third)
    assert check_progress(third).twice == 1


def test_an_answer_is_whole_or_refused_and_audited(duty: User) -> None:
    make_week(1, 0)
    checks_draw(now=utc_now())
    check = CheckItem.objects.get()
    for sentiment, areas, unrelated in (("", ["wages"], False), ("neg", [], False), ("neg", ["wages"], True)):
        with pytest.raises(CheckError):
            check_answer(item=check, by=duty, sentiment=sentiment, areas=areas, unrelated=unrelated, now=utc_now())
    check_answer(item=check, by=duty, sentiment="pos", areas=[], unrelated=True, now=utc_now())
    assert AuditEntry.objects.get(action="check_answer").detail == {"sentiment": "pos", "areas": []}


def test_a_skipped_item_stays_open_for_others(duty: User, lead: User) -> None:
    make_week(1, 0)
    checks_draw(now=utc_now())
    check_skip(item=CheckItem.objects.get(), by=duty, reason="unclear", now=utc_now())
    assert check_next(duty) is None
    assert check_next(lead) is not None
    assert check_progress(duty).once == 0


def test_an_item_whose_text_is_gone_is_not_offered(duty: User) -> None:
    item = make_week(1, 0)[0]
    checks_draw(now=utc_now())
    type(item).objects.filter(id=item.id).update(title="", text="")
    assert check_next(duty) is None


def test_a_new_week_is_drawn_when_the_next_monday_has_come() -> None:
    make_week(3, 0)
    checks_draw(now=utc_now())
    make_item(at=last_week(7 * 24 + 1))
    assert checks_draw(now=utc_now() + timedelta(days=7)) == 1
