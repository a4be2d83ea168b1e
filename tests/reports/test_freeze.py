"""The frozen numbers of a week are what a recount of its items gives."""

from datetime import timedelta

import pytest

from monitor.models import Alert, AlertEvent, Item, Outage, User
from monitor.reports.freeze import canonical, digest, week_freeze
from tests.conftest import make_item, make_source, make_unit
from tests.reports.world import MONDAY, NOW, busy_week, moment

pytestmark = pytest.mark.django_db


def test_an_empty_week_is_all_zero_and_has_no_peak() -> None:
    frozen = week_freeze(monday=MONDAY, now=NOW)
    assert frozen["volume"]["items"] == 0
    assert (frozen["peak"], frozen["topics"]["top"], frozen["areas"]) == (None, [], [])


def test_volume_and_shares_equal_a_recount_of_the_items() -> None:
    busy_week()
    frozen = week_freeze(monday=MONDAY, now=NOW)
    items = Item.objects.filter(at__gte=moment(0, 0), at__lt=moment(7, 0), in_focus=True)
    assert frozen["volume"]["items"] == items.count() == 6
    assert frozen["volume"]["originals"] == items.filter(duplicate_of=None).count()
    for tone in ("neg", "neu", "pos"):
        assert frozen["sentiment"][tone]["n"] == items.filter(sentiment=tone).count()
    for area in frozen["areas"]:
        assert area["n"] == items.filter(areas__contains=[area["area"]]).count()


def test_every_day_has_its_own_count_in_shanghai() -> None:
    source = make_source()
    make_item(source=source, at=moment(0, 0))
    make_item(source=source, at=moment(7, 0) - timedelta(seconds=1))
    make_item(source=source, at=moment(7, 0))
    daily = week_freeze(monday=MONDAY, now=NOW)["daily"]
    assert [row["n"] for row in daily] == [1, 0, 0, 0, 0, 0, 1]


def test_the_peak_day_is_named_with_its_topics() -> None:
    world = busy_week()
    peak = week_freeze(monday=MONDAY, now=NOW)["peak"]
    assert (peak["day"], peak["n"]) == ("2026-03-05", 3)
    assert (peak["median"], peak["excess"]) == (1, 2)
    assert [(t["id"], t["n"], t["usual"], t["more"], t["share"]) for t in peak["topics"]] == [
        (world["new"].pk, 3, 0, 3, None)  # more than the day's excess: other topics fell
    ]


def test_topics_are_new_continuing_or_revived() -> None:
    world = busy_week()
    top = week_freeze(monday=MONDAY, now=NOW)["topics"]["top"]
    assert {row["id"]: row["status"] for row in top} == {
        world["new"].pk: "new",
        world["old"].pk: "continuing",
        world["back"].pk: "revived",
    }
    assert (top[0]["id"], top[0]["items"], top[0]["originals"], top[0]["sources"]) == (world["new"].pk, 4, 3, 2)


def test_the_change_is_against_the_whole_week_before() -> None:
    busy_week()
    volume = week_freeze(monday=MONDAY, now=NOW)["volume"]
    assert (volume["previous"], volume["change"]) == (3, 100.0)


def test_a_week_before_that_was_only_half_watched_is_not_compared() -> None:
    source = make_source()
    make_item(source=source, at=moment(-3))
    make_item(source=source, at=moment(2))
    assert week_freeze(monday=MONDAY, now=NOW)["volume"]["change"] is None


def test_units_are_counted_by_volume_alone() -> None:
    unit = make_unit(name="建筑工会")
    make_item(at=moment(1), units=[unit.pk])
    assert week_freeze(monday=MONDAY, now=NOW)["units"] == [{"unit": unit.pk, "name": "建筑工会", "n": 1}]


def test_an_alert_is_told_with_the_time_it_took_to_answer(duty: User) -> None:
    world = busy_week()
    raised = moment(3, 13)
    alert = Alert.objects.create(
        kind="topic_rising", level=3, topic=world["new"], status="acknowledged", raised_at=raised, changed_at=raised
    )
    AlertEvent.objects.create(alert=alert, kind="raised", level=3, at=raised)
    AlertEvent.objects.create(alert=alert, kind="acknowledged", level=3, at=raised + timedelta(minutes=25), by=duty)
    alerts = week_freeze(monday=MONDAY, now=NOW)["alerts"]
    assert (alerts["n"], alerts["levels"]["3"], alerts["median_minutes"], alerts["open"]) == (1, 1, 25, 1)
    assert alerts["listed"][0]["title"] == "云河新城项目欠薪"


def test_an_outage_counts_only_for_its_part_within_the_week() -> None:
    source = make_source()
    Outage.objects.create(source=source, started_at=moment(-1, 23), ended_at=moment(0, 2), label="timeout")
    Outage.objects.create(source=source, started_at=moment(6, 22), label="dns")
    outages = week_freeze(monday=MONDAY, now=NOW)["outages"]
    assert [row["minutes"] for row in outages["listed"]] == [120, 120]
    assert (outages["n"], outages["sources"], outages["minutes"]) == (2, 1, 240)


def test_the_digest_is_of_one_spelling_and_changes_with_any_number() -> None:
    busy_week()
    one, other = week_freeze(monday=MONDAY, now=NOW), week_freeze(monday=MONDAY, now=NOW)
    assert canonical(one) == canonical(other)
    assert digest(one) == digest(dict(reversed(one.items())))
    other["volume"]["items"] += 1
    assert digest(one) != digest(other)
