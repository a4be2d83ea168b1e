"""The wall's page and state, its links and its replay."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dashboards.access import Sight
from dashboards.wall import Wall
from dashboards.wall_state import state_at, states
from dashboards.wall_view import WallView, replay_span
from monitor.lib.clock import HOUR, hour_of, utc_now
from monitor.models import SCENES, Alert, AuditEntry, HourCount, Role, Topic, TopicHour, User, WallSettings, WallToken
from monitor.queries.counts import cells_of, tally
from monitor.queries.weeks import week_name, week_named
from monitor.text.shorten import reading_load, width
from tests.conftest import make_item, make_source, make_topic
from tests.dashboards.test_access import EVERY, NEEDS, PUBLIC, address

pytestmark = pytest.mark.django_db
LINK = {
    "name": "一楼大厅",
    "days": "90",
    "language": "zh-hans",
    "scene_topics": "1",
    "scene_numbers": "2",
    "area": "wages",
}


@pytest.fixture(autouse=True)
def _no_guesses_and_no_rendering_of_before() -> None:
    cache.clear()
    states.forget()


@pytest.fixture
def boss(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def link(boss: Client, **form: str) -> str:
    """The secret of a new link, as the page shows it this once."""
    page = boss.post("/wall/links/", LINK | form).content.decode()
    found = re.search(r"/wall/open/\?language=\S+?#([\w-]+)", page)
    assert found
    return found[1]


def asked(secret: str, query: str = "", **headers: str) -> Any:
    """What a screen without any cookie is answered."""
    return Client().get(f"/wall/state.json{query}", headers={"X-Wall-Token": secret, **headers})


def crowded() -> None:
    """A district in which everything that the wall shows is there, and every title is long."""
    now = utc_now()
    sources = [
        make_source(name=f"云河区融媒体中心综合新闻第{n}频道", state="failing", failing_since=now - 3 * HOUR)
        for n in range(3)
    ]
    for n in range(6):
        title = f"云河新城第{n}标段项目部拖欠农民工工资引发关注，区总工会已派人到现场了解情况"
        topic = make_topic(title=title, first_at=now - timedelta(minutes=70 * n))
        TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=1234 - n, n_originals=1234 - n)
        make_item(source=sources[0], topic_id=topic.pk, at=now - timedelta(minutes=2))
        Alert.objects.create(
            kind="topic_rising", level=n % 4 + 1, topic=topic, raised_at=now - n * HOUR, changed_at=now
        )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_scene_is_read_in_a_few_seconds(language: str) -> None:
    crowded()
    view = WallView.of(Client().get("/").wsgi_request.GET, Sight(Role.ADMIN))
    for window in ("24h", "7d"):
        shown = Wall(replaced(view, language=language, window=window), utc_now()).scenes()
        for scene in shown:
            words = html.unescape(re.sub(r"<[^>]*>", " ", hidden_cut(scene["html"])))
            assert 4 <= reading_load(words) <= 80, (scene["name"], words)
    assert [scene["name"] for scene in shown] == list(SCENES)


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "这段时间没有内容"), ("en", "Nothing came in this time")])
def test_hours_without_anything_are_no_empty_chart(language: str, told: str) -> None:
    view = WallView.of(Client().get("/").wsgi_request.GET, Sight(Role.ADMIN))
    wall = Wall(replaced(view, language=language, window="24h"), utc_now())
    volume = {scene["name"]: scene["html"] for scene in wall.scenes()}["volume"]
    assert told in volume
    assert "<svg" not in volume


def test_of_new_topics_with_long_titles_three_are_shown_and_say_more() -> None:
    crowded()
    view = WallView.of(Client().get("/").wsgi_request.GET, Sight(Role.ADMIN))
    long = Wall(view, utc_now()).newest
    assert [width(title) >= 16 for _row, title in long] == [True, True, True]
    Topic.objects.update(title="塔吊停工")
    assert [title for _row, title in Wall(view, utc_now()).newest] == ["塔吊停工"] * 4


def test_a_screen_without_chinese_fonts_gets_ours(boss: Client) -> None:
    assert "dashboards/fonts/fonts" in boss.get("/wall/").content.decode()


def replaced(view: WallView, *, language: str, window: str) -> WallView:
    return replace(view, language=language, filters=replace(view.filters, window=window))


def hidden_cut(scene: str) -> str:
    """Without what only a screen reader says."""
    return re.sub(r'<span class="visually-hidden">.*?</span>', "", scene)


def test_scenes_stand_in_the_order_of_the_address_else_of_the_settings(boss: Client) -> None:
    form = {"scene_alerts": "1", "scene_volume": "2", "interval_s": "20", "compare_h": "24", "theme": "light"}
    assert boss.post("/wall/settings/", form).status_code == 302
    page = boss.get("/wall/").content.decode()
    assert 'data-interval="20"' in page
    assert 'data-theme="light"' in page
    state = re.search(r'data-state="([^"]+)"', page)
    assert state
    assert names(boss.get(html.unescape(state[1]))) == ["alerts", "volume"]
    assert names(boss.get("/wall/state.json?scenes=newest,nonsense,numbers")) == ["newest", "numbers"]
    assert AuditEntry.objects.filter(action="wall_settings").get().detail["scenes"] == ["alerts", "volume"]


def names(response: Any) -> list[str]:
    return [scene["name"] for scene in response.json()["scenes"]]


def test_settings_that_make_no_sense_are_not_kept(boss: Client) -> None:
    page = boss.post("/wall/settings/", {"interval_s": "2", "compare_h": "1", "theme": "dark"})
    assert page.status_code == 422
    assert "请至少选一个画面。" in page.content.decode()
    assert not WallSettings.objects.exists()


def test_what_has_not_changed_is_not_sent_again(boss: Client) -> None:
    first = boss.get("/wall/state.json")
    again = boss.get("/wall/state.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_wall_says_when_sources_are_due_and_nothing_reads_them(boss: Client) -> None:
    source = make_source(next_check_at=utc_now() - HOUR, last_checked_at=utc_now() - 2 * HOUR)
    state = boss.get("/wall/state.json").json()
    assert state["overdue"] is True
    assert datetime.fromisoformat(state["data_at"]) == source.last_checked_at
    type(source).objects.update(last_checked_at=utc_now())
    states.forget()
    assert boss.get("/wall/state.json").json()["overdue"] is False


def test_a_link_opens_the_wall_without_session_or_cookie(boss: Client) -> None:
    make_item(areas=["wages"])
    make_item(areas=["hours"])
    secret = link(boss)
    shell, state = Client().get("/wall/open/?language=en"), asked(secret)
    assert (shell.status_code, state.status_code) == (200, 200)
    assert names(state) == ["topics", "numbers"]
    assert ">1</dd>" in state.json()["scenes"][1]["html"]  # the link is narrowed to wages
    for response in (shell, state):
        assert not response.cookies
        assert response["Referrer-Policy"] == "no-referrer"
    assert names(asked(secret, "?scenes=alerts,numbers&area=hours")) == ["numbers"]
    assert asked(secret, "?replay=2026-W01").json()["moment"] == ""


def test_the_secret_is_kept_as_a_digest_and_stands_in_no_row(boss: Client) -> None:
    secret = link(boss)
    row = WallToken.objects.get()
    assert len(secret) >= 43
    kept = json.dumps([*WallToken.objects.values(), *AuditEntry.objects.values("target", "detail")], default=str)
    assert secret not in kept
    assert secret not in boss.get("/wall/links/").content.decode()
    assert AuditEntry.objects.filter(action="wall_link_add", target=f"wall_link:{row.pk}").exists()


def test_a_revoked_or_expired_link_opens_nothing_at_once(boss: Client) -> None:
    secret, other = link(boss), link(boss, name="值班室")
    assert asked(secret).status_code == asked(other).status_code == 200
    assert WallToken.objects.filter(last_seen_at__isnull=False).count() == 2
    first = WallToken.objects.order_by("id")[0]
    assert "链接已撤销" in boss.post(f"/wall/links/{first.pk}/revoke/", follow=True).content.decode()
    WallToken.objects.exclude(pk=first.pk).update(expires_at=utc_now() - HOUR)
    assert asked(secret).status_code == asked(other).status_code == 401
    assert AuditEntry.objects.filter(action="wall_link_revoke").count() == 1


def test_guessing_is_stopped_and_a_screen_that_is_known_goes_on(boss: Client) -> None:
    secret = link(boss)
    assert asked(secret).status_code == 200
    assert {asked(f"guess-{n}").status_code for n in range(20)} == {401}
    refused = asked("guess-again")
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert asked(secret).status_code == 200


def test_a_link_opens_no_other_address(boss: Client) -> None:
    secret = link(boss)
    for name, pattern in EVERY.items():
        if name in {"wall_state", "wall_open", "live"}:
            continue
        where = address(pattern)
        with_it = Client().get(where, {"token": secret}, headers={"X-Wall-Token": secret})
        refused = with_it.status_code in {401, 403, 405} or with_it.headers.get("Location", "").startswith(
            "/login/?next="
        )
        assert refused or NEEDS[name] is PUBLIC, name
        if NEEDS[name] is PUBLIC:
            assert with_it.status_code == Client().get(where).status_code, name
            assert not with_it.wsgi_request.user.is_authenticated, name


def test_nobody_reads_the_state_without_a_link_or_a_session() -> None:
    assert Client().get("/wall/state.json").status_code == asked("").status_code == 401


def test_a_replayed_moment_counts_what_was_there_by_then(boss: Client) -> None:
    week = week_name(week_named("2026-W02") or utc_now().date())
    span = replay_span(week, utc_now())
    assert span
    at = span[0] + 30 * HOUR
    for hours, title in ((-2, "云河新城项目欠薪"), (-26, "高温津贴咨询"), (3, "以后才有的事")):
        topic = make_topic(title=title, first_at=at + hours * HOUR)
        make_item(at=at + hours * HOUR, topic_id=topic.pk)
        TopicHour.objects.create(topic=topic, hour=at + hours * HOUR, n_items=1, n_originals=1)
    then = Wall(WallView.of(boss.get("/wall/").wsgi_request.GET, Sight(Role.ADMIN)), at)
    before = rows()
    found = boss.get("/wall/state.json", {"replay": week, "at": at.isoformat(), "language": "en"}).json()
    shown = {scene["name"]: scene["html"] for scene in found["scenes"]}
    assert tally(cells_of(then.scope)).items == 1
    assert ">1</dd>" in shown["numbers"]
    assert "云河新城项目欠薪" in shown["topics"]
    assert "以后才有的事" not in "".join(shown.values())
    assert found["moment"] == "01-06 06:00"
    assert rows() == before  # nothing was written


def rows() -> list[int]:
    return [HourCount.objects.count(), AuditEntry.objects.count(), TopicHour.objects.count()]


def test_only_a_lead_replays_and_only_a_week_that_was(boss: Client, lead: User, duty: User) -> None:
    make_item(at=utc_now() - timedelta(days=1))
    assert boss.get("/wall/?replay=2099-W01").status_code == 404
    assert boss.get("/wall/state.json?replay=2026-W02&at=2026-03-01T00:00:00Z").status_code == 400
    boss.force_login(duty)
    assert boss.get("/wall/?replay=2026-W02").status_code == 403
    assert boss.get("/wall/state.json?replay=2026-W02&at=2026-01-06T06:00:00Z").status_code == 403
    boss.force_login(lead)
    page = boss.get("/wall/?replay=2026-W02").content.decode()
    assert 'data-tick="3571"' in page  # 168 hours in ten minutes
    assert AuditEntry.objects.filter(action="wall_replay", target="week:2026-W02").exists()
    assert '<option value="2' in boss.get("/wall/replay/").content.decode()


def test_the_state_takes_few_queries(boss: Client, django_assert_max_num_queries: Any) -> None:
    crowded()
    view = WallView.of(boss.get("/wall/").wsgi_request.GET, Sight(Role.ADMIN))
    with translation.override("zh-hans"), django_assert_max_num_queries(12):
        state_at(view, now=utc_now())


def test_all_scenes_are_read_in_three_statements_and_a_replay_in_four() -> None:
    topic = make_topic(in_focus=True)
    TopicHour.objects.create(topic=topic, hour=hour_of(utc_now()), n_items=2, n_originals=2)
    now = utc_now().replace(microsecond=0)
    Alert.objects.create(kind="topic_rising", level=2, topic=topic, raised_at=now - HOUR, changed_at=now)
    view = WallView.of(QueryDict("window=7d"), Sight(Role.VIEWER))
    state_at(view, now=now)
    with CaptureQueriesContext(connection) as asked:
        state_at(view, now=now)
    assert len(asked) <= 3
    with CaptureQueriesContext(connection) as asked:
        state_at(replace(view, replay=week_name(now.date())), now=hour_of(now))
    assert len(asked) <= 4
