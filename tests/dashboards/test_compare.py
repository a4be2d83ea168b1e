"""Comparing: what the pictures and the table say, and what is never set side by side."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.test import Client

from dashboards.compare import points, step_names
from dashboards.compare_words import finding
from dashboards.series_chart import Series, SeriesChart, spread_out
from monitor.lib.clock import DAY, HOUR, utc_now
from monitor.models import AuditEntry, User
from monitor.queries.counts import Tally
from monitor.queries.scope import Scope
from tests.conftest import make_item, make_source, make_unit

MONDAY = datetime(2026, 6, 28, 16, tzinfo=UTC)  # midnight in Shanghai


def test_points_are_the_difference_of_the_shares_that_are_told() -> None:
    now, before = Tally(1000, 1000, 616, 0), Tally(1000, 1000, 584, 0)
    assert "62 %" in (said := finding("span", [("本周", now), ("上周", before)]))
    assert "58 %（+4 点）" in said


def test_a_running_span_has_no_points_for_days_that_have_not_come() -> None:
    cells = [(MONDAY, "neg", True, 2), (MONDAY + 25 * HOUR, "neu", False, 3)]
    scope = Scope(MONDAY, MONDAY + 30 * HOUR)
    assert points(cells, scope, DAY, 7) == (2, 3, None, None, None, None, None)
    assert step_names(MONDAY, MONDAY + 7 * DAY, DAY, dated=False)[0] == "周一"


def test_names_beside_the_lines_never_cover_each_other() -> None:
    found = spread_out([0.0, 0.01, 0.5, 0.97, 0.99])
    assert all(after - before >= 0.07 for before, after in pairwise(found))
    assert found[-1] <= 0.98
    chart = SeriesChart("c", "t", "", "日期", ("一", "二"), (Series("甲", (1, 2)), Series("乙", (2, None))))
    assert chart.rows == [("二", 2, ""), ("一", 1, 2)]
    assert "甲共 3 条" in chart.spoken


def test_the_finding_of_units_says_nothing_of_sentiment() -> None:
    found = [("甲工会", Tally(10, 8, 8, 0, 0)), ("乙工会", Tally(4, 4, 0, 4, 0))]
    assert finding("unit", found) == "甲工会最多：10 条，占所选 71 %；其次是乙工会，4 条。"
    assert "负面占比最高的是甲工会" in finding("area", found)


@pytest.mark.django_db
def test_the_page_compares_areas_units_and_sources_and_its_csv_is_audited(client: Client, duty: User) -> None:
    unit, other = make_unit(name="柳营镇总工会"), make_unit(name="东城环卫工会")
    forum, at = make_source(kind="forum", name="云河论坛"), utc_now() - timedelta(hours=2)
    for n in range(3):
        make_item(at=at, areas=["wages"], units=[unit.pk], source=forum, duplicate_of=1 if n else None)
    make_item(at=at, areas=["hours"], units=[other.pk])
    client.force_login(duty)
    assert "工资报酬最多：3 条" in client.get("/compare/?by=area").content.decode()
    units = client.get("/compare/?by=unit").content.decode()
    assert "柳营镇总工会最多：3 条" in units
    assert '<th scope="col" class="num">负面占原创' not in units
    assert "云河论坛" in client.get("/compare/?by=sources&kind=forum").content.decode()
    lines = client.get("/compare/compare.csv?by=area&pick=wages&pick=hours").content.decode().splitlines()
    assert sum(int(line.split(",")[1]) for line in lines[1:] if line.split(",")[1]) == 3
    assert AuditEntry.objects.filter(action="export", target="compare").exists()
