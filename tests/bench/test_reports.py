"""The reports benchmark: both sides count the same rows."""

from __future__ import annotations

import pytest

from bench.report_rows import weeks_write
from bench.reports import MONDAY, build, scan
from monitor.models import HourCount
from monitor.reports.freeze import STEPS
from monitor.reports.periods import week_of
from tests.conftest import recount, stored_counts


@pytest.mark.django_db
def test_the_rows_are_whole_and_the_scan_finds_what_the_report_says() -> None:
    weeks_write(MONDAY, n=300, before=40)
    _seconds, report, told = build(week_of(MONDAY))
    assert len(told.times) == STEPS + 1
    assert report.frozen["volume"]["items"] == scan(MONDAY)["items"] > 0
    assert stored_counts() == recount()
    assert HourCount.objects.exists()
