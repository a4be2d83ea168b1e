"""What a reader sees of what is on its way, of what could not be loaded, and without a network."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from monitor.lib.clock import utc_now
from monitor.models import Alert
from tests.browser.conftest import Desk, without_charts
from tests.conftest import make_item, make_topic
from tests.e2e.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
MINUTE = timedelta(minutes=1)  # the list ends with the last whole second
SHAPE = "getComputedStyle(document.querySelector('#volume .chart'), '::before').opacity"
BROKEN = '<p><code class="copyable">5f3a9c0e</code></p>'


@without_charts
def test_a_chart_that_is_not_there_yet_leaves_its_place(desk: Desk) -> None:
    make_item(at=utc_now() - MINUTE)
    page = desk.sign_in()
    wait_for(lambda: page.evaluate(SHAPE) == "1", seconds=15, message="no shape stands in the chart's place")
    assert page.locator("#volume .chart").bounding_box()["height"] > 200  # type: ignore[index]


@without_charts
def test_a_part_that_cannot_be_loaded_says_so_with_an_id_to_quote(desk: Desk) -> None:
    item = make_item(at=utc_now() - MINUTE)
    page = desk.sign_in("/items/")

    def broken(route: Route) -> None:
        route.fulfill(status=500, content_type="text/html; charset=utf-8", body=BROKEN)

    page.route(f"**/items/{item.id}/", broken)
    page.locator("[data-item] .why > summary").first.click()
    expect(page.locator("#failed")).to_contain_text(
        desk.say("有一部分内容没能读取。请稍后重试；若仍然出错，请把编号告诉管理员。")
    )
    expect(page.locator("#failed [data-id]")).to_have_text("5f3a9c0e")
    page.locator("[data-close-failed]").click()
    expect(page.locator("#failed")).to_be_hidden()
    desk.faults.clear()  # the refused answer is reported as an error


@without_charts
def test_without_a_network_any_page_says_so_until_it_is_back(desk: Desk) -> None:
    page = desk.sign_in("/search/")
    expect(page.locator("#offline")).to_be_hidden()
    desk.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    desk.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    desk.faults.clear()


PHONE = {"viewport": {"width": 390, "height": 844}}
LOW = {"viewport": {"width": 320, "height": 256}}  # 1280x1024 enlarged to 400 %


@without_charts
@pytest.mark.parametrize("desk", [PHONE, LOW], ids=["phone", "400 %"], indirect=True)
def test_a_small_screen_is_for_the_page_and_the_frame_comes_back_with_the_focus(desk: Desk) -> None:
    """WCAG 1.4.10 and 2.4.11: of the frame the rooms stay while one reads on a phone, and nothing of it on a screen lower than that."""
    for n in range(30):
        make_item(title=f"云河新城项目部拖欠工资第{n}日")
    page = desk.sign_in("/items/")
    low = page.evaluate("innerHeight") < 480
    page.evaluate("scrollTo(0, 700)")
    nav = "(([r]) => [r.top, r.bottom])([document.querySelector('.nav').getBoundingClientRect()])"
    top, bottom = page.evaluate(nav)
    assert bottom < 0 if low else (top >= -3 and bottom < 50)
    page.locator(".help-menu > summary").focus()
    expect(page.locator(".help-menu > summary")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@without_charts
def test_the_focus_goes_back_to_the_row_when_the_keys_are_closed(desk: Desk) -> None:
    make_item(title="云河新城项目部拖欠工资")
    page = desk.sign_in("/items/")
    page.keyboard.press("j")
    expect(page.locator("[data-item]:focus")).to_have_count(1)
    page.keyboard.press("?")
    expect(page.locator("#keys-help")).to_be_visible()
    for _n in range(4):
        page.keyboard.press("Tab")  # past the last button: out of the page
    page.keyboard.press("Escape")
    expect(page.locator("[data-item]:focus")).to_have_count(1)


@without_charts
@pytest.mark.parametrize("desk", [{"color_scheme": "dark"}], indirect=True)
def test_paper_is_light_whatever_the_screen_is(desk: Desk) -> None:
    page = desk.sign_in("/topics/")
    ground = "getComputedStyle(document.documentElement).getPropertyValue('--surface').trim()"
    dark = page.evaluate(ground)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(ground) == "#ffffff" != dark
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(ground) == dark


@without_charts
def test_an_alert_on_paper_has_what_is_known_and_no_buttons(desk: Desk) -> None:
    now = utc_now()
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=make_topic(), raised_at=now, changed_at=now)
    page = desk.sign_in(f"/alerts/{alert.pk}/")
    expect(page.get_by_role("button", name="开始处置", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("main :is(form, button, textarea):visible")).to_have_count(0)
    expect(page.locator("#handling dl")).to_be_visible()
    expect(page.get_by_role("heading", name="经过", exact=True)).to_be_visible()
