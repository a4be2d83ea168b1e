"""What a duty monitor does in a day, from the first page to the last, in both languages: sign in, triage, correct, merge."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from monitor.lib.clock import hour_of, utc_now
from monitor.models import Alert, AlertEvent, Correction, Item, Topic, TopicHour
from monitor.topics.settle import topics_settle
from tests.browser.conftest import Desk, in_both_languages, without_charts
from tests.conftest import PASSWORD, make_item, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


def matter(title: str, *more: str) -> Topic:
    """A topic as the services leave it, with an item of each title."""
    now = utc_now() - timedelta(minutes=1)
    topic = make_topic(title=title, heat=40)
    for words in (title, *more):
        make_item(title=words, at=now, topic_id=topic.pk)
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=1 + len(more), n_originals=1 + len(more))
    with transaction.atomic():
        topics_settle([topic.pk], now=now)
    return topic


@in_both_languages
def test_signing_in_and_out(desk: Desk) -> None:
    page = desk.open("/topics/")
    page.wait_for_url("**/login/?next=/topics/")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^" + desk.language))
    user, password = page.get_by_label(desk.say("用户名")), page.get_by_label(desk.say("密码"))
    user.fill(desk.user.username)
    password.fill("not-this-one")
    desk.press("登录")
    expect(page.get_by_role("alert")).to_be_visible()
    password.fill(PASSWORD)
    password.press("Enter")
    page.wait_for_url("**/topics/")
    page.locator("summary", has_text="周值班").click()
    desk.press("退出登录")
    page.wait_for_url("**/login/**")
    assert desk.open("/topics/").url.endswith("?next=/topics/")


@without_charts
@in_both_languages
def test_an_alert_is_acknowledged_on_the_desk_handled_and_closed(desk: Desk) -> None:
    topic = matter("云河新城项目欠薪", "云河新城工友讨薪")
    now = utc_now()
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    page = desk.sign_in()
    page.keyboard.press("j")
    expect(page.locator("#now [data-item]").first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#now")).to_contain_text(desk.say("已确认"), timeout=15_000)
    page.keyboard.press("o")
    page.wait_for_url(f"**/alerts/{alert.pk}/")
    page.keyboard.press("h")
    expect(page.locator("#handling .panel-note")).to_contain_text(desk.say("处置中"))
    page.locator("#handling textarea").fill("已与项目部核实，工资周五发放，联系电话 13800138000")
    desk.press("办结")
    expect(page.locator("#handling .panel-note")).to_contain_text(desk.say("已办结"))
    expect(page.locator(".alert-side")).to_contain_text("工资周五发放")
    expect(page.locator(".alert-side")).not_to_contain_text("13800138000")
    kinds = AlertEvent.objects.filter(alert=alert, by=desk.user).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["acknowledged", "handling", "resolved"]


@in_both_languages
def test_one_key_corrects_a_label_and_the_correction_is_taken_back(desk: Desk) -> None:
    item = make_item(sentiment="neu", sentiment_p=[0.2, 0.7, 0.1])
    page = desk.sign_in("/items/")
    page.keyboard.press("j")
    row = page.locator(f"[data-item='{item.id}']")
    expect(row).to_be_focused()
    for key in ("q", "2"):  # the second before the buttons are there
        page.keyboard.press(key)
    expect(row.locator(f"#sent-{item.id}")).to_contain_text(desk.say("负面"))
    expect(row.locator(".corrections li")).to_have_count(2)
    expect(row.locator(".corrections")).to_contain_text(desk.say("劳动安全"))
    row.locator("[data-keys-toggle]").uncheck()
    row.focus()
    page.keyboard.press("e")
    row.get_by_role("button", name=desk.say("撤回"), exact=True).first.click()
    expect(row.locator(".undone")).to_have_count(1)
    found = Item.objects.get(id=item.id)
    assert (found.sentiment, found.areas) == ("neg", ["wages"])
    assert Correction.objects.count() == 2


@without_charts
@in_both_languages
def test_two_topics_are_merged_by_keyboard_and_parted_again(desk: Desk) -> None:
    first, second = matter("云河新城工地欠薪", "云河新城欠薪有进展"), matter("云河新城工友讨薪", "云河新城工友再次讨薪")
    page = desk.sign_in("/topics/")
    expect(page.locator("[data-item] [data-tick]")).to_have_count(2)
    for ticked, key in enumerate("jxjx", 1):
        page.keyboard.press(key)
        expect(page.locator("[data-tick]:checked")).to_have_count(ticked // 2)
    page.keyboard.press("g")
    page.wait_for_url("**/topics/merge/")
    expect(page.locator("tbody input[type=radio]")).to_have_count(2)
    page.locator(f"input[name=keep][value='{first.pk}']").check()
    page.keyboard.press("u")
    expect(page.locator("aside .preview-title + p")).to_contain_text(f"#{first.pk} ")
    page.locator("aside .btn-primary").click()
    page.wait_for_url(f"**/topics/{first.pk}/")
    expect(page.locator(".messages")).to_contain_text(desk.say("已合并。旧链接会转到这里；可在「改动记录」里撤回。"))
    assert Item.objects.filter(topic_id=first.pk).count() == 4
    desk.open(f"/topics/{second.pk}/")
    page.wait_for_url(f"**/topics/{first.pk}/?from={second.pk}")
    desk.press("撤回")
    expect(page.locator(".messages")).to_contain_text(desk.say("已撤回。"))
    assert Item.objects.filter(topic_id=second.pk).count() == 2
    assert desk.open("/topics/").locator("tbody tr").count() == 2
