"""WebSub against a real hub: asked, verified over HTTP, renewed, pushed; a push only makes the source due."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from django.conf import LazySettings
from django.test import Client

from monitor.feeds import ingest
from monitor.feeds.ingest import source_fetch_due, source_fetch_many
from monitor.feeds.push import challenge_ok, hub_of, lease_of, signature_fits
from monitor.feeds.push_jobs import push_subscribe_due, push_sync
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Fetch, Item, PushState, PushSubscription, Source
from tests.conftest import make_source
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site

HUB = "<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='{0}'/>"
SELF = "<link xmlns='http://www.w3.org/2005/Atom' rel='self' href='{0}'/>"


class Hub:
    """What a hub does: answers 202, asks back at the callback, pushes signed bodies."""

    def __init__(self, site: Site) -> None:
        self.site, self.forms, self.answers = site, list[dict[str, str]](), list[tuple[int, str]]()
        self.lease, self.verifies = "864000", True
        site.routes["/hub"] = self.subscribe

    async def subscribe(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.forms.append(form)
        if self.verifies:
            await self.ask(form["hub.callback"], form["hub.topic"])
        return web.Response(status=202)

    async def ask(self, callback: str, topic: str) -> None:
        query = {
            "hub.mode": "subscribe",
            "hub.topic": topic,
            "hub.challenge": "c-<b>7",
            "hub.lease_seconds": self.lease,
        }
        async with aiohttp.ClientSession() as session, session.get(callback, params=query) as answer:
            self.answers.append((answer.status, await answer.text()))


@pytest.fixture
def hub(site: Site) -> Hub:
    return Hub(site)


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    settings.PUSH_URL = "http://push.yunhe.example"


def publish(site: Site, *items: str) -> None:
    site.routes["/feed"] = Reply(rss(*items, head=HUB.format(site.url("/hub")) + SELF.format(site.url("/feed"))))


def due(source: Source) -> datetime | None:
    source.refresh_from_db()
    return source.next_check_at


def signed(row: PushSubscription, body: bytes, method: str = "sha256") -> dict[str, Any]:
    digest = hmac.new(row.secret.encode(), body, method).hexdigest()
    return {"content_type": "application/rss+xml", "headers": {"X-Hub-Signature": f"{method}={digest}"}}


@pytest.fixture
def row(db: None) -> PushSubscription:
    """An active subscription of a source that was polled a minute ago and is due in an hour."""
    now = utc_now()
    source = make_source(hub_url="http://hub.yunhe.example/", hub_topic="http://news.yunhe.example/feed")
    Source.objects.filter(pk=source.pk).update(
        next_check_at=now + timedelta(hours=1), last_checked_at=now - timedelta(minutes=1)
    )
    push_sync(now=now)
    PushSubscription.objects.update(state=PushState.ACTIVE, lease_until=now + timedelta(days=1), asked_at=now)
    return PushSubscription.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_feed_that_names_a_hub_is_subscribed_to_and_a_push_brings_its_news(
    site: Site, hub: Hub, live_server: Any, settings: LazySettings
) -> None:
    settings.PUSH_URL = live_server.url
    publish(site, item(1))
    source = make_source(url=site.url("/feed"), next_check_at=utc_now())
    source_fetch_due(seconds=5)
    assert push_subscribe_due(now=utc_now()) == 1
    row = PushSubscription.objects.get()
    assert (hub.answers, row.state, hub.forms[0]["hub.topic"]) == ([(200, "c-<b>7")], "active", site.url("/feed"))
    publish(site, item(1), item(2, "柳岸街道招聘会改期"))
    Source.objects.update(last_checked_at=utc_now() - timedelta(minutes=1))
    assert Client().post(f"/push/{row.key}/", b"body", **signed(row, b"body")).status_code == 202
    assert source_fetch_due(seconds=5).new == 1
    assert Item.objects.filter(title="柳岸街道招聘会改期", source_id=source.pk).exists()


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_push_makes_the_source_due_and_its_body_is_kept_nowhere(row: PushSubscription, method: str) -> None:
    body = "<rss>机密：只在推送里</rss>".encode()
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/push/{row.key}/", body, **signed(row, body, method)).status_code == 202
    assert due(row.source) <= utc_now()  # type: ignore[operator]
    row.refresh_from_db()
    assert (row.pushes, Item.objects.count(), Fetch.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize(
    "header", ["", "sha256=00", "sha256=", "md5=00", "sha256", f"sha256={hashlib.sha256(b'body').hexdigest()}", "é=é"]
)
def test_a_wrong_signature_is_answered_like_a_right_one_and_does_nothing(row: PushSubscription, header: str) -> None:
    answer = Client().post(f"/push/{row.key}/", b"body", "text/xml", headers={"X-Hub-Signature": header})
    row.refresh_from_db()
    assert (answer.status_code, row.pushes) == (202, 0)
    assert due(row.source) > utc_now()  # type: ignore[operator]


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


@pytest.mark.django_db(transaction=True)
def test_a_push_that_comes_while_the_source_is_being_polled_is_not_lost(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ingest.polls_make

    def pushed_meanwhile(*args: Any, **rest: Any) -> Any:
        Source.objects.update(next_check_at=utc_now())
        return real(*args, **rest)

    monkeypatch.setattr(ingest, "polls_make", pushed_meanwhile)
    publish(site, item(1))
    source = make_source(url=site.url("/feed"))
    source_fetch_many(ids=[source.pk], now=utc_now())
    assert due(source) <= utc_now()  # type: ignore[operator]
    assert source.last_checked_at is not None


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


@pytest.mark.django_db
def test_a_lease_is_renewed_before_it_ends_and_stays_active_meanwhile(site: Site, hub: Hub) -> None:
    hub.verifies = False
    now = utc_now()
    make_source(hub_url=site.url("/hub"), hub_topic=site.url("/feed"))
    assert push_subscribe_due(now=now) == 1
    row = PushSubscription.objects.get()
    query = {"hub.mode": "subscribe", "hub.topic": row.topic, "hub.challenge": "c", "hub.lease_seconds": "100000"}
    assert Client().get(f"/push/{row.key}/", query).content == b"c"
    assert push_subscribe_due(now=now + timedelta(seconds=70_000)) == 0
    assert push_subscribe_due(now=now + timedelta(seconds=81_000)) == 1
    row.refresh_from_db()
    assert (row.state, len(hub.forms)) == ("active", 2)


@pytest.mark.django_db
def test_a_hub_that_does_not_answer_is_asked_again_later_and_later_and_the_ledger_says_so(site: Site) -> None:
    site.routes["/hub"] = Reply(status=503)
    now = utc_now()
    make_source(hub_url=site.url("/hub"), hub_topic=site.url("/feed"))
    assert [push_subscribe_due(now=now + timedelta(minutes=m)) for m in (0, 5, 11, 16, 32)] == [1, 0, 1, 0, 1]
    row = PushSubscription.objects.get()
    assert (row.state, row.error) == ("asked", "HTTP 503")
    assert list(Fetch.objects.order_by().values_list("what", "outcome", "status").distinct()) == [
        ("push", "http_5xx", 503)
    ]


@pytest.mark.django_db
def test_a_hub_inside_is_refused_unless_its_network_is_allowed(site: Site, hub: Hub, settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = []
    make_source(hub_url=site.url("/hub"), hub_topic="http://news.yunhe.example/feed")
    push_subscribe_due(now=utc_now())
    assert (hub.forms, Fetch.objects.get().outcome) == ([], "blocked_address")


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "followed"), [(307, 1), (308, 1), (302, 0)])
def test_a_redirect_is_followed_only_where_the_method_stays(site: Site, hub: Hub, status: int, followed: int) -> None:
    hub.verifies = False
    site.routes["/old"] = Reply(status=status, headers={"Location": "/hub"})
    make_source(hub_url=site.url("/old"), hub_topic=site.url("/feed"))
    push_subscribe_due(now=utc_now())
    assert len(hub.forms) == followed


def test_another_address_of_the_feed_begins_a_subscription_anew(row: PushSubscription) -> None:
    Source.objects.update(hub_topic="http://news.yunhe.example/new")
    push_sync(now=utc_now())
    new = PushSubscription.objects.get()
    assert (new.key != row.key, new.secret != row.secret, new.state) == (True, True, "wanted")


@pytest.mark.parametrize("change", [{"hub_url": ""}, {"enabled": False}])
def test_a_source_that_is_paused_or_names_no_hub_has_no_subscription(
    row: PushSubscription, change: dict[str, Any]
) -> None:
    Source.objects.update(**change)
    push_sync(now=utc_now())
    assert not PushSubscription.objects.exists()


def test_without_an_address_for_hubs_nobody_is_asked(row: PushSubscription, settings: LazySettings) -> None:
    settings.PUSH_URL = ""
    assert push_subscribe_due(now=utc_now()) == 0
    assert not PushSubscription.objects.exists()


@pytest.mark.django_db
def test_a_request_that_was_cut_off_by_a_kill_is_made_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    now = utc_now()
    make_source(hub_url=site.url("/hub"), hub_topic=site.url("/feed"))
    with monkeypatch.context() as patched:
        patched.setattr("monitor.feeds.push_jobs.push_ask", killed)
        with pytest.raises(SystemExit):
            push_subscribe_due(now=now)
    assert push_subscribe_due(now=now + timedelta(minutes=1)) == 0
    assert push_subscribe_due(now=now + timedelta(minutes=11)) == 1


@pytest.mark.django_db
def test_the_secret_is_in_no_log_ledger_or_audit_entry(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.routes["/hub"] = Reply(status=500)
    make_source(hub_url=site.url("/hub"), hub_topic=site.url("/feed"))
    push_subscribe_due(now=utc_now())
    row = PushSubscription.objects.get()
    kept = [*Fetch.objects.values_list("url", "detail"), *AuditEntry.objects.values_list("detail", flat=True)]
    assert row.secret not in caplog.text + repr(kept)


@pytest.mark.parametrize(
    ("feed", "header", "expected"),
    [
        (("", ""), "", ("", "")),
        (("http://h.example/", ""), "", ("http://h.example/", "http://n.example/feed")),
        (("http://h.example/", "http://n.example/own"), "", ("http://h.example/", "http://n.example/own")),
        (("http://h.example/", ""), '<http://l.example/>; rel="hub", </own>; rel=self', ("http://l.example/", "http://n.example/own")),
        (("", ""), '<http://l.example/?a=1,2>; title="a,b;c"; rel="x hub"', ("http://l.example/?a=1,2", "http://n.example/feed")),
        (("ftp://h.example/", ""), "", ("", "")),
        (("http://u:p@h.example/", ""), "", ("", "")),
        (("http://h.example/" + "x" * 2000, ""), "", ("", "")),
    ],
)  # fmt: skip
def test_the_hub_of_a_feed(feed: tuple[str, str], header: str, expected: tuple[str, str]) -> None:
    assert hub_of(*feed, header, "http://n.example/feed") == expected


def test_leases_and_challenges_are_kept_within_reason() -> None:
    assert [lease_of(raw).total_seconds() for raw in ("600", "1", "99999999999999", "x", "")] == [
        600,
        300,
        2_592_000,
        864_000,
        864_000,
    ]
    assert [challenge_ok(text) for text in ("c", "", "\n", "é", "x" * 1001)] == [True, False, False, False, False]
    assert not signature_fits("s", b"b", "sha256=" + "0" * 64)
