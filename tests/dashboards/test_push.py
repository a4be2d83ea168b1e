"""The address that hubs call: no session, no login, no CSRF; a push only makes its source due."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from kombu.exceptions import OperationalError

from monitor.feeds.push_jobs import push_sync
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Fetch, Item, PushState, PushSubscription, Source
from tasks.feeds import fetch_due
from tests.conftest import make_source
from tests.feeds.hub import signed


@pytest.fixture(autouse=True)
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the view puts on the queue; every argument as it would be serialised."""
    calls: list[str] = []
    monkeypatch.setattr(fetch_due, "apply_async", lambda *args, **options: calls.append(repr((args, options))))
    return calls


def due(source: Source) -> datetime:
    source.refresh_from_db()
    assert source.next_check_at is not None
    return source.next_check_at


@pytest.fixture
def row(db: None, settings: LazySettings) -> PushSubscription:
    """An active subscription of a source that was polled a minute ago and is due in an hour."""
    now, settings.PUSH_URL = utc_now(), "http://push.yunhe.example"
    source = make_source(hub_url="http://hub.yunhe.example/", hub_topic="http://news.yunhe.example/feed")
    Source.objects.filter(pk=source.pk).update(
        next_check_at=now + timedelta(hours=1), last_checked_at=now - timedelta(minutes=1)
    )
    push_sync(now=now)
    PushSubscription.objects.update(state=PushState.ACTIVE, lease_until=now + timedelta(days=1), asked_at=now)
    return PushSubscription.objects.get()


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_push_makes_the_source_due_and_its_body_is_kept_nowhere(row: PushSubscription, method: str) -> None:
    body = "<rss>机密：只在推送里</rss>".encode()
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/push/{row.key}/", body, **signed(row, body, method)).status_code == 202
    assert due(row.source) <= utc_now()
    row.refresh_from_db()
    assert (row.pushes, Item.objects.count(), Fetch.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    "header", ["", "sha256=00", "sha256=", "md5=00", "sha256", f"sha256={hashlib.sha256(b'body').hexdigest()}", "é=é"]
)
def test_a_wrong_signature_is_answered_like_a_right_one_and_does_nothing(row: PushSubscription, header: str) -> None:
    answer = Client().post(f"/push/{row.key}/", b"body", "text/xml", headers={"X-Hub-Signature": header})
    row.refresh_from_db()
    assert (answer.status_code, row.pushes) == (202, 0)
    assert due(row.source) > utc_now()


def test_a_flood_of_pushes_polls_no_more_often_than_every_ten_seconds(row: PushSubscription) -> None:
    checked = utc_now()
    Source.objects.update(last_checked_at=checked)
    for _ in range(20):
        Client().post(f"/push/{row.key}/", b"x", **signed(row, b"x"))
    assert due(row.source) == checked + timedelta(seconds=10)


def test_a_push_to_a_paused_source_or_an_unknown_key_does_nothing(row: PushSubscription) -> None:
    before = due(row.source)
    Source.objects.update(enabled=False)
    assert Client().post(f"/push/{row.key}/", b"x", **signed(row, b"x")).status_code == 202
    assert due(row.source) == before
    assert Client().post("/push/nobody/", b"x", **signed(row, b"x")).status_code == 410


@pytest.mark.parametrize(
    "changed",
    [
        {"hub.mode": "unsubscribe"},
        {"hub.topic": "http://other.yunhe.example/"},
        {"hub.challenge": ""},
        {"hub.challenge": "x" * 5000},
        {"hub.challenge": "a\r\nSet-Cookie: b"},
        {"hub.mode": ""},
    ],
)
def test_a_question_about_something_else_is_refused(row: PushSubscription, changed: dict[str, str]) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": row.topic, "hub.challenge": "c", **changed}
    assert Client().get(f"/push/{row.key}/", query).status_code == 404


def test_a_question_that_we_did_not_ask_for_is_refused(row: PushSubscription) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": row.topic, "hub.challenge": "c"}
    assert Client().get("/push/nobody/", query).status_code == 404
    PushSubscription.objects.update(asked_at=utc_now() - timedelta(days=3))
    assert Client().get(f"/push/{row.key}/", query).status_code == 404
    PushSubscription.objects.update(asked_at=None)
    assert Client().get(f"/push/{row.key}/", query).status_code == 404


def test_the_answer_to_a_question_is_plain_text(row: PushSubscription) -> None:
    query = {"hub.mode": "subscribe", "hub.topic": row.topic, "hub.challenge": "<script>", "hub.lease_seconds": "600"}
    answer = Client().get(f"/push/{row.key}/", query)
    assert (answer.content, answer["Content-Type"]) == (b"<script>", "text/plain; charset=utf-8")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_denied_subscription_says_so_and_is_asked_for_again_a_day_later(row: PushSubscription) -> None:
    query = {"hub.mode": "denied", "hub.topic": row.topic, "hub.reason": "张三的原因"}
    assert Client().get(f"/push/{row.key}/", query).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.error) == ("refused", "denied")
    assert row.next_at > utc_now() + timedelta(hours=23)


def test_a_push_starts_the_fetcher_and_a_flood_starts_it_once(row: PushSubscription, woken: list[str]) -> None:
    for _ in range(20):
        Client().post(f"/push/{row.key}/", b"x", **signed(row, b"x"))
    row.refresh_from_db()
    assert (len(woken), row.pushes) == (1, 20)


def test_nothing_of_a_body_is_queued_logged_or_kept(
    row: PushSubscription, woken: list[str], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    body = "<rss>机密：只在推送里</rss>".encode()
    Client().post(f"/push/{row.key}/", body, **signed(row, body))
    Client().post(f"/push/{row.key}/", body, content_type="text/xml")
    said = caplog.text + "".join(capfd.readouterr()) + repr(woken) + repr(list(AuditEntry.objects.values()))
    assert "机密" not in said + repr(list(PushSubscription.objects.values()))
    assert row.secret not in said


def test_a_push_during_a_poll_has_another_poll_follow(row: PushSubscription) -> None:
    now = utc_now()
    Source.objects.update(next_check_at=now - timedelta(seconds=2), claimed_until=now + timedelta(minutes=2))
    Client().post(f"/push/{row.key}/", b"x", **signed(row, b"x"))
    assert now < due(row.source) < now + timedelta(seconds=15)


def test_a_push_does_not_shorten_the_wait_that_a_site_asked_for(row: PushSubscription) -> None:
    Source.objects.update(failures=1, error_label="rate_limited")
    before = due(row.source)
    Client().post(f"/push/{row.key}/", b"x", **signed(row, b"x"))
    assert due(row.source) == before


def test_pushes_without_the_right_signature_are_counted(row: PushSubscription) -> None:
    for header in ("", "sha256=00"):
        Client().post(f"/push/{row.key}/", b"x", "text/xml", headers={"X-Hub-Signature": header})
    row.refresh_from_db()
    assert (row.ignored, row.pushes, row.last_push_at) == (2, 0, None)


def test_a_whole_feed_may_be_pushed_but_nothing_larger_than_a_feed(
    row: PushSubscription, settings: LazySettings
) -> None:
    body = b"x" * 3_000_000
    assert Client().post(f"/push/{row.key}/", body, **signed(row, body)).status_code == 202
    settings.FETCH_MAX_BYTES = 1_000_000
    assert Client().post(f"/push/{row.key}/", body, **signed(row, body)).status_code == 413
    row.refresh_from_db()
    assert (row.pushes, row.ignored) == (1, 0)


def test_an_unknown_key_costs_one_query(
    db: None, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(1):
        answer = Client().post("/push/nobody/", b"x", "text/xml")
    assert (answer.status_code, len(answer.cookies)) == (410, 0)


def test_without_a_broker_the_source_is_due_all_the_same(
    row: PushSubscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(fetch_due, "apply_async", away)
    assert Client().post(f"/push/{row.key}/", b"x", **signed(row, b"x")).status_code == 202
    assert due(row.source) <= utc_now()


def test_a_hub_may_refuse_after_it_had_agreed(row: PushSubscription) -> None:
    PushSubscription.objects.update(asked_at=utc_now() - timedelta(days=5))
    assert Client().get(f"/push/{row.key}/", {"hub.mode": "denied", "hub.topic": row.topic}).status_code == 200
    row.refresh_from_db()
    assert (row.state, row.lease_until) == ("refused", None)


def test_the_reason_of_a_refusal_is_kept_nowhere(row: PushSubscription) -> None:
    Client().get(f"/push/{row.key}/", {"hub.mode": "denied", "hub.topic": row.topic, "hub.reason": "机密"})
    assert "机密" not in repr(list(PushSubscription.objects.values()))


@pytest.mark.parametrize("method", ["put", "delete", "patch", "head", "options"])
def test_hubs_may_ask_and_push_and_nothing_else(row: PushSubscription, method: str) -> None:
    assert getattr(Client(), method)(f"/push/{row.key}/").status_code == 405
