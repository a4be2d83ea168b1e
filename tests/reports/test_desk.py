"""Pages around a report: words in two windows, search, comparison, live data, files, who was sent what, templates."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Letter, Report, ReportReader, ReportTemplate, Topic, User
from monitor.reports.build import report_draft_week
from monitor.reports.issue import report_issue
from monitor.reports.jobs import jobs_work
from monitor.reports.sign import report_sign
from monitor.reports.templates import template_standard
from monitor.reports.told import report_drafted
from monitor.upkeep.retention import retention_apply
from tests.conftest import make_item
from tests.reports.test_pages import page
from tests.reports.world import MONDAY, NOW, busy_week, moment

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def report() -> Report:
    busy_week()
    return report_draft_week(monday=MONDAY, now=NOW)


def issued(report: Report, lead: User, *readers: User) -> Report:
    rows = [ReportReader.objects.create(user=user, address=user.email) for user in readers]
    template_standard("weekly").readers.set(rows)
    signed = report_sign(report=report, by=lead)
    report_issue(report=signed, now=utc_now(), render=lambda *_: b"file", forms=("pdf",))
    return signed


def test_what_was_typed_is_never_lost_when_two_write(client: Client, duty: User, lead: User, report: Report) -> None:
    address = f"/reports/{report.pk}/analysis/"
    client.force_login(duty)
    saved = client.post(address, {"analysis": "值班员的话", "base": "0"}, headers=HTMX).content.decode()
    assert 'name="base" value="1"' in saved
    client.force_login(lead)
    refused = client.post(address, {"analysis": "组长的话", "base": "0"}, headers=HTMX).content.decode()
    assert "值班员的话" in refused
    assert 'name="base" value="0"' in refused
    without_scripts = client.post(address, {"analysis": "组长的话", "base": "0"})
    assert (without_scripts.status_code, "组长的话</textarea>" in without_scripts.content.decode()) == (409, True)
    client.post(address, {"analysis": "组长的话", "base": "0", "over": "1"}, headers=HTMX)
    history = page(client, lead, f"/reports/{report.pk}/history/")
    assert "值班员的话" in history
    assert Report.objects.get().analysis == "组长的话"


def test_the_history_of_a_report_that_nobody_wrote_in_is_empty(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    assert client.get(f"/reports/{report.pk}/history/").status_code == 200


def test_a_reworded_sentence_shows_the_drafted_one_to_every_reader(
    client: Client, duty: User, lead: User, viewer: User, report: Report
) -> None:
    sentence = report_drafted(report)[0].sentences[1]
    client.force_login(duty)
    values = {"key": sentence.key, "do": "reword", "text": "本期共 99 条。"}
    answer = client.post(f"/reports/{report.pk}/sentence/", values, follow=True).content.decode()
    assert "99 不是统计出来的" in answer
    report_sign(report=report, by=lead)
    shown = page(client, viewer, f"/reports/{report.pk}/")
    assert '<ins>本期共 <span class="nowrap">99\u00a0条</span>。</ins>' in shown
    assert f"原句：{sentence.text}" in shown


def test_the_archive_finds_words_of_sentences_and_tables(client: Client, duty: User, report: Report) -> None:
    found = page(client, duty, "/reports/?q=欠薪&kind=weekly&state=draft&year=2026")
    assert f'href="/reports/{report.pk}/"' in found
    assert "没有符合条件的报告" in page(client, duty, "/reports/?q=不存在的词")
    assert AuditEntry.objects.filter(action="report_search", detail__words="欠薪").exists()
    for asked in ("13912345678", "lin.chen@mail.example", "记者石远帆"):
        client.get("/reports/", {"q": asked})
        assert AuditEntry.objects.first().detail == {"words": "…", "found": 0}  # type: ignore[union-attr]


def test_two_weeks_stand_side_by_side(client: Client, duty: User, report: Report) -> None:
    assert "还没有可比较的另一期" in page(client, duty, f"/reports/{report.pk}/compare/")
    report_draft_week(monday=MONDAY - timedelta(weeks=1), now=NOW)
    assert "+3" in page(client, duty, f"/reports/{report.pk}/compare/")


def test_counting_now_is_shown_beside_what_was_frozen(client: Client, duty: User, report: Report) -> None:
    address = f"/reports/{report.pk}/fresh/"
    assert "还没有核对过" in page(client, duty, address)
    make_item(at=moment(2), areas=["wages"])
    client.post(address)
    jobs_work(now=utc_now())
    shown = page(client, duty, address)
    assert 'title="volume.items">信息量</th><td class="report-value">6</td><td class="report-value">7</td>' in shown
    assert "工资报酬 · 条数" in shown
    assert Report.objects.get().frozen["volume"]["items"] == 6


def test_files_are_kept_as_signed_and_the_record_says_who_was_sent_what(
    client: Client, duty: User, lead: User, viewer: User, report: Report
) -> None:
    issued(report, lead, viewer)
    client.force_login(viewer)
    kept = Report.objects.get().files.get()
    assert kept.size == 4
    assert client.get(f"/reports/{report.pk}/file/exe/zh-hans/").status_code == 404
    sent = page(client, duty, f"/reports/{report.pk}/sent/")
    assert viewer.email in sent
    assert "PDF（印发）" in sent


def test_a_dossier_is_begun_from_the_topic_page(client: Client, duty: User, report: Report) -> None:
    topic = Topic.objects.get(title="云河新城项目欠薪")
    assert f"/reports/topic/{topic.pk}/" in page(client, duty, f"/topics/{topic.pk}/")
    client.post(f"/reports/topic/{topic.pk}/")
    jobs_work(now=utc_now())
    assert "云河新城项目欠薪" in page(client, duty, f"/reports/{Report.objects.get(kind='dossier').pk}/")


def test_a_lead_sets_sections_in_order_and_bounds(client: Client, lead: User, report: Report) -> None:
    template = template_standard("weekly")
    text = page(client, lead, f"/reports/templates/{template.pk}/")
    assert 'name="place_overview"' in text
    values = {f"place_{key}": "0" for key in template.sections} | {"place_topics": "1", "place_overview": "2"}
    bounds = dict.fromkeys(("red_4", "change_2"), "7")
    shipped = dict.fromkeys(_bound_names(text), "5")
    client.post(
        f"/reports/templates/{template.pk}/",
        {"name": "周报", **values, **shipped, **{f"bound_{name}": value for name, value in bounds.items()}},
    )
    saved = ReportTemplate.objects.get(pk=template.pk)
    assert (saved.sections, saved.version, saved.thresholds["red_4"]) == (["topics", "overview", "notes"], 2, 7.0)


def _bound_names(text: str) -> list[str]:
    return [part.split('"')[0] for part in text.split('name="')[1:] if part.startswith("bound_")]


def test_only_an_admin_lists_readers(client: Client, lead: User, admin: User, viewer: User) -> None:
    client.force_login(lead)
    assert client.post("/reports/readers/add/", {"member": viewer.pk}).status_code == 403
    client.force_login(admin)
    client.post("/reports/readers/add/", {"member": viewer.pk})
    assert ReportReader.objects.get().address == viewer.email


def test_a_report_is_proven_from_its_rows_and_a_changed_one_is_found(
    lead: User, report: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    issued(report, lead)
    call_command("report_check")
    found = json.loads(capsys.readouterr().out)
    assert (found["numbers"], found["words"], found["files"]) == (True, True, {"pdf zh-hans": True})
    Report.objects.update(analysis="偷偷加的一句")
    with pytest.raises(SystemExit):
        call_command("report_check")


def test_old_drafts_and_the_words_of_old_mails_go_and_signed_reports_stay(
    lead: User, viewer: User, report: Report
) -> None:
    issued(report, lead, viewer)
    report_draft_week(monday=MONDAY + timedelta(weeks=1), now=NOW + timedelta(weeks=1))
    retention_apply(now=utc_now() + timedelta(days=181))
    assert [row.status for row in Report.objects.all()] == ["signed"]
    assert Letter.objects.get().text == ""
