"""What is old is emptied, then dropped; what is young or counted stays (SCOPE 6)."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from monitor.lib.clock import month_of, utc_now
from monitor.models import ApiToken, Fetch, HourCount, Item, ItemTitle, MachineLabels, TopicChange, User
from monitor.models.partitions import partition_name, partitions_ensure, partitions_existing, search_partition_name
from monitor.tokens.make import token_make
from monitor.upkeep import retention
from monitor.upkeep.retention import partitions_drop, partitions_make, retention_apply, retention_preview
from tests.conftest import make_item, make_source, make_topic

pytestmark = pytest.mark.django_db
NOW = utc_now()
OLD = NOW - timedelta(days=181)


def texts(item: Item) -> tuple[str, str, str]:
    found = Item.objects.get(id=item.id)
    return found.title, found.text, found.link


def test_texts_past_the_retention_are_emptied_and_younger_ones_stay() -> None:
    old, young = make_item(at=OLD, text="正文"), make_item(at=OLD + timedelta(days=2), text="正文")
    assert retention_apply(now=NOW).items == 1
    assert texts(old) == ("", "", "")
    assert texts(young)[1] == "正文"


def test_the_counts_of_emptied_items_stay() -> None:
    make_item(at=OLD)
    before = list(HourCount.objects.values("hour", "area", "n"))
    retention_apply(now=NOW)
    assert list(HourCount.objects.values("hour", "area", "n")) == before


def test_more_than_one_batch_is_emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    source = make_source()
    for _ in range(5):
        make_item(source=source, at=OLD)
    assert retention_apply(now=NOW).items == 5
    assert retention_apply(now=NOW).items == 0


def test_earlier_titles_go_with_their_item() -> None:
    old, young = make_item(at=OLD), make_item()
    for item in (old, young):
        ItemTitle.objects.create(item_id=item.id, title="旧标题", until=NOW)
    assert retention_apply(now=NOW).titles == 1
    assert ItemTitle.objects.get().item_id == young.id


def test_titles_leave_the_history_of_topics_and_the_topics_stay_named(duty: User) -> None:
    topic = make_topic()
    for at in (OLD, NOW):
        before, after = {"topic": 7, "n_items": 2, "items": [1, 2], "title": "旧标题"}, {"title": "新标题"}
        TopicChange.objects.create(topic=topic, kind="merge", before=before, after=after, by=duty, at=at)
    retention_apply(now=NOW)
    young, old = TopicChange.objects.order_by("-at")
    assert (old.before, old.after) == ({"topic": 7, "n_items": 2}, {"trimmed": True})
    assert young.before["title"] == "旧标题"


def test_sentences_of_old_items_leave_topic_summaries() -> None:
    old, young = make_item(at=OLD), make_item()
    parts = [{"text": "一句", "item": item.id, "source": "云河晚报"} for item in (old, young)]
    running = make_topic(first_at=OLD, summary=parts)
    ended = make_topic(first_at=OLD, last_at=OLD, summary=parts)
    retention_apply(now=NOW)
    running.refresh_from_db()
    ended.refresh_from_db()
    assert ([part["item"] for part in running.summary], ended.summary) == ([young.id], [])


def test_the_ledger_and_sessions_are_pruned() -> None:
    source = make_source()
    for days in (91, 1):
        Fetch.objects.create(source=source, at=NOW - timedelta(days=days), outcome="ok")
    Session.objects.create(session_key="a", session_data="", expire_date=NOW - timedelta(hours=1))
    Session.objects.create(session_key="b", session_data="", expire_date=NOW + timedelta(hours=1))
    done = retention_apply(now=NOW)
    assert (done.fetches, done.sessions) == (1, 1)


def test_tokens_that_ended_long_ago_go(viewer: User) -> None:
    for age in (364, 366):
        begun = NOW - timedelta(days=age + 30)
        token_make(user=viewer, name=f"{age}", feed="alerts", expires_at=begun + timedelta(days=30), now=begun)
    retention_apply(now=NOW)
    assert ApiToken.objects.get().name == "364"


def test_partitions_are_made_for_this_month_and_the_next_two() -> None:
    now = NOW + timedelta(days=800)
    assert len(partitions_make(now=now)) == 3
    assert partition_name(month_of(now)) in partitions_existing()
    assert partitions_make(now=now) == []


def test_a_long_text_of_a_month_that_was_made_later_is_not_compressed() -> None:
    item = make_item(at=NOW + timedelta(days=1200), text="工地拖欠工资。" * 1000)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_column_compression(text), octet_length(text) FROM monitor_item WHERE id = %s", [item.id]
        )
        assert cursor.fetchone() == (None, 7 * 3 * 1000)


def test_only_partitions_wholly_before_the_window_are_dropped() -> None:
    before = NOW - timedelta(days=400)
    outside, edge = month_of(before - timedelta(days=40)), month_of(before)
    partitions_ensure([outside, edge])
    assert partitions_drop(before=before) == [partition_name(outside)]
    assert partition_name(edge) in partitions_existing()


def test_what_the_machine_said_of_corrected_items_goes_with_their_rows() -> None:
    for item_id, days in ((1, 100), (2, 180 + 180 + 62)):
        MachineLabels.objects.create(
            item_id=item_id, month=month_of(NOW - timedelta(days=days)), sentiment="neg", model="m"
        )
    retention_apply(now=NOW)
    assert MachineLabels.objects.values_list("item_id", flat=True).get() == 1


def test_the_preview_counts_what_then_goes_and_removes_nothing() -> None:
    make_item(at=OLD)
    make_item(at=NOW)
    before = retention_preview(now=NOW)
    assert before["items"] == 1 == retention_preview(now=NOW)["items"]
    assert retention_apply(now=NOW).items == before["items"]
    assert retention_preview(now=NOW)["items"] == 0


@pytest.mark.django_db(transaction=True)
def test_a_new_partition_that_waits_for_the_search_index_lets_everybody_read_items_meanwhile() -> None:
    """Whoever writes search entries looks at the index first, then at items: if the month held items meanwhile, each would wait for the other."""
    month = month_of(NOW + timedelta(days=2000))
    link = connection.settings_dict
    where = {"host": link["HOST"], "port": link["PORT"], "user": link["USER"], "password": link["PASSWORD"]}

    def make() -> list[str]:
        try:
            return partitions_ensure([month])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, psycopg.connect(**where, dbname=link["NAME"]) as other:
        other.execute("SELECT max(id) FROM monitor_itemsearch")
        made = pool.submit(make)
        while other.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
            time.sleep(0.05)
        other.execute("SET lock_timeout = '2s'")  # waiting would be an error
        other.execute("SELECT count(*) FROM monitor_item")
        other.commit()
        assert made.result(60) == [partition_name(month)]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {partition_name(month)}, {search_partition_name(month)}")
