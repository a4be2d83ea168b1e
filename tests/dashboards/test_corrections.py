"""Correcting a label from an item's page and from a list."""

import re

import pytest
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import Correction, Item, User
from monitor.quality.correct import item_correct
from monitor.text import RawText, analyse, default_config
from tests.conftest import make_item

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, duty: User) -> Client:
    client.force_login(duty)
    return client


def test_a_monitor_corrects_on_the_items_page_and_sees_who_changed_what(desk: Client, duty: User) -> None:
    item = make_item()
    response = desk.post(f"/items/{item.id}/correct/", {"change": "sentiment:pos"}, follow=True)
    html = response.content.decode()
    assert "改过：负面 → 正面" in html
    assert str(duty) in html
    assert Item.objects.get(id=item.id).sentiment == "pos"


def test_two_members_who_press_the_same_key_at_once_say_it_once(desk: Client, lead: User) -> None:
    item = make_item(areas=[], in_focus=False)
    page = desk.get(f"/items/{item.id}/").content.decode()
    found = re.search(r'value="(area:hours[^"]*)"', page)
    assert found
    other = Client()
    other.force_login(lead)
    for client in (desk, other):
        client.post(f"/items/{item.id}/correct/", {"change": found[1]})
    assert Item.objects.get(id=item.id).areas == ["hours"]
    assert Correction.objects.count() == 1


def test_the_same_label_for_an_unsure_item_confirms_it(desk: Client) -> None:
    item = make_item(unsure=True)
    html = desk.post(f"/items/{item.id}/correct/", {"change": "sentiment:neg"}, follow=True).content.decode()
    assert "改过：确认为负面" in html
    assert not Item.objects.get(id=item.id).unsure


def test_a_correction_is_taken_back_on_the_page(desk: Client, duty: User) -> None:
    item = make_item()
    made = item_correct(item=item, what="area", code="hours", by=duty, now=utc_now())
    assert made is not None
    html = desk.post(f"/items/{item.id}/correct/{made.pk}/undo/", follow=True).content.decode()
    assert "加上 工时休假" in html
    assert "撤回" in html
    assert Item.objects.get(id=item.id).areas == ["wages"]


def test_a_list_gets_the_buttons_as_a_fragment_and_the_rows_new_labels_with_the_answer(desk: Client) -> None:
    item = make_item()
    assert f'hx-get="/items/{item.id}/correct/"' in desk.get("/items/").content.decode()
    fragment = desk.get(f"/items/{item.id}/correct/", headers=HX).content.decode()
    assert 'data-press="q"' in fragment
    assert "<html" not in fragment
    answer = desk.post(f"/items/{item.id}/correct/", {"change": "business:noise"}, headers=HX).content.decode()
    assert f'id="sent-{item.id}" hx-swap-oob="true"' in answer
    assert "改过：与我们无关" in answer


def test_a_row_says_that_its_label_was_corrected(desk: Client, duty: User) -> None:
    item = make_item()
    item_correct(item=item, what="sentiment", code="pos", by=duty, now=utc_now())
    html = desk.get("/items/").content.decode()
    assert "有人改过这条的标签" in html
    assert "置信度" not in html


def test_viewers_see_what_was_changed_and_no_buttons(client: Client, viewer: User, duty: User) -> None:
    item = make_item()
    item_correct(item=item, what="sentiment", code="pos", by=duty, now=utc_now())
    client.force_login(viewer)
    html = client.get(f"/items/{item.id}/").content.decode()
    assert "改过：负面 → 正面" in html
    assert "data-press" not in html
    assert "data-press" not in client.get("/items/").content.decode()


def test_the_reasons_are_the_machines_and_say_that_a_member_corrected_it(desk: Client, duty: User) -> None:
    item = make_item(title="云河物流园拖欠工资", model="m")
    found = analyse(RawText(item.title), default_config())
    Item.objects.filter(id=item.id).update(sentiment=found.sentiment, areas=list(found.areas))
    other = next(code for code in ("pos", "neg") if code != found.sentiment)
    item_correct(item=Item.objects.get(id=item.id), what="sentiment", code=other, by=duty, now=utc_now())
    html = desk.get(f"/items/{item.id}/").content.decode()
    assert "这是机器的判断" in html
    assert "规则或模型在入库后有变化" not in html


def test_an_unknown_label_is_refused_in_words(desk: Client) -> None:
    item = make_item()
    answer = desk.post(f"/items/{item.id}/correct/", {"change": "area:sports"}, headers=HX).content.decode()
    assert "没有这个标签" in answer
    assert not Correction.objects.exists()


def test_a_correction_of_another_item_is_not_found(desk: Client, duty: User) -> None:
    made = item_correct(item=make_item(), what="sentiment", code="pos", by=duty, now=utc_now())
    assert made is not None
    assert desk.post(f"/items/{make_item().id}/correct/{made.pk}/undo/").status_code == 404


def test_live_rows_of_a_viewer_have_no_buttons_and_those_of_a_monitor_do() -> None:
    from dashboards.access import Sight
    from dashboards.filters import Filters
    from dashboards.fragments import View, render

    make_item()
    for role, there in (("viewer", False), ("monitor", True)):
        html = render(View(Filters(), Sight(role), "zh-hans"), ["newest"], now=utc_now())["newest"]
        assert ("/correct/" in html) is there
