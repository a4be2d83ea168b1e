"""Reports as files: why one was withdrawn, the command."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from docx import Document

from monitor.models import AuditEntry, Report, User
from monitor.reports.build import report_draft_week, report_sign, report_withdraw
from monitor.reports.freeze import canonical
from monitor.reports.issue import file_keep, render_bytes
from monitor.reports.proof import report_proof
from monitor.reports.render import render
from tests.reports.world import MONDAY, NOW, busy_week

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Report:
    busy_week()
    return report_draft_week(monday=MONDAY, now=NOW)


def test_a_withdrawn_report_says_why_in_its_file(lead: User, report: Report) -> None:
    report_sign(report=report, by=lead)
    report_withdraw(report=report, by=lead, reason="来源补数后重编")
    document = Document(BytesIO(render(Report.objects.get(pk=report.pk), "docx", "zh-hans").content))
    assert any("来源补数后重编" in paragraph.text for paragraph in document.paragraphs)


def test_files_from_before_and_after_the_withdrawal_are_both_proven(lead: User, report: Report) -> None:
    report = report_sign(report=report, by=lead)
    for language in ("zh-hans", "en"):  # the second is asked for when the report is withdrawn already, and says so
        file_keep(report=report, form="html", language=language, render=render_bytes, now=NOW)
        if language == "zh-hans":
            report_withdraw(report=report, by=lead, reason="来源补数后重编")
            report.refresh_from_db()
    found = report_proof(report, render=True)
    assert found["rendered"] == {"html zh-hans": True, "html en": True}


def test_the_command_writes_the_file_and_the_log(report: Report, tmp_path: Path) -> None:
    out = tmp_path / "week.json"
    call_command("report_render", report.pk, form="json", out=str(out))
    assert out.read_bytes() == canonical(report.frozen)
    assert AuditEntry.objects.get(action="report_export").actor == "report_render"


def test_the_command_says_that_there_is_no_such_report(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("report_render", 987654)
    assert stopped.value.code == 2
    assert "no report 987654" in capsys.readouterr().err
