"""Exports open safely in a spreadsheet and leave an entry in the audit log."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.lib.spreadsheet import cell
from monitor.models import AuditEntry, Fetch, User, audit_record
from tests.conftest import make_source
from tests.each import each

EVIL = '=HYPERLINK("http://evil.example","x")'


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@each(evil=[EVIL, "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "　=1", "＝1", "＠x"])
def test_no_text_cell_starts_a_formula(evil: str) -> None:
    assert cell(evil).startswith("'")


def test_numbers_stay_numbers_and_times_are_in_shanghai() -> None:
    assert (cell(-5), cell(None), cell("工资")) == ("-5", "", "工资")
    assert cell(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)) == "2026-03-02 10:00:00"


@pytest.mark.django_db
def test_the_ledger_of_a_source_is_safe_and_audited(client: Client, duty: User) -> None:
    source = make_source()
    Fetch.objects.create(source=source, at=utc_now(), outcome="http_4xx", status=404, detail=EVIL)
    client.force_login(duty)
    found = rows(client.get(f"/sources/{source.pk}/ledger.csv").content)
    assert found[1][2:4] == ["http_4xx", f"'{EVIL}"]
    assert AuditEntry.objects.filter(action="ledger_export", target=f"source:{source.pk}").count() == 1


@pytest.mark.django_db
def test_the_audit_log_is_exported_as_filtered_and_says_so_itself(client: Client, lead: User) -> None:
    audit_record(actor="beat", action="report_draft", target=EVIL)
    audit_record(actor="beat", action="recount_fix")
    client.force_login(lead)
    found = rows(client.get("/audit/export.csv?action=report_draft").content)
    assert [(row[3], row[4]) for row in found[1:]] == [("report_draft", f"'{EVIL}")]
    entry = AuditEntry.objects.get(action="audit_export")
    assert (entry.actor, entry.detail) == (lead.username, {"action": "report_draft", "rows": 1})
