"""Charts out of frozen numbers, numbers out of shown ones, columns out of cells."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fonts import shown
from monitor.reports.render.charts import Chart, charts_of
from monitor.reports.render.columns import breadth, widths
from monitor.reports.render.figures import figure_of, foot_lines
from monitor.reports.render.numbers import Number, flat, number_of
from monitor.reports.tell import FORMS, lookup
from monitor.reports.week import Table
from tests.reports.golden import golden

NAMES: dict[str, dict[str, str]] = {
    "sentiment": {"neg": "负面", "neu": "中性", "pos": "正面"},
    "level": {"1": "蓝色", "2": "黄色", "3": "橙色", "4": "红色"},
    "area": {},
    "kind": {},
}


def charts(name: str, change: Callable[[dict[str, Any]], None] = lambda _: None) -> dict[str, Chart]:
    frozen = golden(name).frozen
    change(frozen)
    return charts_of(frozen, lambda text: text, NAMES, "时段")


def test_an_empty_week_draws_nothing() -> None:
    assert charts("empty") == {}


def test_the_days_are_those_of_the_numbers() -> None:
    daily, frozen = charts("normal")["daily"], golden("normal").frozen
    for series, tone in zip(daily.series, ("neg", "neu", "pos"), strict=True):
        assert series.values == tuple(row[tone] for row in frozen["daily"])
    assert daily.weekend == (5, 6)


def test_outages_stand_where_they_were_as_high_as_the_sources_that_were_away() -> None:
    first = charts("outage")["daily"].gaps[0]
    assert (first.start, round(first.end, 2), first.share) == (2.0, 4.42, 1.0)


def test_alerts_stand_at_their_hour() -> None:
    marks = charts("normal")["daily"].marks
    assert (round(marks[0].at, 2), marks[0].level, marks[0].name) == (3.38, 3, "橙色")


def test_a_week_of_outage_alone_is_still_drawn() -> None:
    def silence(frozen: dict[str, Any]) -> None:
        for row in frozen["daily"]:
            row.update(n=0, neg=0, neu=0, pos=0)

    assert charts("outage", silence)["daily"].gaps


def test_a_forecast_is_drawn_with_what_came_before_it() -> None:
    forecast = charts("normal")["forecast"]
    assert [len(one.values) for one in forecast.series] == [7, 14, 14, 14]


@pytest.mark.parametrize("key", ["daily", "sentiment", "areas", "kinds", "topics", "movers", "terms", "forecast"])
def test_every_chart_has_a_text_and_every_word_of_it_can_be_drawn(key: str) -> None:
    chart = charts("normal")[key]
    assert chart.alt
    with figure_of(chart) as figure, warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of a glyph that the font lacks
        figure.draw_without_rendering()
        texts = [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]
    assert all(shown(line) == line for text in texts for line in text.splitlines())
    assert "\n".join(foot_lines(chart.foot)) in texts


@given(value=st.one_of(st.integers(0, 9_999_999), st.floats(-999, 9999).map(lambda x: round(x, 1))))
def test_a_shown_number_is_read_back_as_itself(value: float) -> None:
    forms = ("count",) if isinstance(value, int) else ("change",)
    for form in forms:
        read = number_of(FORMS[form](value, lambda text: text))
        assert isinstance(read, Number)
        assert read.value == pytest.approx(value if form == "count" else value / 100, abs=1e-6)


def test_what_is_no_number_stays_text_and_the_dash_is_nothing() -> None:
    assert number_of("03-05 09:12") == "03-05 09:12"
    assert number_of("—") is None


def test_every_frozen_value_is_listed_under_its_path() -> None:
    frozen = golden("normal").frozen
    for path, value in flat(frozen):
        if isinstance(value, Number):
            assert lookup(frozen, path) == value.value


def test_short_columns_keep_their_words_whole_beside_a_long_one() -> None:
    table = Table("", ("级别", "话题", "发出"), (("橙色", "很长的话题" * 20, "03-05 09:12"),))
    shares = widths(table)
    assert sum(shares) == pytest.approx(1)
    assert shares[2] * 84 >= breadth("03-05 09:12")
    assert shares[1] > 0.6


def test_days_without_data_are_told_from_days_without_items() -> None:
    daily = charts("outage")["daily"]
    assert [n for n in range(7) if daily.without_data(n)] == [2, 3]


def test_a_month_and_a_single_day_are_drawn_too() -> None:
    def month(frozen: dict[str, Any]) -> None:
        frozen["daily"] = [{"day": f"2026-03-{n:02}", "n": n, "neg": n, "neu": 0, "pos": 0} for n in range(1, 32)]

    def day(frozen: dict[str, Any]) -> None:
        frozen["daily"] = frozen["daily"][:1]

    for change, columns in ((month, 31), (day, 1)):
        chart = charts("normal", change)["daily"]
        assert len(chart.labels) == columns
        with figure_of(chart) as figure:
            assert len(figure.axes[0].get_xticks()) <= 16
