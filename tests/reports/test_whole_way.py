"""From items to the mail in the reader's box, with real files: a week that had nothing but an outage, a week of one item."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from monitor.alerts.deliver import delivery_send_due
from monitor.lib.clock import utc_now
from monitor.models import Outage, Report, ReportJob, ReportReader, User
from monitor.reports.build import report_draft_due, report_draft_week
from monitor.reports.jobs import jobs_work
from monitor.reports.proof import proven, report_proof
from monitor.reports.sign import report_sign
from monitor.reports.templates import template_standard
from tests.alerts.conftest import Catcher
from tests.conftest import make_item, make_source
from tests.reports.test_pages import page
from tests.reports.world import MONDAY, NOW, moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("items", "said"), [(0, "没有涉及劳动关系"), (1, "共监测到涉工信息 1 条")])
def test_a_thin_week_goes_the_whole_way(
    client: Client, duty: User, lead: User, viewer: User, smtp: Catcher, items: int, said: str
) -> None:
    source = make_source(name="云河晚报")
    Outage.objects.create(source=source, started_at=moment(1), ended_at=moment(2), label="timeout")
    for _n in range(items):
        make_item(source=source, at=moment(3))
    assert len(report_draft_due(now=NOW, only="weekly")) == items  # the beat drafts nothing of nothing; a person may
    template_standard("weekly").readers.add(ReportReader.objects.create(user=viewer, address=viewer.email))
    report_sign(report=report_draft_week(monday=MONDAY, now=NOW, by=duty), by=lead)
    assert jobs_work(now=utc_now()) == 1
    report = Report.objects.get()
    assert (ReportJob.objects.get().state, report.files.count()) == ("done", 5)
    words = [paragraph.text for paragraph in Document(BytesIO(bytes(report.files.get(form="docx").data))).paragraphs]
    assert said in "".join(words)
    assert all(words[n + 1].strip() for n, word in enumerate(words) if word[1:2] == "、")  # no section is empty
    assert "24 小时 0 分" in page(client, viewer, f"/reports/{report.pk}/")
    delivery_send_due(now=utc_now())
    [(to, mail)] = smtp.mails
    assert (to, said in mail.get_body(("plain",)).get_content()) == (viewer.email, True)  # type: ignore[union-attr]
    assert proven(report_proof(report))
