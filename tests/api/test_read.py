"""Reading by API: what the pages show, page by page, in few queries."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from monitor.alerts.raise_ import alert_decide_changed
from monitor.lib.clock import utc_now
from monitor.models import Alert, Item, Unit, User
from tests.alerts.conftest import make_rising_topic
from tests.api.conftest import as_token, make_secret
from tests.conftest import make_item, make_source, make_topic, make_unit

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


@pytest.fixture
def program(viewer: User) -> Client:
    return as_token(make_secret(viewer))


@pytest.fixture
def own_unit(viewer: User) -> Unit:
    unit = make_unit(name="云河建筑工会")
    viewer.units.add(unit)
    return unit


def test_pages_of_items_hold_still_while_items_come_in(program: Client) -> None:
    now = utc_now()
    same = now - timedelta(hours=1)
    for n in range(5):
        make_item(at=same if n < 3 else now - timedelta(hours=2 + n))
    seen, address = [], f"{V1}/items?limit=2"
    while address:
        answer = program.get(address)
        seen += [item["id"] for item in answer.json()["items"]]
        make_item(at=now - timedelta(seconds=len(seen)))
        link = answer.headers.get("Link", "")
        parts = urlsplit(link[1 : link.index(">")]) if link else None
        address = f"{parts.path}?{parts.query}" if parts else ""
    assert len(seen) == len(set(seen)) == 5


def test_an_item_is_told_with_names_in_the_language_asked_for(program: Client) -> None:
    item = make_item(title="云河新城项目拖欠工资", source=make_source(name="云河日报"))
    found = program.get(f"{V1}/items/{item.id}").json()
    assert (found["title"], found["source"]["name"], found["sentiment"]["name"]) == (item.title, "云河日报", "负面")
    assert found["at"].endswith("Z")
    english = program.get(f"{V1}/items/{item.id}", headers={"Accept-Language": "en"}).json()
    assert (english["sentiment"]["code"], english["sentiment"]["name"]) == ("neg", "Negative")


def test_a_viewer_with_units_reads_what_the_pages_show(
    client: Client, program: Client, viewer: User, own_unit: Unit
) -> None:
    other = make_unit(name="云河教育工会")
    shown = [make_item(), make_item(units=[own_unit.pk, other.pk])]
    hidden = make_item(units=[other.pk])
    topic = make_topic(units=[other.pk])
    client.force_login(viewer)
    page = client.get("/items/").content.decode()
    answer = program.get(f"{V1}/items").json()["items"]
    assert {item["id"] for item in answer} == {item.id for item in shown}
    assert all((item.title in page) == (item in shown) for item in [*shown, hidden])
    assert "云河教育工会" not in str(answer)
    assert program.get(f"{V1}/items/{hidden.id}").status_code == client.get(f"/items/{hidden.id}/").status_code == 404
    assert program.get(f"{V1}/topics/{topic.pk}").status_code == 404
    assert program.get(f"{V1}/topics/hot").json()["topics"] == program.get(f"{V1}/topics").json()["topics"] == []


def test_counts_are_the_rollups_and_for_limited_sight_the_items(program: Client, viewer: User) -> None:
    unit, other = make_unit(), make_unit()
    for fields in ({"units": [unit.pk]}, {"units": [other.pk], "areas": ["safety", "wages"]}, {"sentiment": "pos"}):
        make_item(**fields)
    make_item(duplicate_of=Item.objects.latest("id").id)
    for by in ("none", "area", "kind", "sentiment", "area,kind,sentiment"):
        whole = program.get(f"{V1}/counts/hourly?by={by}").json()["counts"]
        viewer.units.set([unit, other])
        assert program.get(f"{V1}/counts/hourly?by={by}").json()["counts"] == whole, by
        viewer.units.set([])
    assert sum(row["items"] for row in program.get(f"{V1}/counts/daily").json()["counts"]) == 4
    viewer.units.set([unit])
    units = program.get(f"{V1}/counts/daily?by=unit").json()["counts"]
    assert [(row["unit"]["id"], row["items"], row["originals"]) for row in units] == [(unit.pk, 1, 1)]


def test_units_are_never_set_side_by_side_by_tone(program: Client) -> None:
    for by in ("sentiment,unit", "unit,sentiment", "area,sentiment,unit"):
        assert program.get(f"{V1}/counts/daily", {"by": by}).status_code == 422
    assert program.get(f"{V1}/counts/daily?by=unit&sentiment=neg").status_code == 422


def test_an_alert_is_told_with_its_reasons_and_what_was_sent(program: Client, lead: User) -> None:
    make_rising_topic(title="云河新城项目欠薪")
    alert_decide_changed(now=utc_now())
    (line,) = program.get(f"{V1}/alerts?state=open").json()["alerts"]
    whole = program.get(f"{V1}/alerts/{line['id']}").json()
    assert whole["alert"] == line
    assert any(window["met"] for window in whole["evidence"]["windows"])
    assert [event["kind"]["code"] for event in whole["events"]] == ["raised"]
    assert [row["status"]["code"] for row in whole["deliveries"]] == ["pending"]
    assert lead.email not in str(whole)


def test_a_source_notice_and_its_source_are_told(program: Client) -> None:
    source = make_source(name="云河社区", state="failing", needs_decision=True, failing_since=utc_now())
    alert_decide_changed(now=utc_now())
    (line,) = program.get(f"{V1}/alerts?kind=source_silent").json()["alerts"]
    whole = program.get(f"{V1}/alerts/{line['id']}").json()
    assert (whole["alert"]["source"], whole["alert"]["title"]) == (source.pk, "云河社区")
    found = program.get(f"{V1}/sources/{source.pk}").json()
    assert (found["state"]["code"], found["outages"]) == ("failing", [])
    assert "云河社区" in str(program.get(f"{V1}/sources?state=failing").json())


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("items", 8),
        ("topics/hot", 6),
        ("topics", 6),
        ("alerts", 5),
        ("sources", 8),
        ("reports", 5),
        ("counts/hourly?by=area,kind", 7),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    program: Client, own_unit: Unit, address: str, queries: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        topic = make_topic()
        make_item(topic_id=topic.pk, units=[own_unit.pk])
        Alert.objects.create(kind="topic_rising", level=2, topic=topic, raised_at=utc_now(), changed_at=utc_now())
    program.get(f"{V1}/{address}")  # the token is touched once a minute
    with django_assert_max_num_queries(queries):
        assert program.get(f"{V1}/{address}").status_code == 200


def test_nothing_new_is_a_short_answer(program: Client) -> None:
    make_item()
    first = program.get(f"{V1}/items")
    again = {"If-None-Match": first["ETag"]}
    assert (program.get(f"{V1}/items", headers=again).status_code, first["Cache-Control"]) == (304, "private, no-cache")
    assert program.get(f"{V1}/items", headers=again | {"Accept-Language": "en"}).status_code == 200
    head = program.head(f"{V1}/items")
    assert (head.status_code, head["ETag"]) == (200, first["ETag"])
    make_item()
    assert program.get(f"{V1}/items", headers=again).status_code == 200
