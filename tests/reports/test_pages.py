"""Report pages as people of each role use them."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from dashboards import report_article
from monitor.models import AuditEntry, Report, User
from monitor.reports.build import report_draft_week, report_sign
from monitor.reports.jobs import jobs_work
from tests.reports.world import MONDAY, NOW, busy_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    busy_week()
    return report_draft_week(monday=MONDAY, now=NOW)


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def status(report: Report) -> str:
    return Report.objects.get(pk=report.pk).status


def test_without_reports_the_archive_says_when_the_first_comes(client: Client, viewer: User) -> None:
    assert "还没有" in page(client, viewer, "/reports/")


def test_the_archive_lists_the_issue_with_its_volume(client: Client, duty: User, report: Report) -> None:
    text = page(client, duty, "/reports/")
    assert f'href="/reports/{report.pk}/"' in text
    assert "2026-03-02" in text


def test_the_report_reads_like_one(client: Client, duty: User, report: Report) -> None:
    text = page(client, duty, f"/reports/{report.pk}/")
    for part in (
        "内部资料",
        "一、",
        "九、",
        "本期舆情等级：平稳",
        "云河新城项目欠薪",
        report.digest,
        report.frozen["organisation"],
    ):
        assert part in text


def test_an_empty_week_is_a_page_too(client: Client, duty: User) -> None:
    empty = report_draft_week(monday=MONDAY, now=NOW)
    assert "没有涉及劳动关系" in page(client, duty, f"/reports/{empty.pk}/")


def test_a_report_of_an_exercise_says_so_for_ever(client: Client, duty: User, settings: pytest.FixtureRequest) -> None:
    settings.DRILL = True  # type: ignore[attr-defined]
    report = report_draft_week(monday=MONDAY, now=NOW)
    settings.DRILL = False  # type: ignore[attr-defined]
    assert "演练" in page(client, duty, f"/reports/{report.pk}/")


def test_it_can_be_read_in_english(client: Client, duty: User, report: Report) -> None:
    client.cookies["tingchao_language"] = "en"
    text = page(client, duty, f"/reports/{report.pk}/")
    assert '<html lang="en"' in text
    assert "本期" not in text


def test_the_download_has_the_digest_that_the_page_shows(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    response = client.get(f"/reports/{report.pk}/numbers.json")
    assert hashlib.sha256(response.content).hexdigest() == report.digest
    assert AuditEntry.objects.filter(action="report_export", actor=duty.username).count() == 1


def test_a_monitor_writes_and_what_is_personal_is_masked(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    client.post(f"/reports/{report.pk}/analysis/", {"analysis": "建议约谈，电话 13912345678"})
    text = page(client, duty, f"/reports/{report.pk}/")
    assert "建议约谈" in text
    assert "13912345678" not in text


def test_markup_in_the_analysis_is_text(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    client.post(f"/reports/{report.pk}/analysis/", {"analysis": "<script>alert(1)</script>"})
    assert "<script>alert" not in page(client, duty, f"/reports/{report.pk}/")


def test_a_null_byte_in_the_analysis_breaks_nothing(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    assert client.post(f"/reports/{report.pk}/analysis/", {"analysis": "研判\x00完"}).status_code == 302
    assert Report.objects.get().analysis == "研判完"


def test_only_a_lead_sees_and_may_press_sign(client: Client, duty: User, lead: User, report: Report) -> None:
    sign = f"/reports/{report.pk}/sign/"
    assert sign not in page(client, duty, f"/reports/{report.pk}/")
    assert (client.post(sign).status_code, status(report)) == (403, "draft")
    assert sign in page(client, lead, f"/reports/{report.pk}/")
    assert (client.post(sign).status_code, status(report)) == (302, "signed")


def test_signing_is_never_a_get(client: Client, lead: User, report: Report) -> None:
    client.force_login(lead)
    assert client.get(f"/reports/{report.pk}/sign/").status_code == 405
    assert status(report) == "draft"


def test_editing_a_signed_report_is_refused_in_words(client: Client, duty: User, lead: User, report: Report) -> None:
    report_sign(report=report, by=lead)
    client.force_login(duty)
    response = client.post(f"/reports/{report.pk}/analysis/", {"analysis": "晚了"}, follow=True)
    assert "报告的状态已经变了" in response.content.decode()
    assert Report.objects.get().analysis == ""


def test_a_withdrawn_report_shows_why(client: Client, viewer: User, lead: User, report: Report) -> None:
    report_sign(report=report, by=lead)
    client.force_login(lead)
    client.post(f"/reports/{report.pk}/withdraw/", {"reason": "来源重复计数"})
    assert status(report) == "withdrawn"
    assert "来源重复计数" in page(client, viewer, f"/reports/{report.pk}/")


def test_tampered_numbers_are_called_out(client: Client, duty: User, report: Report) -> None:
    report.frozen["volume"]["items"] = 5
    report.save()
    assert "不符" in page(client, duty, f"/reports/{report.pk}/")


def test_counting_a_draft_again_is_by_its_own_week(client: Client, duty: User, report: Report) -> None:
    client.force_login(duty)
    job = client.post("/reports/draft/", {"report": str(report.pk)}).headers["Location"]
    assert "排队等待" in page(client, duty, job)
    assert jobs_work(now=NOW) == 1
    done = client.get(job, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == f"/reports/{report.pk}/"
    assert Report.objects.count() == 1


@pytest.mark.parametrize("raw", ["", "x", "99999999999999999999999", "-1"])
def test_a_report_that_is_not_there_is_404(client: Client, duty: User, raw: str) -> None:
    client.force_login(duty)
    assert client.post("/reports/draft/", {"report": raw}).status_code == 404


def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates of reports that are drawn from now on, in this list."""
    found: list[str] = []
    monkeypatch.setattr(report_article, "_drawn", {})
    draw = report_article.render_to_string
    monkeypatch.setattr(report_article, "render_to_string", lambda *given: found.append(given[0]) or draw(*given))
    return found


def test_a_signed_report_is_drawn_once_for_all_its_readers(
    client: Client, duty: User, viewer: User, lead: User, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/reports/{report.pk}/"
    draft = page(client, lead, address)
    report_sign(report=report, by=lead)
    times = drawn(monkeypatch)
    of_lead, of_viewer = page(client, lead, address), page(client, viewer, address)
    assert len(times) == 1
    assert of_lead.partition("<article")[2].partition("</article>")[0] in of_viewer
    assert ("/withdraw/" in of_lead, "/withdraw/" in of_viewer) == (True, False)
    assert ("csrfmiddlewaretoken" in draft.partition("<article")[2].partition("</article>")[0]) is True
    client.cookies["tingchao_language"] = "en"
    assert "Signed" in page(client, viewer, address)
    assert len(times) == 2


def test_whatever_becomes_of_a_signed_report_is_seen_at_once(
    client: Client, viewer: User, lead: User, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/reports/{report.pk}/"
    report_sign(report=report, by=lead)
    drawn(monkeypatch)
    assert "不符" not in page(client, viewer, address)
    lead.name = "改了名的组长"
    lead.save()
    assert "改了名的组长" in page(client, viewer, address)
    rows = Report.objects.filter(pk=report.pk)
    rows.update(frozen=report.frozen | {"volume": {"items": 5}})
    assert "不符" in page(client, viewer, address)
    rows.update(frozen=report.frozen)
    assert "不符" not in page(client, viewer, address)
    client.force_login(lead)
    client.post(f"{address}withdraw/", {"reason": "来源重复计数"})
    assert "来源重复计数" in page(client, viewer, address)


def test_the_page_of_a_signed_report_asks_little(
    client: Client, viewer: User, lead: User, report: Report, django_assert_num_queries: Any
) -> None:
    report_sign(report=report, by=lead)
    page(client, viewer, f"/reports/{report.pk}/")
    client.force_login(viewer)
    client.get("/me/")
    with django_assert_num_queries(
        2
    ):  # who asks; the report with what stands beside it and the figure in the navigation
        client.get(f"/reports/{report.pk}/")
