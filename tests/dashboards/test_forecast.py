"""预判 on pages: the sentence, the picture, the table, and what is said when there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from dashboards.forecast_chart import ForecastChart
from monitor.lib.clock import DAY, hour_of, utc_now
from monitor.models import Forecast, User
from tests.conftest import make_item, make_topic

ERRORS = {
    "like_steps": {"mae": 4.1, "interval_score": 18.0, "coverage": 0.8, "n": 28},
    "naive": {"mae": 5.0, "interval_score": 25.0, "coverage": 0.8, "n": 28},
    "seasonal_naive": {"mae": 4.8, "interval_score": 24.0, "coverage": 0.8, "n": 28},
}


def forecast(step: str = "next", **fields: object) -> Forecast:
    now = utc_now()
    values = {
        "step": step,
        "starts_at": hour_of(now),
        "made_at": now,
        "method": "like_steps",
        "points": [20],
        "lower": [12],
        "upper": [30],
        "errors": ERRORS,
        "tried_from": hour_of(now) - 14 * DAY,
        "origins": 14,
        "known": 40,
        "least": 14,
    }
    return Forecast(**{**values, **fields})


@pytest.fixture
def desk(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def test_the_desk_says_what_is_expected_and_how_wrong_it_was(desk: Client) -> None:
    forecast().save()
    forecast("hour", points=[1] * 24, lower=[0] * 24, upper=[3] * 24).save()
    html = desk.get("/").content.decode()
    assert "未来 24 小时预计 12–30 条原创（80% 区间，取中 20 条）" in html
    assert "方法：同时段分位数；近 14 天回测 14 次，平均误差 4.1 条，朴素法 5.0，季节朴素法 4.8" in html
    assert "forecast-hour-data" in html
    assert '<td>24 小时总数</td><td class="nowrap"><strong>同时段分位数</strong>（采用）</td>' in html
    assert '<td class="num">24.00</td>' in html


def test_an_area_has_its_own_and_a_unit_has_none(desk: Client) -> None:
    forecast(area="wages", lower=[7]).save()
    assert "预计 7–30 条" in desk.get("/?area=wages").content.decode()
    assert "预计 7–30 条" not in desk.get("/").content.decode()
    assert 'id="forecast"' not in desk.get("/?unit=1").content.decode()


def test_a_topic_says_how_much_history_is_missing_and_what_came(desk: Client) -> None:
    topic, start = make_topic(), hour_of(utc_now()) - DAY
    forecast(topic=topic, method="", points=[], lower=[], upper=[], errors={}, known=3).save()
    forecast(topic=topic, starts_at=start).save()
    html = desk.get(f"/topics/{topic.pk}/").content.decode()
    assert "需要 14 天，现有 3 天" in html
    assert "昨天此时预计随后 24 小时 12–30 条（取中 20），实际 0 条，低于区间" in html.replace("20 条", "20")


def test_a_young_topic_says_that_it_was_tried_on_others(desk: Client) -> None:
    topic = make_topic()
    errors = {"alike": ERRORS["like_steps"], "naive": ERRORS["naive"]}
    forecast(topic=topic, method="alike", errors=errors, tried_from=None, origins=100).save()
    html = desk.get(f"/topics/{topic.pk}/").content.decode()
    assert "在其他话题的 100 个相近时刻上试过，平均误差 4.1 条，朴素法（照前 24 小时）5.0。" in html


def test_a_page_without_forecasts_says_when_there_will_be_some(desk: Client) -> None:
    make_item()
    assert "还没有预判" in desk.get("/").content.decode()
    assert "还没有可对照的预判" in desk.get("/quality/").content.decode()


def test_a_stale_forecast_is_not_shown_as_one(desk: Client) -> None:
    forecast(starts_at=hour_of(utc_now()) - timedelta(hours=7)).save()
    assert "未来 24 小时预计" not in desk.get("/").content.decode()


def test_the_picture_and_the_table_say_the_same() -> None:
    row = forecast("hour", points=[5, 6], lower=[2, 3], upper=[9, 8])
    chart = ForecastChart("f", "预判", "", row, [(row.starts_at - timedelta(hours=1), None)])
    assert [cells[1:] for cells in chart.rows] == [("", "6", "3–8"), ("", "5", "2–9"), ("无数据", "", "")]
    low, high, came, line = chart.json["data"]
    assert (low["y"], high["y"], came["y"], line["y"]) == ([2, 3], [9, 8], [None], [5, 6])
    assert "3–8" in chart.spoken
