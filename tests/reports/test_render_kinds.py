"""Reports of every kind as files, with people's rewordings in them."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from monitor.models import Report, User
from monitor.reports.build import report_draft, report_draft_topic, report_draft_week
from monitor.reports.issue import file_keep, render_bytes
from monitor.reports.periods import days_of
from monitor.reports.proof import proven, report_proof
from monitor.reports.render import render
from monitor.reports.sign import report_sign, report_withdraw
from monitor.reports.told import report_drafted
from monitor.reports.words import report_edit_sentence
from tests.reports.world import MONDAY, NOW, busy_week

pytestmark = pytest.mark.django_db


def words_of(report: Report) -> str:
    document = Document(BytesIO(render(report, "docx", "zh-hans").content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_what_a_person_reworded_or_struck_is_what_the_file_says(duty: User) -> None:
    busy_week()
    report = report_draft_week(monday=MONDAY, now=NOW)
    first, second = report_drafted(report)[0].sentences[:2]
    report_edit_sentence(report=report, key=first.key, text="本期信息不多。", by=duty)
    report_edit_sentence(report=report, key=second.key, text="", by=duty)
    said = words_of(Report.objects.get(pk=report.pk))
    assert "本期信息不多。" in said
    assert first.text not in said
    assert second.text not in said


def test_a_brief_a_month_and_a_dossier_are_files_too(duty: User) -> None:
    topic = busy_week()["new"]
    brief = days_of("daily", MONDAY + timedelta(days=3), MONDAY + timedelta(days=3))
    made = {
        "职工舆情日报": report_draft(period=brief, now=NOW),
        "职工舆情月报": report_draft(period=days_of("monthly", date(2026, 3, 1), date(2026, 3, 31)), now=NOW),
        "职工舆情专报：云河新城项目欠薪": report_draft_topic(topic=topic, now=NOW, by=duty),
    }
    for title, report in made.items():
        assert words_of(report).startswith(title)
        assert render(report, "pdf", "en").content.startswith(b"%PDF")


def test_a_signature_outlives_the_signers_name_and_a_withdrawal_the_proof(lead: User) -> None:
    busy_week()
    report = report_sign(report=report_draft_week(monday=MONDAY, now=NOW), by=lead)
    file_keep(report=report, form="html", language="zh-hans", render=render_bytes, now=NOW)
    User.objects.filter(pk=lead.pk).update(name="改了名的组长")
    report_withdraw(report=report, by=lead, reason="重编")
    again = Report.objects.select_related("signed_by").get(pk=report.pk)
    assert proven(report_proof(again, render=True))
    assert "已撤回" in render(again, "html", "zh-hans").content.decode()
