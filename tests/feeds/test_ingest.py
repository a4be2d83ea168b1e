"""Claim, fetch, store against a real site and a real database."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import DataError, connection, transaction

from monitor.feeds import ingest, polls, record
from monitor.feeds.ingest import FetchSummary, source_claim_due, source_fetch_many
from monitor.feeds.manage import source_edit, source_pause
from monitor.feeds.store import Batch
from monitor.lib.clock import utc_now
from monitor.models import Fetch, HourCount, Item, ItemKey, ItemTitle, Outage, PoisonedEntry, Role, Source
from monitor.queries.config import config_forget
from tests.conftest import make_source, make_user, recount, stored_counts
from tests.feeds import samples
from tests.feeds.samples import item, rss
from tests.feeds.site import Reply, Site

NOW = utc_now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def _settings(settings: LazySettings) -> None:
    settings.FETCH_ALLOW_NETWORKS = ["127.0.0.1/32"]
    settings.FETCH_HOST_DELAY = 0.0
    settings.FETCH_TIMEOUT = 5
    config_forget()


def ago(**delta: float) -> str:
    return (NOW - timedelta(**delta)).isoformat()


def source_at(site: Site, path: str = "/feed", **fields: Any) -> Source:
    return make_source(url=site.url(path), **fields)


def poll(source: Source, now: datetime = NOW) -> FetchSummary:
    summary = source_fetch_many(ids=[source.pk], now=now)
    source.refresh_from_db()
    return summary


@pytest.mark.django_db
def test_a_poll_stores_items_with_counts_ledger_and_health(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1, "柳岸工地拖欠工资", ago(hours=1)), item(2, date=ago(hours=2))))
    source = source_at(site, region="云河区")
    assert poll(source).new == 2
    stored = Item.objects.get(title="柳岸工地拖欠工资")
    assert (stored.at, stored.link, stored.topic_id) == (NOW - timedelta(hours=1), "http://news.yunhe.example/1", None)
    assert stored_counts() == recount() != {}
    assert (source.state, source.failures, source.last_new_at, source.claimed_until) == ("healthy", 0, NOW, None)
    ledger = Fetch.objects.get(source=source, what="feed")
    assert (ledger.outcome, ledger.status, ledger.entries, ledger.new) == ("ok", 200, 2, 2)


@pytest.mark.django_db
def test_a_second_poll_of_the_same_feed_stores_nothing_new(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1), item(2)))
    source = source_at(site)
    poll(source)
    site.routes["/feed"] = Reply(rss(item(2), item(1), item(3)))
    assert poll(source, NOW + timedelta(minutes=5)).new == 1
    assert poll(source, NOW + timedelta(minutes=9)).unchanged == 1
    assert (Item.objects.count(), ItemKey.objects.count()) == (3, 6)
    assert stored_counts() == recount()


@pytest.mark.django_db
def test_validators_are_kept_only_with_what_they_stand_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes["/feed"] = Reply(
        rss(item(1)), headers={"ETag": '"v1"', "Last-Modified": "Wed, 01 Jul 2026 00:00:00 GMT"}
    )
    source = source_at(site)

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(record, "batches_store", killed)
        with pytest.raises(SystemExit):
            poll(source)
    source.refresh_from_db()
    assert (source.etag, source.body_digest, Item.objects.count(), ItemKey.objects.count()) == ("", None, 0, 0)
    assert poll(source).new == 1
    assert (source.etag, source.last_modified) == ('"v1"', "Wed, 01 Jul 2026 00:00:00 GMT")
    poll(source)
    assert site.requests_for("/feed")[-1].headers["If-None-Match"] == '"v1"'


@pytest.mark.django_db
def test_a_kill_in_the_middle_of_storing_leaves_nothing_half(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.routes["/feed"] = Reply(rss(item(1), item(2)))
    source = source_at(site)

    def killed(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(record, "_ledger", killed)
        with pytest.raises(SystemExit):
            poll(source)
    assert (Item.objects.count(), ItemKey.objects.count(), HourCount.objects.count()) == (0, 0, 0)
    assert poll(source).new == 2


@pytest.mark.django_db
def test_an_edit_updates_in_place_and_keeps_the_old_title(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1, "枫渚夜市延长营业", ago(hours=3))))
    source = source_at(site)
    poll(source)
    before = Item.objects.get()
    site.routes["/feed"] = Reply(rss(item(1, "枫渚夜市摊主反映工资被拖欠", ago(hours=1))))
    later = NOW + timedelta(minutes=5)
    assert poll(source, later).updated == 1
    after = Item.objects.get()
    assert (after.id, after.at, after.title) == (before.id, before.at, "枫渚夜市摊主反映工资被拖欠")
    assert (after.updated_at, after.areas) == (later, ["wages"])
    assert ItemTitle.objects.get().title == "枫渚夜市延长营业"
    assert stored_counts() == recount()


@pytest.mark.django_db
def test_a_guid_that_occurs_twice_in_one_feed_is_one_item_and_told(site: Site) -> None:
    body = rss(
        item(1), item(1), "<title>另一件事</title><guid isPermaLink='false'>g1</guid><link>http://n.example/9</link>"
    )
    site.routes["/feed"] = Reply(body)
    source = source_at(site)
    assert poll(source).new == 1
    assert (source.state, source.partial) == ("partial", "2 of 3")


@pytest.mark.django_db
def test_the_time_of_an_item_is_published_unless_untrusted_or_in_the_future(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1, date=ago(hours=5)), item(2, date=ago(hours=-5)), item(3)))
    trusted, untrusted = source_at(site), source_at(site, "/feed?2", trusted_dates=False)
    poll(trusted)
    poll(untrusted)
    assert min(Item.objects.filter(source_id=trusted.pk).values_list("at", flat=True)) == NOW - timedelta(hours=5)
    assert Item.objects.filter(source_id=trusted.pk, at=NOW).count() == 2
    assert set(Item.objects.filter(source_id=untrusted.pk).values_list("at", flat=True)) == {NOW}


@pytest.mark.django_db
def test_entries_older_than_the_retention_are_counted_not_stored(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1, date=ago(days=200)), item(2, date=ago(days=100))))
    source = source_at(site)
    assert poll(source).new == 1
    assert Fetch.objects.get(what="feed").too_old == 1


@pytest.mark.django_db
def test_the_unions_own_publications_are_stored_but_never_counted(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1)))
    poll(source_at(site, own=True))
    assert Item.objects.get().own
    assert not HourCount.objects.exists()


@pytest.mark.django_db
def test_nothing_unmasked_reaches_the_database(site: Site) -> None:
    text = "请联系 13912345678 或 laoban@yunhe.example，身份证 110101199003070337"
    site.routes["/feed"] = Reply(rss(item(1, title=text, text=text)))
    source = source_at(site)
    poll(source)
    site.routes["/feed"] = Reply(rss(item(1, title=text + "！", text=text)))
    poll(source)
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text FROM monitor_item i UNION ALL SELECT t::text FROM monitor_itemtitle t")
        everything = repr(cursor.fetchall())
    assert not [secret for secret in ("13912345678", "laoban@", "110101199003070337") if secret in everything]
    assert Item.objects.get().masked


@pytest.mark.django_db
def test_one_poisoned_entry_does_not_block_the_feed(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    real = polls.analyse_many

    def fragile(raws: Any, config: Any) -> Any:
        if poison := [raw.title for raw in raws if "毒" in raw.title]:
            raise ZeroDivisionError(*poison)
        return real(raws, config)

    monkeypatch.setattr(polls, "analyse_many", fragile)
    site.routes["/feed"] = Reply(rss(item(1), item(2, title="毒药"), item(3)))
    source = source_at(site)
    with caplog.at_level(logging.DEBUG):
        assert poll(source).new == 2
    assert (source.state, source.partial) == ("partial", "2 of 3")
    assert "毒药" not in caplog.text + repr(capsys.readouterr())
    monkeypatch.setattr(polls, "analyse_many", real)
    assert poll(source).new == 1  # no validator was kept, so the next poll offers it again
    assert source.state == "healthy"


@pytest.mark.django_db
def test_an_entry_that_fails_three_times_is_set_aside_until_its_source_mends_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = polls.analyse_many

    def fragile(raws: Any, config: Any) -> Any:
        if any("毒" in raw.title for raw in raws):
            raise ZeroDivisionError
        return real(raws, config)

    monkeypatch.setattr(polls, "analyse_many", fragile)
    site.routes["/feed"] = Reply(rss(item(1), item(2, title="毒药")), headers={"ETag": '"1"'})
    source = source_at(site)
    assert [poll(source).new for _ in range(4)] == [1, 0, 0, 0]
    aside = PoisonedEntry.objects.get()
    assert (aside.tries, aside.reason, source.partial, source.etag) == (
        3,
        "ZeroDivisionError",
        "1 of 2",
        "",
    )  # asked for whole
    site.routes["/feed"] = Reply(rss(item(1), item(2, title="解药")))
    assert (poll(source).new, source.partial, source.state) == (1, "", "healthy")


@pytest.mark.django_db
def test_what_was_set_aside_is_tried_again_a_day_later_since_the_fault_may_have_been_ours(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(polls, "analyse_many", lambda *_: 1 / 0)
        site.routes["/feed"] = Reply(rss(item(1)), headers={"ETag": '"1"'})
        source = source_at(site)
        assert [poll(source).new for _ in range(4)] == [0, 0, 0, 0]
    assert poll(source).new == 0
    assert poll(source, NOW + timedelta(hours=25)).new == 1


@pytest.mark.django_db
def test_a_fault_with_one_source_is_put_aside_and_the_others_go_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    site.routes["/feed"] = Reply(rss(item(1, title="机密文字")))
    bad, good = source_at(site), source_at(site, "/feed?good")
    real = record.batches_store

    def fragile(batches: Sequence[Batch], **rest: Any) -> Any:
        if any(batch.source.pk == bad.pk and batch.analysed for batch in batches):
            raise DataError("机密文字")
        return real(batches, **rest)

    monkeypatch.setattr(record, "batches_store", fragile)
    assert source_fetch_many(ids=[bad.pk, good.pk], now=NOW).new == 1
    bad.refresh_from_db()
    assert (bad.error_label, bad.body_digest, bad.claimed_until) == ("internal", None, None)
    assert "机密" not in caplog.text + repr(capsys.readouterr())


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["pause", "url", "options"])
def test_what_a_person_changed_while_a_poll_was_on_its_way_stands(
    site: Site, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    site.routes["/feed"] = Reply(rss(item(1)), headers={"ETag": '"v1"'})
    source, admin, make = source_at(site), make_user(Role.ADMIN), ingest.polls_make
    names = ("name", "url", "format", "kind", "region", "options", "trusted_dates")
    wanted = {name: getattr(source, name) for name in names}
    wanted |= {"url": {"url": site.url("/other")}, "options": {"options": {"entry": "li"}, "format": "list_page"}}.get(
        change, {}
    )

    def changed_meanwhile(*args: Any, **rest: Any) -> Any:
        if change == "pause":
            source_pause(source=source, by=admin, now=NOW)
        else:
            source_edit(source=source, **wanted, by=admin, now=NOW)
        return make(*args, **rest)

    monkeypatch.setattr(ingest, "polls_make", changed_meanwhile)
    poll(source)
    due = (False, "paused", None) if change == "pause" else (True, "new", NOW)
    assert (source.enabled, source.state, source.next_check_at) == due
    assert (source.etag, source.body_digest, source.claimed_until, Item.objects.count()) == ("", None, None, 0)
    assert Outage.objects.filter(ended_at=None).count() == (change == "pause")
    assert Fetch.objects.get(what="feed").outcome == "ok"  # it was asked all the same


@pytest.mark.django_db
def test_three_failures_in_a_row_are_an_outage_that_ends_when_it_is_back(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(item(1)))
    source = source_at(site)
    poll(source)
    site.routes["/feed"] = Reply(status=500)
    first = NOW + timedelta(seconds=60)
    for step in range(3):
        assert not Outage.objects.exists()
        poll(source, first + timedelta(seconds=10 * step))
    assert (source.state, source.failures, source.needs_decision) == ("failing", 3, True)
    assert Outage.objects.get(ended_at=None).started_at == first
    Source.objects.update(needs_decision=False)
    site.routes["/feed"] = Reply(rss(item(1), item(2)))
    poll(source, NOW + timedelta(hours=1))
    assert (source.state, source.failures, source.needs_decision) == ("healthy", 0, True)
    assert Outage.objects.get().ended_at == NOW + timedelta(hours=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reply", "label"),
    [
        (Reply(b"<!DOCTYPE html><html><body>Login</body></html>"), "not_a_feed"),
        (Reply(status=404), "http_4xx"),
        (Reply(b"\x00\x01garbage"), "not_a_feed"),
        (Reply(status=302, headers={"Location": "http://10.0.0.1/"}), "blocked_address"),
    ],
)
def test_a_source_that_cannot_be_read_says_why_and_is_asked_again(site: Site, reply: Reply, label: str) -> None:
    site.routes["/feed"] = reply
    source = source_at(site)
    assert poll(source).failed == 1
    assert (source.error_label, Fetch.objects.get(what="feed").outcome) == (label, label)
    assert source.next_check_at is not None
    assert source.next_check_at > NOW


@pytest.mark.django_db
def test_a_source_that_is_gone_is_asked_no_more(site: Site) -> None:
    site.routes["/feed"] = Reply(status=410)
    source = source_at(site)
    poll(source)
    assert (source.state, source.next_check_at, source.needs_decision) == ("gone", None, True)
    assert source_claim_due(now=NOW + timedelta(days=90), limit=5) == []


@pytest.mark.django_db
def test_retry_after_moves_the_next_poll(site: Site) -> None:
    site.routes["/feed"] = Reply(status=429, headers={"Retry-After": "7200"})
    source = source_at(site)
    poll(source)
    assert source.next_check_at == NOW + timedelta(hours=2)


@pytest.mark.django_db
def test_an_empty_feed_is_no_failure_and_says_so(site: Site) -> None:
    site.routes["/feed"] = Reply(rss())
    source = source_at(site)
    poll(source)
    assert (source.state, source.error_label, source.failures) == ("empty", "empty", 0)


@pytest.mark.django_db
@pytest.mark.parametrize("body", [samples.RSS, samples.ATOM, samples.JSON_FEED, samples.HOTLIST, samples.RDF])
def test_every_format_goes_into_the_database_without_its_authors(site: Site, body: str) -> None:
    site.routes["/feed"] = Reply(body.encode())
    source = source_at(site)
    now = datetime.fromisoformat("2026-07-02T00:00:00Z")
    assert poll(source, now).new >= 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text FROM monitor_item i")
        everything = repr(cursor.fetchall())
    assert not [person for person in samples.PEOPLE if person in everything]


@pytest.mark.django_db
def test_due_sources_are_claimed_most_overdue_first_and_only_once() -> None:
    late = make_source(next_check_at=NOW - timedelta(hours=2))
    later = make_source(next_check_at=NOW - timedelta(hours=1))
    make_source(next_check_at=NOW + timedelta(hours=1))
    make_source(next_check_at=NOW - timedelta(hours=3), enabled=False)
    assert source_claim_due(now=NOW, limit=1) == [late.pk]
    assert source_claim_due(now=NOW, limit=9) == [later.pk]
    assert source_claim_due(now=NOW, limit=9) == []
    assert sorted(source_claim_due(now=NOW + timedelta(minutes=3), limit=9)) == [late.pk, later.pk]


@pytest.mark.django_db
def test_the_scheduler_uses_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + ingest.CLAIM, [NOW, NOW, NOW, 20])
        assert "source_due" in repr(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_claim_each_source_once() -> None:
    for _ in range(40):
        make_source(next_check_at=NOW - timedelta(minutes=1))
    barrier, claimed = threading.Barrier(4), []

    def work() -> None:
        barrier.wait()
        while ids := source_claim_due(now=NOW, limit=3):
            claimed.extend(ids)
        connection.close()

    run_threads(work, 4)
    assert len(claimed) == len(set(claimed)) == 40


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_source_store_each_item_once(site: Site) -> None:
    site.routes["/feed"] = Reply(rss(*(item(n, date=ago(hours=n)) for n in range(1, 30))))
    source = source_at(site)
    barrier = threading.Barrier(3)

    def work() -> None:
        barrier.wait()
        source_fetch_many(ids=[source.pk], now=NOW)
        connection.close()

    run_threads(work, 3)
    assert (Item.objects.count(), ItemKey.objects.count()) == (29, 58)
    assert stored_counts() == recount()


@pytest.mark.django_db(transaction=True)
def test_a_notice_goes_out_only_after_the_commit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, list[int]]] = []
    monkeypatch.setattr("monitor.lib.notice.notice_publish", sent.append)
    site.routes["/feed"] = Reply(rss(item(1)))
    source = source_at(site)
    with transaction.atomic():
        poll(source)
        assert sent == []
    assert sent == [{"sources": [source.pk], "items": [Item.objects.get().id]}]


def run_threads(work: Any, count: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


HERE = "柳岸街道一处工地拖欠工资"
MOVES = {
    "http became https": ("http://a.example/1", "https://a.example/1"),
    "and back": ("https://a.example/1", "http://a.example/1"),
    "www": ("http://a.example/1?id=2", "http://www.a.example/1?id=2"),
    "www and https": ("http://www.a.example/1", "https://a.example/1"),
    "slash": ("http://a.example/p/1", "http://a.example/p/1/"),
    "session in the query": ("http://a.example/1?PHPSESSID=a1&amp;id=2", "http://a.example/1?PHPSESSID=b2&amp;id=2"),
    "session in the path": ("http://a.example/1;jsessionid=A1?id=2", "http://a.example/1;jsessionid=B2?id=2"),
}


@pytest.mark.django_db
def test_a_site_that_writes_its_addresses_otherwise_makes_no_second_item(site: Site) -> None:
    """With the address as link, as guid, and as both; the entry beside it is another one and stays so."""
    forms = {
        "link": "<title>{title}</title><link>{at}</link><description>两个月</description>",
        "guid": "<title>{title}</title><guid>{at}</guid><description>两个月</description>",
        "both": "<title>{title}</title><link>{at}</link><guid>{at}</guid><description>两个月</description>",
    }
    failed = []
    for number, (name, form, (before, after)) in enumerate((n, f, m) for n, m in MOVES.items() for f in forms):
        source = source_at(site, f"/{number}")
        for minutes, (title, at) in enumerate([(HERE, before), (HERE, after), (f"{HERE}（更新）", after)]):
            other = forms[form].format(title="另一条", at=f"{at.partition('?')[0].rstrip('/')}00")
            site.routes[f"/{number}"] = Reply(rss(forms[form].format(title=title, at=at), other))
            poll(source, NOW + timedelta(minutes=minutes))
        titles = sorted(Item.objects.filter(source_id=source.pk).values_list("title", flat=True))
        if titles != sorted(["另一条", f"{HERE}（更新）"]):
            failed.append(f"{name}, {form}: {titles}")
    assert not failed, "\n".join(failed)
