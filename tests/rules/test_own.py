"""A source flagged as the union's own, or no longer: what is stored of it counts in nothing, or counts again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import Item, PlanHour, Source, SourceKind, TopicHour, User
from monitor.rules.own import source_change
from monitor.topics.settle import topics_settle
from monitor.upkeep.recount import recount
from tests.conftest import make_item, make_source, make_topic, stored_counts
from tests.conftest import recount as recount_by_hand
from tests.rules.conftest import retag_all

pytestmark = pytest.mark.django_db


def kind_change(source: Source, kind: str, by: User) -> bool:
    source.refresh_from_db()
    names = ("name", "url", "format", "region", "options", "trusted_dates")
    values = {name: getattr(source, name) for name in names}
    return source_change(source=source, kind=kind, by=by, now=utc_now(), **values)[1]


def all_counted() -> bool:
    return recount().equal and stored_counts() == recount_by_hand()


def test_a_source_that_is_found_to_be_the_unions_own_leaves_every_count_and_comes_back(admin: User) -> None:
    source, other, topic = make_source(), make_source(), make_topic()
    at = utc_now() - timedelta(hours=2)
    first = make_item(source=source, topic_id=topic.pk, at=at)
    make_item(source=other, topic_id=topic.pk, at=at, sentiment="neu", areas=["hours"])
    make_item(source=other, topic_id=topic.pk, at=at, duplicate_of=first.id)
    make_item(source=source, at=at, title="", text="")
    topics_settle([topic.pk], now=utc_now())
    before, hours = stored_counts(), list(TopicHour.objects.values_list("n_items", "n_originals", "n_neg"))
    topic.refresh_from_db()
    heat = topic.heat
    assert kind_change(source, SourceKind.UNION, admin)
    retag_all()
    topic.refresh_from_db()
    assert set(Item.objects.filter(source_id=source.pk).values_list("own", flat=True)) == {True}
    assert (topic.n_items, topic.n_originals, topic.n_neg, topic.areas) == (2, 1, 0, {"hours": 1})
    assert (topic.sources, topic.reload, topic.heat < heat) == ([other.pk], True, True)
    assert all_counted()
    assert not kind_change(source, SourceKind.UNION, admin)
    assert kind_change(source, SourceKind.NEWS, admin)
    retag_all()
    topic.refresh_from_db()
    assert (topic.n_items, topic.n_originals, topic.sources) == (3, 2, sorted([source.pk, other.pk]))
    assert {key: n for key, n in stored_counts().items() if n} == before
    assert list(TopicHour.objects.values_list("n_items", "n_originals", "n_neg")) == hours
    assert all_counted()


def test_its_items_leave_the_counts_of_standing_plans(admin: User) -> None:
    source = make_source()
    make_item(source=source, plans=[])
    kind_change(source, SourceKind.UNION, admin)
    retag_all()
    assert not PlanHour.objects.exclude(n=0).exists()
    assert all_counted()


def test_the_page_says_that_history_is_counted_anew(client: Client, admin: User) -> None:
    client.force_login(admin)
    source = make_source()
    form = {"name": source.name, "url": source.url, "format": source.format, "kind": "union", "weight": "1"}
    page = client.post(f"/sources/{source.pk}/edit/", form, follow=True).content.decode()
    assert "以前的内容随后重新计数" in page
    assert Source.objects.get(pk=source.pk).own


def test_the_unions_own_repost_does_not_bring_a_topic_into_focus() -> None:
    topic, sources = make_topic(in_focus=False), [make_source() for _ in range(4)]
    at = utc_now() - timedelta(hours=1)
    first = make_item(source=sources[0], topic_id=topic.pk, at=at)
    for source in [*sources[1:3], make_source(own=True)]:
        make_item(source=source, topic_id=topic.pk, at=at, duplicate_of=first.id)
    for n in range(3):
        make_item(source=sources[3], topic_id=topic.pk, at=at, title=f"路灯 {n}", in_focus=False, areas=[])
    topics_settle([topic.pk], now=utc_now())
    topic.refresh_from_db()
    assert (topic.n_focus, len(topic.sources), topic.in_focus) == (1, 4, False)
    make_item(source=sources[3], topic_id=topic.pk, at=at, duplicate_of=first.id)
    topics_settle([topic.pk], now=utc_now())
    topic.refresh_from_db()
    assert topic.in_focus
