"""Saved views, the start view, what changed since the member looked, keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from monitor.desk import ViewError, desk_look, desk_visit, view_save
from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AuditEntry, DeskSettings, SavedView, SourceChange, User
from monitor.queries.since import changes_reading
from monitor.queries.together import read_alone
from tests.conftest import make_source, make_topic

pytestmark = pytest.mark.django_db


def test_a_saved_view_is_the_desk_to_start_with_until_all_filters_are_cleared(client: Client, duty: User) -> None:
    client.force_login(duty)
    client.post("/views/save/", {"name": "欠薪", "query": "area=wages&sentiment=neg&junk=1", "path": "/"})
    view = SavedView.objects.get()
    assert (view.query, view.shared) == ("area=wages&sentiment=neg", False)
    client.post(f"/views/{view.pk}/", {"do": "start", "path": "https://elsewhere.example/"})
    assert client.get("/").headers["Location"] == "/?area=wages&sentiment=neg"
    assert client.get("/?window=24h").status_code == 200
    assert AuditEntry.objects.filter(action="view_start", target=f"view:{view.pk}").exists()


def test_others_see_a_shared_view_but_only_its_owner_changes_it(client: Client, duty: User, lead: User) -> None:
    view = view_save(member=duty, name="论坛", query="kind=forum", shared=True, now=utc_now())
    client.force_login(lead)
    client.post(f"/views/{view.pk}/", {"do": "start"})
    assert client.post(f"/views/{view.pk}/", {"do": "delete"}).status_code == 404
    client.force_login(duty)
    client.post(f"/views/{view.pk}/", {"do": "unshare"})
    assert DeskSettings.objects.get(member=lead).start_view is None
    client.force_login(lead)
    assert "论坛" not in client.get("/views/", headers={"HX-Request": "true"}).content.decode()
    with pytest.raises(ViewError) as refused:
        view_save(member=lead, name="王建国", query="", shared=False, now=utc_now())
    assert refused.value.label == "personal_name"


def test_what_changed_counts_from_the_end_of_the_last_sitting_or_from_seen(duty: User) -> None:
    now = utc_now()
    assert desk_visit(member=duty, now=now - timedelta(hours=5)).looked_at is None
    desk_visit(member=duty, now=now - timedelta(hours=4, minutes=50))
    assert desk_visit(member=duty, now=now).looked_at == now - timedelta(hours=4, minutes=50)
    assert desk_visit(member=duty, now=now + timedelta(minutes=5)).looked_at == now - timedelta(hours=4, minutes=50)
    desk_look(member=duty, now=now + timedelta(minutes=6))
    assert desk_visit(member=duty, now=now + timedelta(minutes=7)).looked_at == now + timedelta(minutes=6)


def test_alerts_new_topics_and_lost_sources_since_then_are_told_once(client: Client, duty: User) -> None:
    now = utc_now()
    since, source, topic = now - timedelta(hours=2), make_source(name="云河论坛"), make_topic(title="云河新城欠薪")
    make_topic(title="旧事", last_at=since - timedelta(days=1))
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    AlertEvent.objects.create(alert=alert, kind="raised", level=3, at=now)
    for minutes, before, after in ((90, "healthy", "failing"), (60, "failing", "healthy"), (30, "healthy", "failing")):
        SourceChange.objects.create(source=source, at=now - timedelta(minutes=minutes), before=before, after=after)
    found = read_alone(changes_reading(since, now=now, user=duty, sight=None))
    assert [(change.kind, change.name) for change in found] == [("raised", "云河新城欠薪"), ("source_down", "云河论坛")]
    client.force_login(duty)
    DeskSettings.objects.create(member=duty, visited_at=now, looked_at=since)
    assert "新预警（橙）：云河新城欠薪" in client.get("/?window=24h").content.decode()
    assert "以来没有新变化" in client.post("/since/seen/", headers={"HX-Request": "true"}).content.decode()


def test_of_a_thousand_changes_and_more_the_last_of_each_source_is_told_the_newest_first(duty: User) -> None:
    now = utc_now()
    often, once = make_source(name="云河热榜"), make_source(name="云河论坛")
    states = [("healthy", "failing"), ("failing", "healthy")]
    SourceChange.objects.bulk_create(
        SourceChange(
            source=often, at=now - timedelta(seconds=2_000 - n), before=states[n % 2][0], after=states[n % 2][1]
        )
        for n in range(1_100)
    )
    for source, seconds in ((often, 20), (once, 10)):
        SourceChange.objects.create(
            source=source, at=now - timedelta(seconds=seconds), before="healthy", after="failing"
        )
    found = read_alone(changes_reading(now - timedelta(hours=2), now=now, user=duty, sight=None))
    assert [(change.kind, change.name) for change in found] == [
        ("source_down", "云河论坛"),
        ("source_down", "云河热榜"),
    ]


def test_keys_that_a_member_switched_off_are_off_in_every_browser(client: Client, duty: User) -> None:
    client.force_login(duty)
    client.post("/keys/", {"on": "0"})
    elsewhere = Client()
    elsewhere.force_login(duty)
    elsewhere.get("/?window=24h")
    assert 'data-member-keys="off"' in elsewhere.get("/topics/").content.decode()
