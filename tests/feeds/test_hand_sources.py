"""What is brought by hand is nobody's to fetch, to miss or to wait for."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from monitor.feeds.by_hand import hand_import
from monitor.feeds.hand_rows import HandRow
from monitor.feeds.hand_sources import hand_source
from monitor.feeds.ingest import source_claim_due, source_fetch_many
from monitor.feeds.watch import source_sweep
from monitor.lib.clock import utc_now
from monitor.models import Alert, Fetch, Outage, Source
from monitor.queries.sources import source_line, source_page
from tests.conftest import make_source


@pytest.mark.django_db
def test_it_is_never_claimed_asked_silent_or_down() -> None:
    now = utc_now()
    rows = [HandRow(f"第{n}条", at=now - timedelta(days=100 - n), source="旧剪报") for n in range(80)]
    hand_import(rows, now=now)
    source = Source.objects.get()
    later = now + timedelta(days=60)
    assert (source_claim_due(now=later, limit=10), source_sweep(now=later)) == ([], 0)
    assert source_fetch_many(ids=[source.pk], now=later).sources == 0
    source.refresh_from_db()
    assert (source.state, source.last_new_at, source.next_check_at) == ("healthy", now, None)
    assert (Fetch.objects.count(), Outage.objects.count(), Alert.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_its_state_is_that_nobody_fetches_it() -> None:
    with transaction.atomic():
        source = hand_source("旧剪报")
    make_source(state="healthy")
    line = source_line(source=source, now=utc_now())
    assert (line.state_name, line.tone, source_page(now=utc_now()).states) == (
        "人工录入",
        "off",
        {"by_hand": 1, "healthy": 1},
    )
    assert [line.source for line in source_page(now=utc_now(), state="by_hand").lines] == [source]
    assert source not in [line.source for line in source_page(now=utc_now(), state="healthy").lines]


@pytest.mark.django_db(transaction=True)
def test_two_that_make_the_same_source_at_once_make_one() -> None:
    both = threading.Barrier(2)

    def make() -> None:
        with transaction.atomic():
            both.wait()
            hand_source("基层上报")
        connection.close()

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Source.objects.filter(name="基层上报").count() == 1
