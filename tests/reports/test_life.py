"""The life of a report after it is drafted: words, signature, files, mails, withdrawal, reminders."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.again import delivery_send_again
from monitor.alerts.deliver import delivery_send_due
from monitor.lib.clock import utc_now
from monitor.models import Delivery, Letter, Report, ReportFile, ReportJob, ReportReader, Role, Topic, User
from monitor.reports import jobs
from monitor.reports.build import report_draft, report_draft_due, report_draft_topic, report_draft_week
from monitor.reports.errors import ReportError
from monitor.reports.freeze import same_numbers
from monitor.reports.fresh import report_fresh
from monitor.reports.issue import report_issue
from monitor.reports.jobs import jobs_work
from monitor.reports.letters import post
from monitor.reports.periods import month_period
from monitor.reports.remind import report_remind_due
from monitor.reports.sign import report_sign, report_withdraw
from monitor.reports.templates import (
    TemplateValues,
    reader_add,
    template_make_standard,
    template_save,
    template_standard,
)
from monitor.reports.told import report_drafted, report_told, words_digest
from monitor.reports.words import (
    report_edit_sentence,
    report_restore_sentence,
    report_restore_version,
    report_save_analysis,
)
from tests.alerts.conftest import Catcher
from tests.conftest import make_item, make_user
from tests.reports.world import MONDAY, NOW, busy_week, moment

pytestmark = pytest.mark.django_db
FORMS = ("pdf", "json")


def rendered(report: Report, form: str, language: str) -> bytes:
    return f"{form} {language} {report.digest}".encode()


def listed(*users: User) -> None:
    """Readers of the weekly report."""
    template = template_standard("weekly")
    template.readers.set(ReportReader.objects.create(user=user, address=user.email) for user in users)


def drafted() -> Report:
    busy_week()
    return report_draft_week(monday=MONDAY, now=NOW)


def issued(lead: User, *readers: User) -> Report:
    report = drafted()
    listed(*readers)
    report_sign(report=report, by=lead)
    report_issue(report=report, now=utc_now(), render=rendered, forms=FORMS)
    return Report.objects.get(pk=report.pk)


def first_sentence(report: Report) -> Any:
    return report_drafted(report)[0].sentences[0]


def test_the_same_data_counted_again_gives_the_same_numbers_and_words() -> None:
    report = drafted()
    again = report_fresh(report=report, now=NOW)
    assert same_numbers(report.frozen, again)
    assert report_told(Report.objects.get()) == report.told


def test_words_of_somebody_else_are_never_overwritten_unseen(duty: User, lead: User) -> None:
    report = drafted()
    mine = report_save_analysis(report=report, text="甲的研判", by=duty, base=0)
    with pytest.raises(ReportError) as caught:
        report_save_analysis(report=report, text="乙的研判", by=lead, base=0)
    assert caught.value.label == "report_conflict"
    saved = report_save_analysis(report=report, text="乙的研判", by=lead, base=mine.analysis_revision)
    assert [version.analysis for version in saved.versions.all()] == ["乙的研判", "甲的研判"]


def test_striking_a_sentence_does_not_disturb_who_is_writing(duty: User, lead: User) -> None:
    report = drafted()
    base = report_save_analysis(report=report, text="写到一半", by=duty).analysis_revision
    report_edit_sentence(report=report, key=first_sentence(report).key, text="", by=lead)
    assert report_save_analysis(report=report, text="写到一半，继续", by=duty, base=base).revision == 3


def test_saves_within_minutes_are_one_version_and_a_version_can_come_back(duty: User, lead: User) -> None:
    report = drafted()
    for text in ("一", "一二", "一二三"):
        report_save_analysis(report=report, text=text, by=duty)
    assert report.versions.count() == 1
    report_save_analysis(report=report, text="别的", by=lead)
    assert report_restore_version(report=report, number=3, by=lead).analysis == "一二三"


def test_a_sentence_is_reworded_with_the_drafted_one_beside_it(duty: User) -> None:
    report = drafted()
    sentence = first_sentence(report)
    edited = report_edit_sentence(report=report, key=sentence.key, text="本期平稳，电话 13912345678", by=duty)
    assert edited.edits[sentence.key]["original"] == sentence.text
    assert "13912345678" not in edited.told
    assert sentence.text not in edited.told
    assert sentence.text in report_restore_sentence(report=report, key=sentence.key, by=duty).told


def test_a_rewording_goes_when_its_numbers_change_and_the_analysis_stays(duty: User) -> None:
    report = drafted()
    volume = report_drafted(report)[0].sentences[1]
    report_edit_sentence(report=report, key=volume.key, text="改写", by=duty)
    report_save_analysis(report=report, text="研判", by=duty)
    make_item(at=moment(2))
    counted = report_draft_week(monday=MONDAY, now=NOW, by=duty)
    assert (counted.edits, counted.analysis) == ({}, "研判")
    assert volume.key in counted.versions.all()[0].edits


def test_a_signature_keeps_the_files_and_mails_each_reader_one(lead: User, viewer: User, smtp: Catcher) -> None:
    guest = make_user(Role.VIEWER, language="en")
    report = issued(lead, viewer, guest)
    kept = ReportFile.objects.get(form="pdf", language="zh-hans")
    assert kept.sha256 == hashlib.sha256(rendered(report, "pdf", "zh-hans")).hexdigest()
    report_issue(report=report, now=utc_now(), render=rendered, forms=FORMS)  # a worker that died before it said so
    assert delivery_send_due(now=utc_now()).accepted == 2
    mails = dict(smtp.mails)
    assert "职工舆情周报 2026 年第 1 期" in mails[viewer.email]["Subject"]
    assert [part.get_filename() for part in mails[viewer.email].iter_attachments()] == ["tingchao-weekly-20260302.pdf"]
    text = mails[guest.email].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "items about working life" in text
    assert report.told_digest == words_digest(report.told)


def test_nobody_is_written_to_whom_no_admin_listed_or_who_left(lead: User, viewer: User) -> None:
    viewer.is_active = False
    viewer.save()
    issued(lead, viewer)
    assert not Delivery.objects.exists()


def test_a_withdrawal_tells_those_who_got_it_and_stops_the_rest(lead: User, viewer: User, smtp: Catcher) -> None:
    late = make_user(Role.VIEWER)
    report = issued(lead, viewer, late)
    Delivery.objects.filter(user=late).update(next_try_at=utc_now() + timedelta(hours=1))
    delivery_send_due(now=utc_now())
    report_withdraw(report=report, by=lead, reason="来源重复计数")
    assert delivery_send_due(now=utc_now()).accepted == 1
    to, notice = smtp.mails[-1]
    assert (to, "已撤回" in notice["Subject"]) == (viewer.email, True)
    assert "来源重复计数" in notice.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert notice["In-Reply-To"] == smtp.mails[0][1]["Message-ID"]
    assert delivery_send_again(ids=None, by=lead, now=utc_now()) == 0


def test_a_withdrawn_report_is_not_issued_by_a_worker_that_comes_late(lead: User, viewer: User) -> None:
    report = drafted()
    listed(viewer)
    report_sign(report=report, by=lead)
    report_withdraw(report=report, by=lead, reason="错")
    with pytest.raises(ReportError):
        report_issue(report=report, now=utc_now(), render=rendered, forms=FORMS)
    assert jobs_work(now=utc_now()) == 0
    assert not Letter.objects.exists()


def test_a_person_gets_a_corrected_draft_of_the_same_number_and_the_beat_does_not(lead: User) -> None:
    first = report_sign(report=drafted(), by=lead)
    report_withdraw(report=first, by=lead, reason="错")
    assert report_draft_due(now=NOW, only="weekly")[0].pk == first.pk
    second = report_draft_week(monday=MONDAY, now=NOW, by=lead)
    assert (second.replaces, second.number, second.status) == (first, first.number, "draft")


def test_an_unsigned_report_reminds_the_lead_twice_and_never_more(lead: User, smtp: Catcher) -> None:
    report = drafted()
    Report.objects.update(remind_at=NOW)
    told = [report_remind_due(now=NOW + timedelta(hours=hours)) for hours in (0, 1, 48, 99)]
    assert told == [1, 0, 1, 0]
    delivery_send_due(now=utc_now())
    assert {to for to, _mail in smtp.mails} == {lead.email}
    assert Report.objects.get().status == report.status == "draft"


def test_work_is_a_row_with_its_steps_and_a_failure_says_why(
    duty: User, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    report_draft(period=month_period(MONDAY.replace(day=1)), now=NOW, progress=lambda step, done, of: seen.append(step))
    assert seen == ["volume", "topics", "terms", "alerts", "forecast", ""]
    report_sign(report=drafted(), by=lead)
    monkeypatch.setattr(jobs, "report_issue", lambda **_: (_ for _ in ()).throw(ReportError(label="report_state")))
    jobs_work(now=utc_now())
    assert ReportJob.objects.values_list("state", "error_label").get() == ("failed", "report_state")
    again = jobs.job_issue_again(report=Report.objects.get(status="signed"), by=lead, now=utc_now())
    assert again.state == "waiting"


def test_a_worker_that_was_slow_does_not_end_what_another_took_up_since(
    lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(job: ReportJob, progress: object) -> None:
        ReportJob.objects.filter(pk=job.pk).update(tries=job.tries + 1)  # the lease ran out, another claimed it
        raise ReportError(label="report_state")

    monkeypatch.setitem(jobs.WORK, ReportJob.Kind.DRAFT, slow)
    jobs.job_draft(period=month_period(MONDAY.replace(day=1)), by=lead, now=utc_now())
    jobs_work(now=utc_now())
    assert ReportJob.objects.values_list("state", "error_label").get() == ("running", "")


def test_an_address_that_a_member_got_since_is_written_to_as_well(lead: User, viewer: User) -> None:
    letter = Letter.objects.create(kind="system", language="en", subject="s", text="t", created_at=NOW)
    assert post(letter=letter, addresses=[(viewer, "a@u.example"), (viewer, "b@u.example")], now=NOW) == 2
    assert post(letter=letter, addresses=[(viewer, "b@u.example"), (viewer, "c@u.example")], now=NOW) == 1
    assert set(letter.deliveries.values_list("address", flat=True)) == {f"{name}@u.example" for name in "abc"}


def test_a_template_decides_sections_plans_and_bounds_of_the_next_draft(lead: User, admin: User, viewer: User) -> None:
    reader = reader_add(user=viewer, address="reader@union.example", by=admin)
    values = TemplateValues(
        "短周报", ["topics", "overview"], readers=[reader], thresholds={"change_2": 10.0, "red_4": 1}
    )
    template = template_save(template=None, kind="weekly", values=values, by=lead)
    template_make_standard(template=template, by=lead)
    report = drafted()
    assert [section.key for section in report_drafted(report)] == ["topics", "overview", "notes"]
    assert report.frozen["layout"]["thresholds"] == {"change_2": 10.0}
    assert report.template == template


def test_a_dossier_tells_of_one_topic(duty: User) -> None:
    topic = busy_week()["new"]
    Topic.objects.filter(pk=topic.pk).update(n_items=4)
    report = report_draft_topic(topic=topic, now=NOW, by=duty)
    assert (report.kind, report.frozen["volume"]["items"], report.frozen["volume"]["originals"]) == ("dossier", 4, 3)
    assert [row["n"] for row in report.frozen["daily"]] == [3, 1]
    assert [row["source"] for row in report.frozen["spread"]] == ["云河晚报", "云河论坛"]
    assert "“云河新城项目欠薪”于 03-05 10:00 首次出现" in report.told


def test_a_brief_is_about_five_hundred_characters_and_needs_items(duty: User) -> None:
    busy_week()
    now = NOW + timedelta(hours=2, minutes=30)  # Monday 10:30
    [report] = report_draft_due(now=now, only="daily")
    assert (report.kind, report.period_start.isoformat()) == ("daily", "2026-03-06")
    assert 150 < len(report.told) < 600
    assert report_draft_due(now=now - timedelta(minutes=1), only="daily") == []
