"""A hub pushes; the news is stored within seconds. Real processes, no beat and no poll that could bring it otherwise."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.e2e.stack import Stack, running_stack, wait_for
from tests.feeds.hub import Hub, publish, signature
from tests.feeds.samples import item
from tests.feeds.site import Site

BEGIN = """
from datetime import timedelta
from monitor.feeds.ingest import source_fetch_due
from monitor.feeds.push_jobs import push_subscribe_due
from monitor.lib.clock import utc_now
from monitor.models import Source
Source.objects.create(name='云河样本源', url='{url}', next_check_at=utc_now())
source_fetch_due(seconds=2)
push_subscribe_due(now=utc_now())
Source.objects.update(last_checked_at=utc_now() - timedelta(minutes=1))
"""
pytestmark = pytest.mark.timeout(180)


@pytest.fixture(scope="module")
def outside() -> Iterator[Hub]:
    site = Site()
    site.start()
    yield Hub(site)
    site.stop()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, outside: Hub) -> Iterator[Stack]:
    publish(outside.site, item(1))
    with running_stack(tmp_path_factory.mktemp("push")) as running:
        running.env["TINGCHAO_PUSH_URL"] = running.base
        running.start("web", "worker")
        wait_for(running.answers, seconds=40, message="the web server does not answer")
        running.python(BEGIN.format(url=outside.site.url("/feed")))
        ready = running.logs / "worker.log"
        wait_for(lambda: "ready" in ready.read_text(), seconds=40, message="the worker does not start")
        yield running


def push(callback: str, secret: str) -> int:
    body = b"<rss/>"
    headers = {"X-Hub-Signature": signature(secret, body), "Content-Type": "application/rss+xml"}
    with urllib.request.urlopen(urllib.request.Request(callback, body, headers), timeout=10) as answer:
        return int(answer.status)


def test_a_push_is_stored_within_five_seconds_and_its_secret_is_in_no_log(stack: Stack, outside: Hub) -> None:
    assert stack.rows("SELECT state, error FROM monitor_pushsubscription") == [("active", "")]
    publish(outside.site, item(1), item(2, "柳岸街道招聘会改期"))
    begun = time.monotonic()
    assert push(outside.forms[0]["hub.callback"], outside.forms[0]["hub.secret"]) == 202
    stored = "SELECT 1 FROM monitor_item WHERE title = '柳岸街道招聘会改期'"
    wait_for(lambda: stack.rows(stored), seconds=20, message="the push was not stored", state=stack.state)
    assert time.monotonic() - begun < 5
    logs = "".join(log.read_text(errors="replace") for log in stack.logs.glob("*.log"))
    assert "ready" in logs
    assert outside.forms[0]["hub.secret"] not in logs
