"""Figures of the quality page."""

from datetime import timedelta

import pytest

from monitor.lib.clock import utc_now
from monitor.models import Alert, CheckAnswer, Outage, User
from monitor.queries.coverage import alert_precision, coverage
from monitor.queries.quality import Accuracy, accuracy, checks_of
from monitor.queries.weeks import window_of
from tests.conftest import make_source, make_topic
from tests.quality.world import make_check

pytestmark = pytest.mark.django_db


def figures() -> Accuracy:
    window = window_of(utc_now())
    return accuracy(checks_of(window), window)


def test_nothing_checked_gives_no_figure_and_twelve_empty_weeks() -> None:
    found = figures()
    assert (found.n, found.sentiment.value, found.kappa, found.enough) == (0, None, None, False)
    assert [row.share.n for row in found.weeks] == [0] * 12


def test_accuracy_is_counted_by_week_part_area_kind_and_model() -> None:
    make_check(said="neg", truth="neg")
    make_check(said="neg", truth="neu", weeks_ago=2, kind="forum", areas=["hours"], model="m2", in_focus=False)
    found = figures()
    assert (found.sentiment.hits, found.sentiment.n) == (1, 2)
    assert [(row.share.hits, row.share.n) for row in found.weeks[-3:]] == [(0, 1), (0, 0), (1, 1)]
    assert {row.code: row.share.hits for row in found.by_kind} == {"news": 1, "forum": 0}
    assert {row.code: row.share.hits for row in found.area_tags} == {"wages": 1, "hours": 0}
    assert {row.code for row in found.by_model} == {"test-1", "m2"}
    assert {row.code for row in found.parts} == {"focus", "rest"}


def test_areas_are_right_only_when_all_are_and_ours_when_any_is() -> None:
    make_check(areas=["wages", "hours"], truth_areas=["wages"])
    make_check(areas=["wages"], truth_areas=[])
    found = figures()
    assert (found.areas.hits, found.ours.hits) == (0, 1)


def test_the_first_answer_counts_and_the_second_measures_agreement(duty: User, lead: User) -> None:
    for truth, second in (("neg", "neg"), ("neu", "neu"), ("neg", "neu"), ("neu", "neu")):
        check = make_check(truth=truth, by=duty)
        CheckAnswer.objects.create(item=check, by=lead, at=utc_now(), sentiment=second, areas=["wages"])
    found = figures()
    assert (found.sentiment.hits, found.sentiment.n, found.both) == (2, 4, 4)
    assert found.kappa == pytest.approx(0.5)


def test_skipped_items_and_older_weeks_count_nowhere(duty: User) -> None:
    check = make_check(weeks_ago=1)
    CheckAnswer.objects.filter(item=check).update(sentiment="", skipped="unclear")
    make_check(weeks_ago=12)
    assert figures().n == 0


def test_calibration_sets_how_sure_beside_how_often_right() -> None:
    make_check(confidence=0.95, truth="neg")
    make_check(confidence=1.0, truth="neu")
    make_check(confidence=0.4, truth="neg")
    last, first = figures().bins[-1], figures().bins[0]
    assert (last.share.hits, last.share.n, round(last.sure or 0, 3)) == (1, 2, 0.975)
    assert (first.share.hits, first.share.n) == (1, 1)


def test_alerts_that_people_called_false_lower_the_precision_and_open_ones_do_not_count() -> None:
    now = utc_now()
    for status in ("resolved", "resolved", "false_alarm", "open"):
        Alert.objects.create(
            kind="topic_rising", level=2, topic=make_topic(), status=status, raised_at=now, changed_at=now
        )
    found = alert_precision(window_of(utc_now()))
    assert (found.hits, found.n) == (2, 3)


def test_coverage_is_the_share_of_source_hours_without_an_answer() -> None:
    now = utc_now()
    up, down = make_source(state="healthy"), make_source(state="failing")
    make_source(enabled=False, state="paused")
    type(up).objects.all().update(created_at=now - timedelta(days=10))
    Outage.objects.create(source=down, started_at=now - timedelta(days=2), label="timeout")
    found = coverage(window_of(now))
    assert (found.read, found.answering, found.outages) == (2, 1, 1)
    assert found.lost == pytest.approx(0.1, abs=0.001)
