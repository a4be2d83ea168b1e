"""The life of a report: draft, edit, sign, withdraw."""

from datetime import timedelta

import pytest

from monitor.models import AuditEntry, Delivery, Report, User
from monitor.reports.build import (
    ReportError,
    report_draft_due,
    report_draft_week,
    report_save_analysis,
    report_sign,
    report_withdraw,
)
from monitor.reports.freeze import digest
from monitor.reports.jobs import jobs_work
from tests.conftest import make_item, make_source
from tests.reports.world import MONDAY, NOW, busy_week, moment

pytestmark = pytest.mark.django_db


def drafted() -> Report:
    busy_week()
    return report_draft_week(monday=MONDAY, now=NOW)


def actions() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("id").values_list("actor", "action"))


def test_one_report_per_week_however_often_it_is_drafted() -> None:
    first = drafted()
    again = report_draft_week(monday=MONDAY, now=NOW + timedelta(minutes=15))
    assert (again.pk, again.digest, Report.objects.count()) == (first.pk, first.digest, 1)
    assert actions() == [("beat", "report_draft")]


def test_a_draft_follows_the_data_until_it_is_signed(lead: User) -> None:
    report = drafted()
    make_item(at=moment(2))
    rebuilt = report_draft_week(monday=MONDAY, now=NOW)
    assert rebuilt.frozen["volume"]["items"] == report.frozen["volume"]["items"] + 1
    signed = report_sign(report=rebuilt, by=lead)
    make_item(at=moment(2))
    assert report_draft_week(monday=MONDAY, now=NOW).digest == signed.digest


def test_numbers_come_back_from_the_database_with_the_same_digest() -> None:
    report = Report.objects.get(pk=drafted().pk)
    assert digest(report.frozen) == report.digest


def test_issues_are_numbered_through_the_year() -> None:
    busy_week()
    weeks = [MONDAY, MONDAY + timedelta(weeks=1), MONDAY - timedelta(weeks=52)]
    assert [report_draft_week(monday=week, now=NOW).number for week in weeks] == [1, 2, 1]


def test_a_week_begins_on_monday() -> None:
    with pytest.raises(ValueError, match="not a Monday"):
        report_draft_week(monday=MONDAY + timedelta(days=1), now=NOW)


def test_last_week_is_drafted_after_downtime_on_any_day() -> None:
    busy_week()
    [report] = report_draft_due(now=NOW + timedelta(days=4), only="weekly")
    assert report.period_start == MONDAY


def test_nothing_is_drafted_while_the_week_has_no_items() -> None:
    make_source()
    assert report_draft_due(now=NOW) == []
    assert not Report.objects.exists()


def test_drafting_waits_while_fresh_items_are_not_sorted_into_topics() -> None:
    make_item(at=moment(2), first_seen=NOW - timedelta(minutes=2))
    assert report_draft_due(now=NOW) == []
    assert len(report_draft_due(now=NOW + timedelta(hours=2), only="weekly")) == 1


def test_a_draft_that_a_person_wrote_in_is_not_counted_again_by_itself(duty: User) -> None:
    report = report_save_analysis(report=drafted(), text="建议约谈项目方。", by=duty)
    make_item(at=moment(2))
    assert report_draft_due(now=NOW, only="weekly") == [report]
    assert Report.objects.get().digest == report.digest


def test_the_analysts_words_are_masked_and_audited_without_their_text(duty: User) -> None:
    report = report_save_analysis(report=drafted(), text="联系电话 13912345678", by=duty)
    assert "13912345678" not in report.analysis
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.detail) == ("report_edit", {"characters": len(report.analysis)})


def test_only_a_lead_signs(duty: User, lead: User) -> None:
    report = drafted()
    with pytest.raises(ReportError, match="only a lead"):
        report_sign(report=report, by=duty)
    signed = report_sign(report=report, by=lead)
    assert (signed.status, signed.signed_by) == ("signed", lead)
    assert actions()[-1] == (lead.username, "report_sign")


def test_a_signed_report_cannot_be_edited_or_signed_again(duty: User, lead: User) -> None:
    report = report_sign(report=drafted(), by=lead)
    with pytest.raises(ReportError):
        report_save_analysis(report=report, text="改一下", by=duty)
    with pytest.raises(ReportError):
        report_sign(report=report, by=lead)


def test_tampered_numbers_are_not_signed(lead: User) -> None:
    report = drafted()
    report.frozen["volume"]["items"] = 1
    report.save()
    with pytest.raises(ReportError) as caught:
        report_sign(report=report, by=lead)
    assert caught.value.label == "report_digest"


def test_withdrawing_needs_a_reason_a_lead_and_a_signature(duty: User, lead: User) -> None:
    report = drafted()
    for by, reason, label in (
        (duty, "数字有误", "report_rights"),
        (lead, " ", "report_reason"),
        (lead, "错", "report_state"),
    ):
        with pytest.raises(ReportError) as caught:
            report_withdraw(report=report, by=by, reason=reason)
        assert caught.value.label == label
    report_sign(report=report, by=lead)
    assert report_withdraw(report=report, by=lead, reason="来源重复计数").status == "withdrawn"
    assert AuditEntry.objects.filter(action="report_withdraw", detail__reason="来源重复计数").exists()


def test_a_report_never_sends_itself(lead: User) -> None:
    drafted()
    assert jobs_work(now=NOW + timedelta(days=9)) == 0
    assert not Delivery.objects.exists()
