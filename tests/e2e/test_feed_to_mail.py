"""An item is published on a feed; the team lead reads the alert mail. Everything in between is real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.outside import Mailbox, Publisher, publishing, receiving
from tests.e2e.stack import Stack, running_stack, wait_for

SEED = """
from monitor.models import *
from django.utils import timezone
lead = User.objects.create_user('lead', 'correct-horse-battery', role='lead', email='lead@union.example', name='组长')
Recipient.objects.create(user=lead, channel='email', address=lead.email)
for feed in {feeds}:
    Source.objects.create(name=feed, url='http://127.0.0.1:{port}/' + feed + '.xml', next_check_at=timezone.now())
"""
EVERYDAY = ("区图书馆延长周末开放时间", "早高峰云桥路车流平稳", "社区举办包饺子活动", "下周气温略有回升")
MATTER = (
    ("日报", "云河新城二期工地工资拖欠近三个月，工人聚集讨薪", "工人称多次催要无果，联系电话13800138000。"),
    ("论坛", "云河新城二期拖欠工资，有没有人管", "干了三个月一分没发，云河新城二期项目部说等甲方拨款。"),
    ("广播", "云河新城二期项目拖欠工资，数十名工人讨要说法", "现场工人表示项目部一再推脱，工资迟迟不发。"),
    ("日报", "云河新城二期欠薪追踪：劳务公司称甲方未拨款", "劳务公司承认拖欠云河新城二期工人工资。"),
    ("论坛", "云河新城二期讨薪第二天，工资还是没有着落", "拖欠的工资到底什么时候发？"),
    ("广播", "云河新城二期工地欠薪，人社部门到场了解情况", "涉及拖欠工资的工人超过六十名。"),
    ("日报", "云河新城二期工人讨薪，涉事公司名下账户余额不足", "拖欠工资总额仍在核实。"),
    ("论坛", "云河新城二期项目欠薪，家里等着工资开学", "拖欠工资三个月，云河新城二期的工友都在等。"),
    ("广播", "记者再访云河新城二期：被拖欠的工资何时到账", "项目部大门紧闭，工人仍在等待工资。"),
    ("日报", "云河新城二期欠薪事件：首批工资承诺周五发放", "拖欠的工资将分批发放。"),
    ("论坛", "云河新城二期拖欠工资的老板还不露面", "讨薪的工友越来越多。"),
    ("广播", "云河新城二期讨薪工人：只想拿回自己的工资", "拖欠工资问题仍未解决。"),
)
TOTAL = len(EVERYDAY) + len(MATTER)
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def publisher() -> Iterator[Publisher]:
    with publishing() as server:
        yield server


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with receiving() as server:
        yield server


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, publisher: Publisher, mailbox: Mailbox) -> Iterator[Stack]:
    feeds = ["日报", "论坛", "广播"]
    ascii_names = {"日报": "daily", "论坛": "forum", "广播": "radio"}
    tmp: Path = tmp_path_factory.mktemp("stack")
    env = {
        "TINGCHAO_SMTP_HOST": "127.0.0.1",
        "TINGCHAO_SMTP_PORT": str(mailbox.port),
        "TINGCHAO_FETCH_MIN_INTERVAL": "2",
        "TINGCHAO_FETCH_MAX_INTERVAL": "2",
    }
    for n, title in enumerate(EVERYDAY):
        publisher.publish(ascii_names[feeds[n % 3]], title)
    with running_stack(tmp, **env) as running:
        running.python(SEED.format(feeds=list(ascii_names.values()), port=publisher.port))
        running.start("web", "worker", "topics", "beat")
        wait_for(running.answers, seconds=40, message="the web server does not answer")
        wait_for(
            lambda: running.rows("SELECT count(*) FROM monitor_item WHERE topic_id IS NOT NULL")[0][0] == len(EVERYDAY),
            seconds=60,
            message="the everyday items were not stored and clustered",
        )
        assert mailbox.mails == []
        for feed, title, text in MATTER:
            publisher.publish(ascii_names[feed], title, text)
        wait_for(
            lambda: running.rows("SELECT count(*) FROM monitor_item WHERE topic_id IS NOT NULL")[0][0] == TOTAL,
            seconds=60,
            message="not every published item was stored and clustered",
            state=running.state,
        )
        yield running


def test_a_growing_matter_on_three_feeds_reaches_the_lead_by_mail(stack: Stack, mailbox: Mailbox) -> None:
    wait_for(lambda: mailbox.mails, seconds=90, message="no alert mail arrived")
    to, mail = mailbox.mails[0]
    assert to == "lead@union.example"
    assert "预警" in mail["Subject"]
    assert "云河新城" in mail["Subject"]
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    link = re.search(rf"{re.escape(stack.base)}/alerts/\d+/", text)
    assert link, text
    assert stack.answers(link.group()[len(stack.base) :])  # leads to the login page, then to the alert


def test_one_matter_is_one_topic_and_every_item_is_there_once(stack: Stack) -> None:
    assert stack.rows("SELECT count(*), count(DISTINCT id) FROM monitor_item") == [(TOTAL, TOTAL)]
    assert stack.rows("SELECT count(DISTINCT item_id) FROM monitor_itemkey WHERE item_id > 0") == [(TOTAL,)]
    largest = stack.rows("SELECT max(n_items) FROM monitor_topic")[0][0]
    assert largest >= len(MATTER) - 2


def test_no_name_of_a_reporter_and_no_telephone_number_is_in_any_table(stack: Stack, mailbox: Mailbox) -> None:
    tables = [name for (name,) in stack.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    assert "monitor_item" in tables
    for table in tables:
        rows = str(stack.rows(f'SELECT t::text FROM "{table}" t'))
        assert "石远帆" not in rows, table
        assert "13800138000" not in rows, table
    assert "13800138000" not in str([mail.as_string() for _to, mail in mailbox.mails])


def test_feeds_are_asked_honestly(stack: Stack, publisher: Publisher) -> None:
    agents = {request.get("User-Agent", "") for request in publisher.requests}
    assert all(agent.startswith("Tingchao/") and "@" in agent for agent in agents)
    assert not any("Cookie" in request for request in publisher.requests)
