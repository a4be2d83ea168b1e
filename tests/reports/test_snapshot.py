"""A report's numbers are of one moment, and a report made long ago is still the one that was signed."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import InternalError, connection, transaction
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.lib.snapshot import snapshot
from monitor.models import AlertRule, Item, Report, ReportJob, Role, Topic, User
from monitor.reports import freeze, jobs
from monitor.reports.build import report_draft_week
from monitor.reports.issue import file_keep, render_bytes
from monitor.reports.periods import week_of
from monitor.reports.say import overview
from monitor.reports.sign import report_sign
from monitor.upkeep.retention import retention_apply
from tests.conftest import make_item, make_source, make_user
from tests.reports.test_pages import page
from tests.reports.world import MONDAY, NOW, busy_week, moment


@pytest.mark.django_db(transaction=True)
def test_a_write_between_two_reads_does_not_tear_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """While topics are counted, another connection stores items of the same week, and sees how far the counting is."""
    source, seen = make_source(), []
    make_item(source=source, at=moment(1), areas=["wages"])

    def meanwhile() -> None:
        seen.append(ReportJob.objects.get().step)
        make_item(source=source, at=moment(2), areas=["safety"])
        connection.close()

    def topics(span: Any) -> Any:
        with ThreadPoolExecutor(1) as other:
            other.submit(meanwhile).result()
        return real(span)

    real = freeze.topics_freeze
    monkeypatch.setattr(freeze, "topics_freeze", topics)
    jobs.job_draft(period=week_of(MONDAY), by=make_user(Role.MONITOR), now=NOW)
    jobs.jobs_work(now=NOW, limit=1)
    frozen = Report.objects.get().frozen
    assert (frozen["volume"]["items"], frozen["terms"]["docs"], frozen["models"][0]["n"]) == (1, 1, 1)
    assert (seen, Item.objects.count()) == (["topics"], 2)
    with pytest.raises(InternalError, match="read-only"), snapshot():
        Report.objects.update(number=7)
    with pytest.raises(RuntimeError), transaction.atomic(), snapshot():
        pass


@pytest.mark.django_db
def test_a_year_later_after_retention_and_another_version_it_opens_and_checks(
    client: Client,
    lead: User,
    duty: User,
    viewer: User,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    busy_week()
    report = report_sign(report=report_draft_week(monday=MONDAY, now=NOW), by=lead)
    file_keep(report=report, form="html", language="zh-hans", render=render_bytes, now=NOW)
    client.cookies["tingchao_language"] = "en"
    before = page(client, viewer, f"/reports/{report.pk}/")
    retention_apply(now=utc_now() + timedelta(days=365))  # the texts and the partitions of that month are gone
    assert not Item.objects.filter(title__gt="").exists()
    Topic.objects.update(title="改了名的话题")
    AlertRule.objects.update(version=99)
    monkeypatch.setattr(overview, "tones_said", lambda *_: [])  # a later version of the program says less
    assert page(client, viewer, f"/reports/{report.pk}/").count("negative") == before.count("negative")
    call_command("report_check", render=True)
    found = json.loads(capsys.readouterr().out)
    assert (found["numbers"], found["words"], set(found["rendered"].values())) == (True, True, {True})
    jobs.job_check(report=report, by=duty, now=utc_now())
    jobs.jobs_work(now=utc_now())
    shown = page(client, duty, f"/reports/{report.pk}/fresh/")
    assert "past the retention" in shown
    Report.objects.update(said={})
    with pytest.raises(SystemExit):
        call_command("report_check")
