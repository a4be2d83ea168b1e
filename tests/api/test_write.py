"""Writing by API: the pages' services in a member's name, and nothing that the pages would refuse."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import Alert, AlertEvent, AuditEntry, Item, User
from tests.api.conftest import as_token, make_secret
from tests.conftest import make_item, make_topic, make_unit

pytestmark = pytest.mark.django_db
CLUE = {
    "title": "云河新城项目部分工友反映被拖欠工资",
    "url": "http://news.example/yunhe/1.html",
    "note": "电话 13800138000",
}


def post(program: Client, path: str, body: dict[str, Any]) -> Any:
    return program.post(f"/api/v1/{path}", body, content_type="application/json")


@pytest.fixture
def alert(db: None) -> Alert:
    return Alert.objects.create(
        kind="topic_rising", level=2, topic=make_topic(), raised_at=utc_now(), changed_at=utc_now()
    )


def test_a_clue_is_taken_masked_and_once(reporter: User) -> None:
    program = as_token(make_secret(reporter, "write:clues"))
    first, again = post(program, "clues", CLUE), post(program, "clues", CLUE)
    assert (first.status_code, first.json()["known"], again.json()) == (200, False, first.json() | {"known": True})
    assert "13800138000" not in Item.objects.get(id=first.json()["item"]).text
    assert AuditEntry.objects.filter(action="clue_submit", actor=reporter.username).count() == 1


def test_what_the_form_refuses_is_refused_with_its_sentence(reporter: User) -> None:
    program = as_token(make_secret(reporter, "write:clues"))
    for change, at in (
        ({"url": ""}, "url"),
        ({"url": "https://news.example/"}, "url"),
        ({"unit": make_unit().pk}, "unit"),
    ):
        answer = post(program, "clues", CLUE | change)
        assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, at)
        assert answer.json()["detail"]


def test_an_alert_is_acknowledged_noted_and_closed(duty: User, alert: Alert) -> None:
    program = as_token(make_secret(duty, "write:alerts"))
    done = post(program, f"alerts/{alert.pk}/steps", {"step": "acknowledge"}).json()
    assert (done["alert"]["status"]["code"], done["alert"]["assignee"]) == ("acknowledged", str(duty))
    again = post(program, f"alerts/{alert.pk}/steps", {"step": "acknowledge"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    post(program, f"alerts/{alert.pk}/notes", {"note": "已致电 13800138000"})
    post(program, f"alerts/{alert.pk}/steps", {"step": "resolve", "note": "已补发"})
    assert list(AlertEvent.objects.order_by("id").values_list("kind", "by")) == [
        (kind, duty.pk) for kind in ("acknowledged", "comment", "resolved")
    ]
    assert "13800138000" not in str(list(AlertEvent.objects.values_list("note")))


def test_a_correction_sent_twice_changes_nothing_more(duty: User) -> None:
    item, program = make_item(areas=["wages"]), as_token(make_secret(duty, "write:corrections"))
    for _ in range(2):
        answer = post(program, f"items/{item.id}/corrections", {"area": "safety", "holds": True}).json()
        assert [area["code"] for area in answer["areas"]] == ["wages", "safety"]
        assert len(answer["corrections"]) == 1
    number = answer["corrections"][0]["id"]
    gone = program.delete(f"/api/v1/items/{item.id}/corrections/{number}")
    assert [area["code"] for area in gone.json()["areas"]] == ["wages"]
    assert program.delete(f"/api/v1/items/{item.id}/corrections/{number}").status_code == 409
    toned = post(program, f"items/{item.id}/corrections", {"sentiment": "neu"}).json()
    assert (toned["sentiment"]["code"], toned["corrected"]) == ("neu", True)
