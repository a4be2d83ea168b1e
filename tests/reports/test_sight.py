"""Who reads what: signed reports are for every reader, drafts for the desk; files by a worker, with a word when none answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import ApiScope, Report, ReportFile, ReportJob, Role, User
from monitor.reports.build import report_draft_week
from monitor.reports.files import file_made
from monitor.reports.jobs import jobs_work
from monitor.reports.sign import report_sign
from monitor.reports.words import report_save_analysis
from monitor.tokens.make import token_make
from monitor.upkeep.retention import retention_apply
from tests.conftest import make_user
from tests.reports.test_pages import page
from tests.reports.world import MONDAY, NOW, busy_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    busy_week()
    return report_draft_week(monday=MONDAY, now=NOW)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REPORTER])
def test_a_reader_finds_a_report_once_it_is_signed(client: Client, lead: User, report: Report, role: Role) -> None:
    reader = make_user(role)
    assert f"/reports/{report.pk}/" not in page(client, reader, "/reports/?q=欠薪")
    assert client.get(f"/reports/{report.pk}/").status_code == 404
    assert client.post(f"/reports/{report.pk}/make/", {"form": "html", "language": "en"}).status_code == 404
    report_sign(report=report, by=lead)
    assert f"/reports/{report.pk}/" in page(client, reader, "/reports/?q=欠薪")
    shown = page(client, reader, f"/reports/{report.pk}/")
    assert "/history/" not in shown
    assert "/make/" in shown


def test_the_api_gives_drafts_to_the_desk_alone(client: Client, duty: User, viewer: User, report: Report) -> None:
    for user, seen in ((viewer, False), (duty, True)):
        until = utc_now() + timedelta(days=1)
        secret = token_make(user=user, name="x", scopes=(ApiScope.READ_REPORTS,), expires_at=until, now=utc_now())[1]
        header = {"Authorization": f"Bearer {secret}"}
        assert bool(client.get("/api/v1/reports", headers=header).json()["reports"]) == seen
        assert (client.get(f"/api/v1/reports/{report.pk}", headers=header).status_code == 200) == seen


def test_a_preview_is_made_by_a_worker_and_is_of_what_the_draft_says_now(
    client: Client, duty: User, report: Report
) -> None:
    client.force_login(duty)
    wish = {"form": "html", "language": "en"}
    job = client.post(f"/reports/{report.pk}/make/", wish).headers["Location"]
    assert client.post(f"/reports/{report.pk}/make/", wish).headers["Location"] == job
    assert jobs_work(now=utc_now()) == 1
    address = f"/reports/{report.pk}/file/html/en/"
    assert f'href="{address}"' in page(client, duty, job)
    assert 'lang="en"' in client.get(address).content.decode()
    report_save_analysis(report=report, text="改了", by=duty)
    assert client.get(address).headers["Location"] == f"/reports/{report.pk}/"
    retention_apply(now=utc_now() + timedelta(days=2))
    assert not ReportJob.objects.exists()


def test_a_signed_file_asked_for_later_is_kept(client: Client, lead: User, viewer: User, report: Report) -> None:
    ReportJob.objects.all().delete()
    report_sign(report=report, by=lead)
    ReportJob.objects.all().delete()  # its own work is another test's
    client.force_login(viewer)
    client.post(f"/reports/{report.pk}/make/", {"form": "xlsx", "language": "en"})
    jobs_work(now=utc_now())
    kept = ReportFile.objects.get()
    assert file_made(report=Report.objects.get(), form="xlsx", language="en") == bytes(kept.data)


def test_without_a_worker_the_page_says_so_and_what_to_do(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    job = client.post(f"/reports/{report.pk}/make/", {"form": "pdf", "language": "en"}).headers["Location"]
    assert "后台没有应答" not in page(client, duty, job)
    ReportJob.objects.update(created_at=utc_now() - timedelta(seconds=30))
    assert "后台没有应答" in page(client, duty, job)
    ReportJob.objects.update(state="running", claimed_until=utc_now() - timedelta(seconds=1))
    assert "后台没有应答" in page(client, duty, job)
