"""The ledger by site: what was asked of a host, how politely; the list of sources at many; "no data" beside numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from monitor.lib.clock import HOUR, hour_of, utc_now
from monitor.models import AuditEntry, Fetch, Outage, Source, User
from monitor.queries.ledger import host_sheet, hosts
from tests.conftest import make_item, make_source, make_topic

pytestmark = pytest.mark.django_db
NOW = utc_now().replace(microsecond=0)
HOST = "news.yunhe.example"


@pytest.fixture
def reading(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def asked(minutes: float, outcome: str = "ok", **fields: Any) -> Fetch:
    source = Source.objects.filter(name="云河新闻").first() or make_source(name="云河新闻", url=f"http://{HOST}/feed")
    fields = {"host": HOST, "bytes": 1000, "status": 200, **fields}
    return Fetch.objects.create(source=source, at=NOW - timedelta(minutes=minutes), outcome=outcome, **fields)


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_hosts_are_counted_over_the_window_busiest_first() -> None:
    for minutes, outcome in ((1, "ok"), (2, "unchanged"), (3, "timeout"), (60 * 24 * 3, "ok")):
        asked(minutes, outcome)
    asked(5, host="other.example")
    asked(5, host="")  # from before the ledger knew hosts
    first, second = hosts(since=NOW - timedelta(days=1))
    assert (first.host, first.requests, first.unchanged, first.failed, first.bytes) == (HOST, 3, 1, 1, 3000)
    assert (second.host, second.sources) == ("other.example", 1)
    assert [line.host for line in hosts(since=NOW - timedelta(days=1), contains="OTHER")] == ["other.example"]


def test_a_hosts_sheet_says_how_far_apart_requests_were_and_when_robots_was_read() -> None:
    for minutes in (0, 1, 3, 10):
        asked(minutes)
    asked(2, what="robots", url=f"http://{HOST}/robots.txt", status=404)
    sheet = host_sheet(HOST, since=NOW - timedelta(days=1))
    assert sheet is not None
    assert (sheet.shortest_s, sheet.median_s, sheet.robots_status, sheet.names) == (60, 60, 404, ("云河新闻",))
    assert sheet.line.requests == 5


def test_the_sheet_can_be_shown_to_the_owner_of_the_site(reading: Client) -> None:
    asked(1, what="article", url=f"http://{HOST}/1.html")
    asked(2, "http_5xx", status=503)
    text = page(reading, f"/sources/ledger/host/?host={HOST}")
    for part in ("User-Agent", "Tingchao/", "robots.txt", f"http://{HOST}/1.html", "503", "云河新闻"):
        assert part in text
    assert HOST in page(reading, "/sources/ledger/")


def test_the_table_of_a_host_is_audited(reading: Client) -> None:
    asked(1)
    answer = reading.get(f"/sources/ledger/host.csv?host={HOST}")
    assert f"http://{HOST}/feed" in answer.content.decode()
    assert AuditEntry.objects.get(action="ledger_export").target == f"host:{HOST}"
    assert reading.get("/sources/ledger/host.csv?host=nobody.example").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/sources/ledger/", 200, "没有请求过任何网站"),
        ("/sources/ledger/?q=x", 200, "没有这样的网站"),
        ("/sources/ledger/?days=99&page=x", 200, "没有请求过任何网站"),
        ("/sources/ledger/host/?host=<b>", 404, "没有请求过这个网站"),
    ],
)
def test_nothing_asked_says_so(reading: Client, address: str, status: int, said: str) -> None:
    answer = reading.get(address)
    assert (answer.status_code, said in answer.content.decode()) == (status, True)


def test_many_sources_come_in_pages_with_few_queries(reading: Client, django_assert_max_num_queries: Any) -> None:
    Source.objects.bulk_create(
        Source(name=f"源{n:04}", url=f"http://s{n}.example/", state="healthy") for n in range(1326)
    )
    make_source(name="坏掉的", state="failing", error_label="timeout", failures=4, failing_since=NOW)
    with django_assert_max_num_queries(12):
        text = page(reading, "/sources/")
    assert (text.index("坏掉的") < text.index("源0000"), "源0049" in text, "1/27" in text) == (True, False, True)
    assert "源0049" in page(reading, "/sources/?page=2")
    assert "27/27" in page(reading, "/sources/?page=999")


def test_sources_are_found_by_a_part_of_name_or_address_and_kind(reading: Client) -> None:
    make_source(name="云河晚报", url="http://wanbao.example/", kind="news")
    make_source(name="云河社区", url="http://bbs.example/", kind="forum")
    assert "云河社区" not in page(reading, "/sources/?q=WANBAO")
    assert "云河晚报" not in page(reading, "/sources/?kind=forum")
    assert "没有符合条件的来源" in page(reading, "/sources/?q=nothing")
    assert "没有符合条件的来源" in page(reading, "/sources/?state=gone&page=x")


def outage(hours: float) -> tuple[Source, datetime]:
    source = make_source(name="断线的")
    start = hour_of(NOW) - timedelta(hours=hours)
    Outage.objects.create(source=source, started_at=start, label="timeout")
    return source, start


def test_the_table_of_the_volume_says_in_which_hours_a_source_gave_no_data(reading: Client) -> None:
    _, start = outage(3)
    rows = [line.split(",") for line in page(reading, "/volume.csv").splitlines()]
    assert rows[0][-1] == "sources_without_data"
    away = [datetime.fromisoformat(row[0]) for row in rows[1:] if row[-1] == "1"]
    assert away[0] == start
    assert len(away) >= 3


def test_the_chart_of_a_topic_marks_when_a_source_gave_no_data(reading: Client) -> None:
    source, _ = outage(3)
    topic = make_topic(first_at=NOW - 5 * HOUR, last_at=NOW)
    make_item(source=source, topic_id=topic.pk, at=NOW - HOUR)
    assert "断线的" in page(reading, f"/topics/{topic.pk}/")
