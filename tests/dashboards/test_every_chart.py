"""Every chart of every page: said in words, with a table, its numbers as CSV, itself as PNG, its window and when it was computed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from bench.page_addresses import addresses, is_file
from monitor.models import Role
from tests.conftest import make_user
from tests.dashboards.test_query_counts import a_bit_of_everything

SPAN = re.compile(r"\d\d-\d\d|近 ?\d|小时|今天|本周|每天|每周")
CLOCK = re.compile(r"\d\d:\d\d")
GLUED = re.compile(r'<span class="nowrap">([^<]*)</span>')


def lacks(chart: str, heading: str) -> list[str]:
    """What is missing of one chart: the HTML from its box on, and of its heading."""
    foot = GLUED.sub(r"\1", chart).partition("data-chart-foot>")[2].partition("</span>")[0]
    wants = {
        "words": re.search(r'role="img" aria-label="[^"]{6,}"', chart),
        "table": re.search(r"<summary>数据表</summary>.+<th scope=", chart, re.DOTALL),
        "csv": re.search(r'href="/[^"]+" download>CSV', chart),
        "picture": "data-chart-png" in chart,
        "window": SPAN.search(heading + foot),
        "computed at": CLOCK.search(foot),
    }
    return [f"{what} ({heading}: {foot})" for what, found in wants.items() if not found]


@pytest.mark.django_db
def test_every_chart_of_every_page_says_what_it_shows_and_gives_its_numbers(client: Client) -> None:
    boss = make_user(Role.ADMIN)
    a_bit_of_everything(boss)
    client.force_login(boss)
    pages = [found[0] for _name, _role, found in addresses() if found and not is_file("".join(found))]
    pages += ["/search/?q=工资", *(f"/compare/?by={by}" for by in ("area", "unit", "topic", "calendar", "sources"))]
    seen, faults = set(), {}
    for page in pages:
        before, *charts = client.get(page).content.decode().split('data-chart="')
        for chart in charts:
            heading = re.findall(r"<h2[^>]*>([^<]*)", before)[-1]
            seen.add(f"{chart.partition(chr(34))[0]} {page}")
            faults |= {f"{page} {lack}": 1 for lack in lacks(chart, heading)}
            before = chart
    assert list(faults) == []
    assert len(seen) >= 10, seen
