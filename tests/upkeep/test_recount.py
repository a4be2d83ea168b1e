"""The counts are proved from the items, and put right."""

import io
import json

import pytest
from django.core.management import call_command

from monitor.lib.clock import hour_of
from monitor.models import AuditEntry, HourCount, HourSum, TopicHour
from monitor.upkeep.recount import recount
from tests.conftest import make_item, make_source, make_topic, make_unit, stored_counts
from tests.conftest import recount as recount_by_hand

pytestmark = pytest.mark.django_db


def some_items() -> None:
    topic, unit = make_topic(), make_unit()
    item = make_item(topic_id=topic.pk, areas=["wages", "hours"], units=[unit.pk], place="本区")
    TopicHour.objects.create(topic=topic, hour=hour_of(item.at), n_items=1, n_originals=1, n_neg=1)
    make_item(in_focus=False, areas=[], sentiment="pos")
    make_item(source=make_source(own=True))


def test_counts_that_are_right_are_equal() -> None:
    some_items()
    assert recount().equal


def test_a_tampered_row_is_found_with_both_numbers() -> None:
    some_items()
    row = HourCount.objects.filter(area="hours").first()
    assert row is not None
    HourCount.objects.filter(pk=row.pk).update(n=7)
    found = recount()
    assert (found.equal, found.hours, found.topic_hours) == (False, 1, 0)
    assert (found.shown[0]["stored"], found.shown[0]["counted"]) == (7, 1)


def test_a_missing_and_a_surplus_row_are_found() -> None:
    some_items()
    TopicHour.objects.update(n_neg=0)
    HourCount.objects.filter(area="wages").delete()
    found = recount()
    assert found.topic_hours == 1
    assert found.hours == 2  # over all units, and the unit


def test_sums_that_lost_their_way_are_found_and_put_right() -> None:
    some_items()
    HourSum.objects.filter(area="wages").delete()
    HourSum.objects.filter(area="", unit=0, in_focus=False).update(n=9)
    found = recount()
    assert (found.equal, found.hours, found.sums) == (False, 0, 2)
    assert recount(fix=True).fixed == 2
    assert recount().equal


def test_fixing_gives_what_a_recount_by_hand_gives() -> None:
    some_items()
    HourCount.objects.filter(area="wages").delete()
    HourCount.objects.update(n=9)
    TopicHour.objects.update(n_items=5)
    assert recount(fix=True).fixed > 0
    assert recount().equal
    assert stored_counts() == recount_by_hand()


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_json_and_exits_with_1_on_a_difference() -> None:
    some_items()
    HourCount.objects.update(n=9)
    out = io.StringIO()
    with pytest.raises(SystemExit) as exit_code:
        call_command("recount", stdout=out)
    assert exit_code.value.code == 1
    assert json.loads(out.getvalue())["hour_count"] == HourCount.objects.count()


def test_a_fix_is_audited() -> None:
    some_items()
    HourCount.objects.update(n=9)
    with pytest.raises(SystemExit):
        call_command("recount", "--fix", stdout=io.StringIO())
    assert AuditEntry.objects.filter(actor="recount", action="recount_fix").count() == 1
