"""Forecasts as rows: for whom, how often, for how long; and what came of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.lib.clock import DAY, HOUR
from monitor.models import Forecast, HourCount, Outage, Topic, TopicHour
from monitor.queries.forecast import forecast_records, forecasts_latest, outlook_reading, unknown_hours
from monitor.queries.together import read_alone
from monitor.topics.forecast import METHODS, SMOOTH
from monitor.topics.forecast_refresh import forecast_refresh
from tests.conftest import make_source, make_topic

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 20, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
THIS_HOUR = NOW.replace(minute=0)


@pytest.fixture(autouse=True)
def _without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(METHODS, SMOOTH)


def fill(days: int, *, area: str = "wages", in_focus: bool = True, original: bool = True, n: int = 2) -> None:
    """Every third hour has `n`."""
    hours = [THIS_HOUR - k * HOUR for k in range(1, days * 24 + 1, 3)]
    HourCount.objects.bulk_create(
        HourCount(hour=hour, source_id=1, area=a, sentiment="neg", in_focus=in_focus, original=original, n=n)
        for hour in hours
        for a in ("", area)
    )


def test_all_and_each_area_get_hours_days_and_a_total() -> None:
    fill(20)
    refreshed = forecast_refresh(now=NOW)
    assert (refreshed.done, refreshed.left) == (2, 0)
    found = forecasts_latest(area="wages", now=NOW)
    assert {step: (len(row.points), row.starts_at) for step, row in found.items()} == {
        "hour": (24, THIS_HOUR),
        "next": (1, THIS_HOUR),
        "day": (7, datetime(2026, 7, 19, 16, tzinfo=UTC)),
    }
    assert found["next"].points == [16]
    assert {"naive", "seasonal_naive", "like_steps"} <= set(found["next"].errors)


def test_reposts_and_what_is_not_in_focus_count_in_no_forecast() -> None:
    fill(20)
    fill(20, original=False, n=50)
    fill(20, in_focus=False, n=50)
    forecast_refresh(now=NOW)
    assert forecasts_latest(now=NOW)["next"].points == [16]


def test_active_topics_in_focus_are_forecast_and_others_are_not() -> None:
    fill(8)
    topic = make_topic(first_at=NOW - 6 * DAY, last_at=NOW)
    make_topic(muted=True)
    make_topic(in_focus=False)
    make_topic(state="ended")
    make_topic(last_at=NOW - 4 * DAY, first_at=NOW - 6 * DAY)
    TopicHour.objects.bulk_create(
        TopicHour(topic=topic, hour=THIS_HOUR - k * HOUR, n_originals=1) for k in range(1, 140, 2)
    )
    forecast_refresh(now=NOW)
    assert set(Forecast.objects.exclude(topic=None).values_list("topic", flat=True)) == {topic.pk}
    found = forecasts_latest(topic_id=topic.pk, now=NOW)
    assert len(found["hour"].points) == 24
    assert (found["next"].method, found["next"].known, found["next"].least) == ("", 6, 14)


def test_a_topic_of_a_day_is_foretold_from_other_topics() -> None:
    fill(8)
    for n in range(25):
        topic = make_topic(first_at=NOW - 5 * DAY, last_at=NOW if n == 0 else NOW - 4 * DAY)
        TopicHour.objects.bulk_create(
            TopicHour(topic=topic, hour=THIS_HOUR - 5 * DAY + k * HOUR, n_originals=1 + n % 3)
            for k in range(1, 120, 12)
        )
    young = make_topic(first_at=NOW - DAY, last_at=NOW)
    TopicHour.objects.create(topic=young, hour=THIS_HOUR - 2 * HOUR, n_originals=3)
    forecast_refresh(now=NOW)
    found = forecasts_latest(topic_id=young.pk, now=NOW)["next"]
    assert (set(found.errors), found.tried_from, found.origins) == ({"alike", "naive"}, None, 100)


def test_when_the_time_is_up_the_rest_waits() -> None:
    fill(6)
    refreshed = forecast_refresh(now=NOW, seconds=-1)
    assert (refreshed.done, refreshed.left) == (0, 2)


def test_a_second_run_in_the_hour_replaces_and_old_forecasts_go() -> None:
    fill(20)
    Forecast.objects.create(step="next", starts_at=NOW - 50 * DAY, made_at=NOW, method="naive", known=1, least=1)
    forecast_refresh(now=NOW)
    rows = Forecast.objects.count()
    forecast_refresh(now=NOW + timedelta(minutes=5))
    assert Forecast.objects.count() == rows == 6
    assert forecasts_latest(now=NOW)["next"].made_at == NOW + timedelta(minutes=5)


def test_hours_in_which_sources_were_down_are_unknown() -> None:
    source = make_source()
    Outage.objects.create(source=source, started_at=THIS_HOUR - 5 * HOUR, ended_at=THIS_HOUR - 3 * HOUR)
    assert unknown_hours(since=NOW - DAY, now=NOW) == {THIS_HOUR - 5 * HOUR, THIS_HOUR - 4 * HOUR}


def test_yesterdays_forecast_is_compared_with_what_came() -> None:
    fill(20)
    forecast_refresh(now=NOW - DAY)
    HourCount.objects.create(
        hour=THIS_HOUR - 2 * HOUR, source_id=1, sentiment="pos", in_focus=True, original=True, n=30
    )
    came = read_alone(outlook_reading(now=NOW)).came
    assert came is not None
    assert (came.made.points, came.n, came.inside) == ([16], 46, False)


def test_the_record_of_a_month_stands_beside_the_naive_methods() -> None:
    fill(24)
    for day in (4, 3, 2):
        forecast_refresh(now=NOW - day * DAY)
    found = {record.area: record for record in forecast_records(now=NOW)}
    assert (found[""].days, found[""].mae, found[""].naive, found[""].seasonal, found[""].inside) == (3, 0, 0, 0, 3)
    assert set(found) == {"", "wages"}


def test_a_merged_or_deleted_topic_takes_its_forecasts_along() -> None:
    topic = make_topic()
    Forecast.objects.create(topic=topic, step="next", starts_at=NOW, made_at=NOW, known=1, least=14)
    Topic.objects.all().delete()
    assert not Forecast.objects.exists()
