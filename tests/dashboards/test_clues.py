"""Clues from the grassroots: published things only, masked, known ones found, nobody's name on the item."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from monitor.feeds import hand_submit
from monitor.feeds.hand_sources import CLUES
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import AuditEntry, Item, Source, Unit, User
from monitor.topics.assign import topic_assign_batch, topic_restore
from tests.conftest import recount, stored_counts

pytestmark = pytest.mark.django_db
PHONE = "13800138000"
CLUE = {"title": "柳岸街道一工地拖欠木工工资", "url": "http://news.yunhe.example/1.html", "note": f"工友电话{PHONE}"}


@pytest.fixture
def sending(client: Client, reporter: User) -> Client:
    client.force_login(reporter)
    return client


def send(client: Client, **fields: Any) -> Any:
    return client.post("/clues/", CLUE | fields)


def test_a_clue_becomes_an_item_masked_and_without_its_reporter(sending: Client, reporter: User) -> None:
    answer = send(sending)
    row = Item.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/items/{row.id}/")
    assert (row.by_hand, row.masked, PHONE in row.text) == (True, True, False)
    assert (row.link, row.in_focus) == ("http://news.yunhe.example/1.html", True)
    assert reporter.username not in repr(Item.objects.values())
    entry = AuditEntry.objects.get(action="clue_submit")
    assert (entry.target, PHONE in repr(entry.detail)) == (f"item:{row.id}", False)
    assert stored_counts() == recount()


def test_the_same_clue_again_is_known_whatever_brought_it_first(sending: Client) -> None:
    send(sending)
    page = sending.post("/clues/", CLUE | {"title": "另一个标题", "url": CLUE["url"] + "?utm_source=x"}, follow=True)
    assert "已经有了" in page.content.decode()
    assert Item.objects.count() == 1


def test_one_clue_alone_brings_its_topic_into_focus(sending: Client) -> None:
    send(sending)
    topic_assign_batch(topic_restore(now=utc_now()), limit=10, now=utc_now())
    from monitor.models import Topic

    assert (Topic.objects.get().in_focus, Topic.objects.get().by_hand) == (True, True)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "标题"),
        ({"url": ""}, "只收公开发布的内容"),
        ({"url": "http://news.yunhe.example/"}, "不要填网站首页"),
        ({"url": "javascript:alert(1)"}, "http 或 https"),
        ({"url": "https://weibo.com/u/1234567"}, "不跟踪个人"),
        ({"at": (utc_now().astimezone(SHANGHAI) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")}, "不能在将来"),
        ({"at": "2020-01-01T08:00"}, "超过保存期限"),
        ({"title": "长" * 500}, ""),
    ],
)
def test_what_cannot_be_taken_says_why_and_stores_nothing(sending: Client, fields: dict[str, str], said: str) -> None:
    answer = send(sending, **fields)
    assert (answer.status_code, said in answer.content.decode(), Item.objects.count()) == (422, True, 0)


def test_without_an_address_the_place_of_publication_is_kept(sending: Client) -> None:
    send(sending, url="", place="云河晚报 7 月 1 日二版")
    row = Item.objects.get()
    assert ("刊载于：云河晚报" in row.text, row.link) == (True, "")


def test_the_same_piece_of_a_paper_is_known_and_the_same_headline_of_another_is_not(sending: Client) -> None:
    for note in ("第一次", "第二次"):
        page = send(sending, url="", place="云河晚报", note=note)
    assert (Item.objects.count(), "第一次" in Item.objects.get().text) == (1, True)
    assert "已经有了" in sending.get(page["Location"]).content.decode()
    send(sending, url="", place="云河工人报")
    assert Item.objects.count() == 2


def test_a_text_that_breaks_the_analysis_says_so(sending: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hand_submit, "entries_analyse", lambda *_, **__: 1 / 0)
    answer = send(sending)
    assert (answer.status_code, "系统无法处理" in answer.content.decode(), Item.objects.count()) == (422, True, 0)


def test_the_time_of_publication_is_shanghais(sending: Client) -> None:
    at = (utc_now() - timedelta(days=1)).astimezone(SHANGHAI).replace(second=0, microsecond=0)
    send(sending, at=at.strftime("%Y-%m-%dT%H:%M"))
    assert Item.objects.get().at == at


def test_a_reporter_names_own_units_only_and_the_only_one_is_chosen(sending: Client, reporter: User) -> None:
    own, other = Unit.objects.create(name="柳岸街道总工会"), Unit.objects.create(name="枫渚街道总工会")
    reporter.units.add(own)
    page = sending.get("/clues/").content.decode()
    assert (f'value="{own.pk}" selected' in page, "枫渚" in page) == (True, False)
    assert send(sending, unit=other.pk).status_code == 422
    send(sending, unit=own.pk)
    assert own.pk in Item.objects.get().units


def test_the_preview_shows_what_would_be_stored_and_keeps_nothing(sending: Client) -> None:
    page = sending.post("/clues/preview/", CLUE | {"note": f"<b>找张工</b> {PHONE}"}).content.decode()
    assert (PHONE in page, "已遮盖个人信息" in page, "<b>找张工" in page) == (False, True, False)
    assert (Item.objects.count(), Source.objects.count()) == (0, 0)


def test_there_is_no_field_for_pictures_and_the_page_says_why(sending: Client) -> None:
    page = sending.get("/clues/").content.decode()
    assert 'type="file"' not in page
    assert "不收图片" in page
    assert "还没有人工录入的内容" in page


def test_what_came_by_hand_is_a_source_that_nobody_fetches_or_pauses(sending: Client, admin: User) -> None:
    send(sending)
    source = Source.objects.get(name=CLUES)
    assert (source.format, source.kind, source.state, source.next_check_at) == (
        "by_hand",
        "grassroots",
        "healthy",
        None,
    )
    sending.force_login(admin)
    page = sending.get(f"/sources/{source.pk}/").content.decode()
    assert ("由成员填写" in page, "现在抓取" in page, "还没有抓取过" in page) == (True, False, False)
    assert "人工录入 1" in sending.get("/sources/?state=by_hand").content.decode()
    for action in ("fetch", "pause"):
        answer = sending.post(f"/sources/{source.pk}/{action}/", follow=True)
        assert "人工录入的来源" in answer.content.decode()
    source.refresh_from_db()
    assert (source.enabled, source.next_check_at) == (True, None)
    assert CLUES not in sending.get("/sources/export/").content.decode()
