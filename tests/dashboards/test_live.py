"""The live stream, through a real web server and a real Valkey."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from dashboards import live as hub_module
from dashboards.access import Sight, sight_of
from dashboards.filters import Filters
from dashboards.fragments import View, names_for
from dashboards.live import Hub, Stream
from dashboards.views import live as view_module
from dashboards.views.live import _events, _still_welcome
from monitor.lib.clock import utc_now
from monitor.lib.notice import notice_publish
from monitor.models import ItemKey, Role, Topic, User
from monitor.streams import THREADS
from tests.conftest import make_item, make_topic, make_unit, make_user
from tests.dashboards.serving import Server, Serving, event_stream, web_server

NOWHERE = "redis://127.0.0.1:1/0"


@pytest.fixture(scope="module")
def serving(django_db_setup: None) -> Iterator[Serving]:
    """One web server for the tests of this file: to begin takes it three seconds of a processor."""
    with Serving() as found:
        yield found


@pytest.fixture
def server(transactional_db: None, serving: Serving) -> Server:
    """The server, begun anew when a test has ended it."""
    return serving.running()


def test_a_stored_item_reaches_the_open_page(server: Server) -> None:
    with event_stream(server, make_user(Role.MONITOR)) as events:
        events.wait_for("newest", "这段时间还没有内容")
        item = make_item(title="云河新城项目又有工友反映欠薪")
        assert notice_publish({"items": [item.id]})
        assert "data-item" in events.wait_for("newest", "又有工友反映欠薪")
        assert ("mode", "live") in events.seen


def test_the_stream_keeps_filters_sight_and_language_of_its_reader(server: Server) -> None:
    unit, other = make_unit(), make_unit()
    reader = make_user(Role.VIEWER)
    reader.units.add(unit)
    make_item(title="加班的事", areas=["hours"], units=[unit.pk])
    make_item(title="别家的加班", areas=["hours"], units=[other.pk])
    make_item(title="欠薪的事", areas=["wages"])
    with event_stream(server, reader, "?area=hours") as events:
        html = events.wait_for("newest", "加班的事")
    assert "欠薪的事" not in html
    assert "别家的加班" not in html


def test_a_new_report_reaches_the_open_page_of_its_topic(server: Server) -> None:
    topic = make_topic(n_items=1, n_originals=1)
    make_item(topic_id=topic.pk, title="云河新城项目欠薪")
    with event_stream(server, make_user(Role.MONITOR), f"?topic={topic.pk}") as events:
        events.wait_for("topic-items", "云河新城项目欠薪")
        make_item(topic_id=topic.pk, title="工友又来反映")
        Topic.objects.filter(pk=topic.pk).update(n_items=2, n_originals=2)
        assert notice_publish({"topics": [topic.pk]})
        assert "2 条报道" in events.wait_for("topic-lead", "2 条原创")
        assert not any("newest" in data for name, data in events.seen if name == "fragments")


@pytest.mark.django_db
def test_nobody_listens_without_a_login(client: Client) -> None:
    assert client.get("/live/", headers={"Accept": "text/event-stream"}).status_code == 401


def test_without_valkey_the_page_is_told_and_still_follows_the_database(transactional_db: None) -> None:
    with web_server(REDIS_URL=NOWHERE) as server, event_stream(server, make_user(Role.MONITOR)) as events:
        events.wait_for("newest", "这段时间还没有内容")
        assert ("mode", "polling") in events.seen
        item = make_item(title="云河快递站点欠薪")
        ItemKey.objects.create(
            source_id=item.source_id, digest=b"d", item_id=item.id, month=item.month, content=b"c", seen_at=utc_now()
        )
        events.wait_for("newest", "云河快递站点欠薪")


@pytest.mark.last
def test_the_server_stops_at_once_and_ends_its_streams(server: Server) -> None:
    with event_stream(server, make_user(Role.MONITOR)) as events:
        events.next()
        server.process.terminate()
        began = time.monotonic()
        while events.next():
            pass
        server.process.wait(10)
        assert time.monotonic() - began < 5
        assert events.seen[-1] == ("end", "server")


def test_equal_views_are_rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[View] = []

    def render(view: View, names: list[str], *, now: Any, before_each: Any) -> dict[str, str]:
        rendered.append(view)
        return {"newest": view.language}

    monkeypatch.setattr(hub_module, "render", render)
    monkeypatch.setattr(hub_module, "COALESCE_S", 0.01)
    views = [View(Filters(), Sight("monitor"), language) for language in ("zh-hans", "en")]

    async def run() -> list[Stream]:
        hub = Hub()
        hub.streams = {Stream({"": view}, named=False) for view in views for _ in range(10)}
        spreading = asyncio.create_task(hub._spread())
        for _ in range(50):
            hub.notice({"items"})
        await asyncio.gather(*(stream.wake.wait() for stream in hub.streams))
        spreading.cancel()
        return list(hub.streams)

    streams = asyncio.run(run())
    assert len(rendered) == 2
    assert all(stream.fragments == {"": {"newest": f'"{stream.views[""].language}"'.encode()}} for stream in streams)


def test_what_came_between_the_page_and_the_first_look_at_the_database_is_shown(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.REDIS_URL = NOWHERE
    looks = iter([None, ("item 2",), ("item 2",), ("item 2",)])  # the database is away at first, then as it stays
    monkeypatch.setattr(hub_module, "POLL_S", 0.01)

    async def run() -> int:
        hub, notices = Hub(), []

        async def look() -> Any:
            return next(looks)

        monkeypatch.setattr(hub, "_state", look)
        monkeypatch.setattr(hub, "notice", notices.append)
        with pytest.raises(RuntimeError):  # the looks have run out
            await hub._listen()
        return len(notices)

    assert asyncio.run(run()) == 1


def test_one_connection_carries_each_view_under_the_name_that_its_tab_gave() -> None:
    async def run() -> bytes:
        all_, wages = (View(filters, Sight("monitor"), "en") for filters in (Filters(), Filters(area="wages")))
        stream = Stream({"": all_, "area=wages": wages, "area=wages&window=24h": wages})
        stream.push(wages, {"newest": '"欠薪"'.encode(), "stamp": b'"now"'})
        return b"".join(stream.take())

    told = asyncio.run(run()).decode().removesuffix("\n\n").split("\n\n")
    events = [json.loads(text.partition("data: ")[2]) for text in told]
    assert [(found["view"], found["fragments"]) for found in events] == [
        ("area=wages", {"newest": "欠薪", "stamp": "now"}),
        ("area=wages&window=24h", {"newest": "欠薪", "stamp": "now"}),
    ]


def test_a_slow_reader_gets_the_newest_version_of_each_fragment_once() -> None:
    async def run() -> list[bytes]:
        view = View(Filters(), Sight("monitor"), "en")
        stream = Stream({"": view}, named=False)
        for n in range(1000):
            stream.push(view, {"newest": f'"version {n}"'.encode()})
        return [*stream.take(), *stream.take()]

    assert b"".join(asyncio.run(run())) == b'event: fragments\ndata: {"newest": "version 999"}\n\n'


def test_what_waits_for_slow_readers_is_there_once_however_many_they_are() -> None:
    async def run() -> list[list[bytes]]:
        view, newest = View(Filters(), Sight("monitor"), "en"), json.dumps("x" * 100_000).encode()
        streams = [Stream({"": view}, named=named) for named in (True, False) for _ in range(10)]
        for stream in streams:
            stream.push(view, {"newest": newest})
        return [list(stream.take()) for stream in streams]

    taken = asyncio.run(run())
    assert len({id(piece) for pieces in taken for piece in pieces if len(piece) > 1000}) == 1
    assert max(sum(len(piece) for piece in pieces if len(piece) < 1000) for pieces in taken) < 200


def test_open_streams_share_a_few_threads(server: Server) -> None:
    member, threads = make_user(Role.MONITOR), Path(f"/proc/{server.process.pid}/task")
    with ExitStack() as open_streams:
        for _ in range(THREADS):
            open_streams.enter_context(event_stream(server, member)).next()
        few = len(list(threads.iterdir()))
        for _ in range(THREADS):
            open_streams.enter_context(event_stream(server, member)).next()
        assert len(list(threads.iterdir())) <= few


def test_each_notice_touches_only_what_shows_it() -> None:
    assert "newest" in names_for({"items"})
    assert "now" not in names_for({"items"})
    assert names_for({"alerts"}) == ["now", "volume", "stamp", "nav-alerts"]
    assert names_for({"unknown"}) == []


@pytest.mark.django_db
def test_a_stream_ends_with_the_session_the_membership_or_the_sight(client: Client, duty: User) -> None:
    client.force_login(duty)
    request, sight = RequestFactory().get("/live/"), sight_of(duty)
    request.session = client.session
    assert _still_welcome(request, sight)
    assert not _still_welcome(request, Sight("lead"))
    User.objects.filter(pk=duty.pk).update(is_active=False)
    assert not _still_welcome(request, sight)
    User.objects.filter(pk=duty.pk).update(is_active=True)
    client.post("/logout/")
    assert not _still_welcome(request, sight)


def test_whoever_leaves_while_their_first_fragments_are_made_leaves_no_stream_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def main() -> set[Stream]:
        hub, stream = Hub(), Stream({})
        monkeypatch.setattr(hub, "_start", lambda: None)
        monkeypatch.setattr(hub, "join", partial(_join_and_wait, hub))
        monkeypatch.setattr(view_module, "hub", lambda: hub)
        reading = asyncio.ensure_future(anext(aiter(_events(HttpRequest(), stream, Sight("monitor"), None))))
        await asyncio.sleep(0.01)
        assert hub.streams == {stream}
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        return hub.streams

    assert asyncio.run(main()) == set()


async def _join_and_wait(hub: Hub, stream: Stream, _since: object) -> None:
    hub.streams.add(stream)
    await asyncio.sleep(60)
