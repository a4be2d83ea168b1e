"""A rule that is tried before it counts, and a report from draft to mail: with a real worker behind the pages, in both languages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from monitor.alerts.rules import rule_row
from monitor.lib.clock import WEEK, utc_now
from monitor.models import Delivery, KeywordRule, Report, ReportReader, Role
from monitor.reports.templates import template_standard
from tasks.celery import app
from tests.alerts.conftest import make_rising_topic
from tests.browser.conftest import Desk, in_both_languages
from tests.conftest import make_item, make_user
from tests.dashboards.serving import ROOT, database_url
from tests.e2e.outside import Mailbox, receiving
from tests.e2e.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WORKER = ("-m", "celery", "-A", "tasks", "worker", "--concurrency", "1", "--loglevel", "INFO")


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with receiving() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def worker(django_db_setup: None, mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Celery's worker as it runs anywhere, over the test database, with a mail server that takes everything."""
    app.control.purge()  # what other tests left on the board of this process
    log: Path = tmp_path_factory.mktemp("worker") / "worker.log"
    mail = {"TINGCHAO_SMTP_HOST": "127.0.0.1", "TINGCHAO_SMTP_PORT": str(mailbox.port)}
    env = os.environ | mail | {"DATABASE_URL": database_url()}
    with (
        log.open("wb") as out,
        subprocess.Popen(
            [sys.executable, *WORKER], cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True
        ) as process,
    ):
        try:
            wait_for(
                lambda: " ready." in log.read_text(errors="replace"), seconds=120, message="the worker is not ready"
            )
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def become(desk: Desk, role: Role) -> None:
    """Another member at the same browser."""
    desk.user = make_user(role, name="组长" if role == Role.LEAD else "成员")


@in_both_languages
def test_a_rule_is_tried_saved_switched_and_its_alerts_tested_on_history(desk: Desk) -> None:
    make_rising_topic(title="云河新城项目欠薪")
    make_item(title="云河站点骑手反映派件费被拖欠")
    become(desk, Role.LEAD)
    page = desk.sign_in("/rules/new/")
    page.get_by_label(desk.say("名称")).fill("派件费")
    page.locator("#id_query").fill("派件费 拖欠 -演练")
    expect(page.locator("#rule-check .note-success")).to_be_visible()
    desk.press("试一试")
    expect(page.locator(".rule-matches mark").first).to_have_text("派件费")
    expect(page.locator(".rule-tally .rule-n")).to_have_text("1")
    desk.press("保存")
    page.wait_for_url("**/rules/*/")
    desk.press("停用")
    expect(page.locator(".page-head .state")).to_have_text(desk.say("已停用"))
    desk.press("启用")
    expect(page.locator(".page-head .state")).to_have_text(desk.say("已启用"))
    assert KeywordRule.objects.get().enabled
    desk.open("/alert-rules/topic_rising/?set=more")
    page.locator("[hx-post$='/backtest/']").click()
    expect(page.locator("#backtest .backtest-lines li")).to_contain_text("云河新城项目欠薪", timeout=30_000)
    desk.press("保存")
    expect(page.locator(".page-head")).to_contain_text(desk.say("已启用"))
    assert rule_row("topic_rising").version == 2


@in_both_languages
def test_a_report_is_drafted_edited_signed_and_delivered(desk: Desk, mailbox: Mailbox) -> None:
    for n in range(6):
        make_item(at=utc_now() - WEEK + timedelta(minutes=n))
    reader = make_user(Role.VIEWER)
    template_standard("weekly").readers.add(ReportReader.objects.create(user=reader, address=reader.email))
    page = desk.sign_in("/reports/")
    page.locator("form", has=page.locator("[name=kind][value=weekly]")).get_by_role("button").click()
    page.wait_for_url("**/reports/*/", timeout=60_000)
    page.wait_for_url(lambda url: "/jobs/" not in url, timeout=60_000)
    page.locator("#analysis-text").fill("建议约谈项目部，电话 13800138000")
    expect(page.locator("#report-save strong")).to_have_text(desk.say("已保存。"))  # by itself, once the typing stops
    expect(page.get_by_role("button", name=desk.say("签发"), exact=True)).to_have_count(0)  # a monitor does not sign
    become(desk, Role.LEAD)
    desk.sign_in(page.url.removeprefix(desk.server.url))
    expect(page.locator("#analysis-text")).to_have_value("建议约谈项目部，电话 〔电话〕")
    desk.press("签发")
    expect(page.locator(".report-foot")).to_contain_text("组长")
    mail = wait_for(lambda: dict(mailbox.mails).get(reader.email), seconds=60, message="the report did not arrive")
    assert all(part.get_content_type().startswith("application/") for part in mail.iter_attachments())
    wait_for(lambda: Delivery.objects.filter(status="accepted"), seconds=20, message="not written down")
    page.reload()
    expect(page.get_by_role("link", name="PDF").first).to_be_visible()
    desk.open(f"/reports/{Report.objects.get().pk}/sent/")
    expect(page.locator("tbody tr")).to_contain_text(reader.email)
