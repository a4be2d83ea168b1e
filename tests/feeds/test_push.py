"""WebSub against a real hub: asked, verified over HTTP, renewed, ended; a push only makes the source due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from monitor.feeds import ingest
from monitor.feeds.ingest import source_fetch_due
from monitor.feeds.polls import polls_make
from monitor.feeds.push_callback import push_receive, push_verify
from monitor.feeds.push_jobs import push_subscribe_due, push_sync
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, Fetch, Item, PushEnding, PushState, PushSubscription, Source
from tests.conftest import make_source
from tests.feeds.hub import Hub, publish, signature, signed
from tests.feeds.samples import item
from tests.feeds.site import Reply, Site


@pytest.fixture
def hub(site: Site) -> Hub:
    return Hub(site)


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS, settings.FETCH_HOST_DELAY = ["127.0.0.1/32"], 0.0
    settings.PUSH_URL = "http://push.yunhe.example"


def due(source: Source) -> datetime | None:
    source.refresh_from_db()
    return source.next_check_at


@pytest.fixture
def named(db: None, site: Site, hub: Hub) -> Source:
    """A source whose feed names the hub; the hub does not verify by itself."""
    hub.verifies = False
    return make_source(hub_url=site.url("/hub"), hub_topic=site.url("/feed"))


@pytest.fixture
def row(named: Source) -> PushSubscription:
    """Its subscription, asked for and verified, for ten days."""
    push_subscribe_due(now=utc_now())
    row = PushSubscription.objects.get()
    push_verify(key=row.key, mode="subscribe", topic=row.topic, challenge="c", lease="864000", now=utc_now())
    row.refresh_from_db()
    return row


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


@pytest.mark.django_db(transaction=True)
def test_a_push_that_comes_while_the_source_is_being_polled_is_not_lost(
    site: Site, row: PushSubscription, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pushed_meanwhile(*args: Any, **rest: Any) -> Any:
        push_receive(key=row.key, body=[b"x"], signature=signature(row.secret, b"x"), now=utc_now())
        return polls_make(*args, **rest)

    monkeypatch.setattr(ingest, "polls_make", pushed_meanwhile)
    publish(site, item(1))
    Source.objects.update(url=site.url("/feed"), next_check_at=utc_now() - timedelta(seconds=5))
    assert source_fetch_due(seconds=1).new == 1
    assert utc_now() < due(row.source) < utc_now() + timedelta(seconds=11)  # type: ignore[operator]


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
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM monitor_pushsubscription")
        assert cursor.fetchone()[0].startswith("sealed:1:")


@pytest.mark.parametrize("status", [202, 500])
def test_a_hub_that_never_asks_back_is_asked_later_and_later(hub: Hub, named: Source, status: int) -> None:
    now, hub.status = utc_now(), status
    assert [push_subscribe_due(now=now + timedelta(minutes=m)) for m in (0, 5, 11, 22, 32, 50)] == [1, 0, 1, 0, 1, 0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("mode", "state"), [("subscribe", "active"), ("denied", "refused")])
def test_what_a_hub_says_before_it_answers_stands(
    named: Source, hub: Hub, live_server: Any, settings: LazySettings, mode: str, state: str
) -> None:
    settings.PUSH_URL, hub.verifies, hub.mode, hub.status = live_server.url, True, mode, 500
    push_subscribe_due(now=utc_now())
    row = PushSubscription.objects.get()
    assert row.state == state
    assert row.next_at > utc_now() + timedelta(hours=23)


def test_a_hub_that_asks_for_patience_is_left_alone_so_long(site: Site, named: Source) -> None:
    site.routes["/hub"] = Reply(status=429, headers={"Retry-After": "7200"})
    now = utc_now()
    assert [push_subscribe_due(now=now + timedelta(minutes=m)) for m in (0, 60, 119, 121)] == [1, 0, 0, 1]
    assert set(Fetch.objects.values_list("outcome", "status")) == {("rate_limited", 429)}


@pytest.mark.parametrize(
    "change",
    [
        {"enabled": False},
        {"hub_url": ""},
        {"hub_url": "http://127.0.0.1:9/other"},
        {"hub_topic": "http://n.example/new"},
    ],
)
def test_a_subscription_that_no_longer_fits_is_ended_at_its_hub(
    row: PushSubscription, hub: Hub, change: dict[str, Any]
) -> None:
    Source.objects.update(**change)
    push_subscribe_due(now=utc_now())
    form = hub.forms[-1]
    assert (form["hub.mode"], form["hub.topic"]) == ("unsubscribe", row.topic)
    assert (form["hub.callback"], "hub.secret" in form) == (row.callback, False)
    assert not PushSubscription.objects.filter(key=row.key).exists()


@pytest.mark.parametrize("url", ["", "http://new.yunhe.example"])
def test_another_address_for_hubs_or_none_ends_what_was_asked_for_at_the_old_one(
    row: PushSubscription, hub: Hub, settings: LazySettings, url: str
) -> None:
    settings.PUSH_URL = url
    push_subscribe_due(now=utc_now())
    callbacks = {form["hub.mode"]: form["hub.callback"] for form in hub.forms[1:]}
    assert callbacks.pop("unsubscribe") == row.callback
    assert [callback.startswith(url) for callback in callbacks.values()] == ([True] if url else [])


def test_a_hub_may_verify_an_end_that_we_asked_for_and_no_other(row: PushSubscription) -> None:
    question = {"key": row.key, "mode": "unsubscribe", "topic": row.topic, "challenge": "c", "lease": ""}
    assert push_verify(**question, now=utc_now()) is None
    Source.objects.update(enabled=False)
    push_sync(now=utc_now())
    assert push_verify(**question, now=utc_now()) is None
    push_subscribe_due(now=utc_now())
    assert push_verify(**question, now=utc_now()) == "c"
    assert push_verify(**question | {"topic": "http://n.example/other"}, now=utc_now()) is None


def test_an_end_is_asked_for_three_times_at_most_and_then_forgotten(row: PushSubscription, hub: Hub) -> None:
    now, hub.status = utc_now(), 503
    Source.objects.update(enabled=False)
    asked = [push_subscribe_due(now=now + timedelta(minutes=m)) for m in (0, 11, 32, 90, 400)]
    assert asked == [1, 1, 1, 0, 0]
    push_sync(now=now + timedelta(hours=25))
    assert not PushEnding.objects.exists()


def test_a_subscription_that_no_hub_knows_of_just_goes(named: Source, hub: Hub) -> None:
    push_sync(now=utc_now())
    Source.objects.update(enabled=False)
    assert push_subscribe_due(now=utc_now()) == 0
    assert (hub.forms, PushSubscription.objects.count(), PushEnding.objects.count()) == ([], 0, 0)


def test_a_lease_that_ran_out_is_no_longer_called_active(row: PushSubscription) -> None:
    push_subscribe_due(now=utc_now() + timedelta(days=11))
    row.refresh_from_db()
    assert row.state == PushState.ASKED


def test_a_redirect_of_a_hub_to_an_inside_address_is_refused(site: Site, named: Source) -> None:
    site.routes["/hub"] = Reply(status=307, headers={"Location": "http://10.1.2.3/hub"})
    push_subscribe_due(now=utc_now())
    assert Fetch.objects.get().outcome == "blocked_address"


def test_hubs_that_send_each_other_round_in_a_circle_are_left(site: Site, named: Source) -> None:
    site.routes["/hub"] = Reply(status=308, headers={"Location": "/hub"})
    push_subscribe_due(now=utc_now())
    assert (Fetch.objects.get().outcome, len(site.requests_for("/hub")) <= 6) == ("redirect_loop", True)


def test_a_hub_that_refused_is_not_asked_to_end_anything(row: PushSubscription, hub: Hub) -> None:
    push_verify(key=row.key, mode="denied", topic=row.topic, challenge="", lease="", now=utc_now())
    Source.objects.update(enabled=False)
    assert push_subscribe_due(now=utc_now()) == 0
    assert [form["hub.mode"] for form in hub.forms] == ["subscribe"]
