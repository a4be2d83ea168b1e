"""A topic's page on the live stream: what touches it, what it shows, to whom, at which price."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from dashboards import live as hub_module
from dashboards.access import Sight
from dashboards.filters import Filters
from dashboards.fragments import OF_TOPIC, View, names_for, render
from dashboards.live import Hub, Stream, _kinds
from dashboards.views.live import _view
from monitor.lib.clock import utc_now
from monitor.models import Alert, Role, Topic, User
from tests.conftest import make_item, make_source, make_topic, make_unit
from tests.dashboards.test_query_counts import asked_by

DESK = Sight(Role.MONITOR)


def shown(topic: Topic, sight: Sight = DESK, language: str = "zh-hans") -> dict[str, str]:
    return render(View(Filters(), sight, language, topic.pk), OF_TOPIC, now=utc_now())


def test_only_a_notice_that_names_the_topic_touches_its_page() -> None:
    named = _kinds(b'{"topics": [12, 13], "items": [4]}')
    assert (
        names_for(named, 12)
        == names_for(named, 13)
        == ["topic-lead", "topic-volume", "topic-items", "topic-heat", "topic-sources"]
    )
    assert names_for(named, 1) == []
    assert names_for({"minute"}, 12) == []
    assert names_for(_kinds(b'{"alerts": [5]}'), 12) == ["topic-alerts", "nav-alerts"]
    assert names_for(_kinds(b"no notice"), 12) == list(OF_TOPIC)
    assert "newest" in names_for({"minute"})


def test_a_page_of_a_topic_is_a_view_whatever_else_stands_in_the_address() -> None:
    views = {_view(QueryDict(query), DESK, "en") for query in ("topic=12", "topic=12&window=7d", "area=x&topic=12")}
    assert views == {View(Filters(), DESK, "en", 12)}
    for nonsense in ("topic=", "topic=-1", "topic=x", "topic=99999999999999999999"):
        assert _view(QueryDict(nonsense), DESK, "en").topic == 0


@pytest.mark.django_db
def test_its_fragments_are_parts_of_its_page_and_cost_few_statements(client: Client, duty: User) -> None:
    source, now = make_source(), utc_now()
    topic = make_topic(n_items=4, n_originals=3)
    for n in range(3):
        item = make_item(source=source, topic_id=topic.pk, at=now - timedelta(minutes=n))
    make_item(source=source, topic_id=topic.pk, duplicate_of=item.id)
    Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    n, html = asked_by(lambda: shown(topic))
    assert n <= 4
    client.force_login(duty)
    page = client.get(f"/topics/{topic.pk}/").content.decode()
    for name in ("topic-lead", "topic-items", "topic-alerts", "topic-heat", "topic-sources"):
        assert " ".join(html[name].split()) in " ".join(page.split()), name
    assert f'data-live="/live/?topic={topic.pk}"' in page


@pytest.mark.django_db
def test_what_is_gone_or_not_to_be_seen_shows_nothing_and_a_merged_topic_says_so() -> None:
    own, other = make_unit(), make_unit()
    hidden = make_topic(title="隐江造船厂欠薪", units=[other.pk])
    kept = make_topic()
    merged = make_topic(merged_into=kept)
    for topic in (hidden, Topic(pk=10**9)):
        assert set(shown(topic, Sight(Role.VIEWER, (own.pk,)))) == {"nav-alerts", "nav-more", "nav-rules"}
    html = shown(merged)
    assert f'href="/topics/{kept.pk}/"' in html["topic-lead"]
    assert "topic-items" not in html


def test_notices_that_do_not_touch_a_view_cost_it_nothing_and_kept_renderings_do_not_pile_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rendered: list[int] = []
    monkeypatch.setattr(
        hub_module, "render", lambda view, names, *, now, before_each: rendered.append(view.topic) or {}
    )
    monkeypatch.setattr(hub_module, "COALESCE_S", 0.01)
    monkeypatch.setattr(hub_module, "SHARED_S", 0.0)

    async def run() -> int:
        hub = Hub()
        hub.streams = {Stream({"": View(Filters(), DESK, "en", topic)}) for topic in range(1, 30)}
        spreading = asyncio.create_task(hub._spread())
        hub.notice(_kinds(b'{"topics": [7]}'))
        await asyncio.sleep(0.2)
        spreading.cancel()
        for topic in range(40, 60):
            await hub._whole(View(Filters(), DESK, "en", topic))
            await asyncio.sleep(0.001)
        return len(hub._wholes)

    assert asyncio.run(run()) == 1
    assert rendered[0] == 7
    assert rendered[1:] == list(range(40, 60))
