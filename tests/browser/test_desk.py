"""The desk as a member sees it: in Chromium, from the real web server."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, expect

from monitor.lib.clock import hour_of, utc_now
from monitor.lib.notice import notice_publish
from monitor.models import Alert, Outage, Topic, TopicHour
from tests.browser.conftest import Desk, without_charts
from tests.conftest import make_item, make_items, make_source, make_topic
from tests.e2e.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
DARK = {"color_scheme": "dark"}
ENGLISH = {"locale": "en-US"}
PHONE = {"viewport": {"width": 390, "height": 844}}
OPEN_ROOM = "document.querySelector('.nav [aria-current]')?.getBoundingClientRect().right ?? 0"
FILL = "getComputedStyle(document.querySelector('#volume .barlayer .point path')).fill"
ENOUGH = 30  # items that fill the stream


@pytest.fixture
def busy(web: object) -> Topic:
    """A day with items, a hot topic, an alert and an outage."""
    now, source = utc_now(), make_source(name="云河晚报", state="healthy", last_checked_at=utc_now())
    parts = {"volume": 30.0, "speed": 6.0, "spread": 4.0, "negativity": 8.0, "computed_at": now.isoformat()}
    topic = make_topic(title="云河新城项目欠薪", heat=48, heat_parts=parts, state="growing")
    facts = {"source": source, "topic_id": topic.pk}
    tones = ("neg", "neu", "pos")
    make_items({**facts, "at": now - timedelta(minutes=20 * n + 2), "sentiment": tones[n % 3]} for n in range(ENOUGH))
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=3, n_originals=3, n_neg=2)
    Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    down = now - timedelta(hours=4)
    Outage.objects.create(source=source, started_at=down, ended_at=down + timedelta(hours=1), label="dns")
    return topic


def drawn(page: Page) -> Any:
    """The number of bars on the chart, once it is drawn."""
    expect(page.locator("#volume [data-drawn]")).to_be_visible()
    return page.locator("#volume .barlayer .point path").count()


def colour(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def bar(page: Page) -> str:
    """Colour of the chart's bars."""
    return str(page.evaluate(FILL))


def test_signing_in_shows_the_desk_with_its_chart(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    expect(page.locator("#now")).to_contain_text("云河新城项目欠薪")
    expect(page.locator("#numbers .figure-n").first).to_have_text(str(ENOUGH))
    assert drawn(page) >= 25
    box = page.locator("#volume .main-svg").first.bounding_box()
    assert box is not None
    assert box["width"] > 500
    assert box["height"] > 200


def test_a_new_item_appears_without_a_reload(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    page.evaluate("window.sameDocument = true")
    item = make_item(title="云河快递站点又拖欠派件费", at=utc_now())
    notice_publish({"items": [item.id]})
    expect(page.locator("#newest")).to_contain_text("云河快递站点又拖欠派件费", timeout=15_000)
    expect(page.locator("#numbers .figure-n").first).to_have_text(str(ENOUGH + 1), timeout=5_000)
    assert page.evaluate("window.sameDocument")


@without_charts
def test_a_reader_further_down_is_not_moved_but_told(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    page.evaluate("document.querySelector('[data-stream]').scrollTop = 300")
    item = make_item(title="云河快递站点又拖欠派件费", at=utc_now())
    notice_publish({"items": [item.id]})
    button = page.locator("[data-arrivals-button]")
    expect(button).to_have_text("● 1 条新 ↑", timeout=15_000)
    assert page.evaluate("document.querySelector('[data-stream]').scrollTop") == 300
    button.click()
    expect(page.locator("#newest [data-item]").first).to_contain_text("云河快递站点又拖欠派件费")
    assert page.evaluate("document.querySelector('[data-stream]').scrollTop") == 0


@without_charts
def test_why_opens_in_place_and_survives_a_refresh(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    page.locator("#newest .why > summary").first.click()
    expect(page.locator("#newest .why-list").first).to_contain_text("工资报酬", timeout=15_000)
    page.locator("#topics .why > summary").first.click()
    notice_publish({"topics": [busy.pk]})
    expect(page.locator("html[data-connected]")).to_be_attached(timeout=15_000)
    expect(page.locator("#topics .why-body").first).to_be_visible()


def test_the_theme_button_darkens_page_and_chart_and_is_remembered(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    drawn(page)
    light = colour(page), bar(page)
    page.locator("[data-theme-toggle]").click()
    wait_for(lambda: bar(page) != light[1], seconds=15, message="the chart stays light")
    assert colour(page) != light[0]
    assert page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


@pytest.mark.parametrize("desk", [DARK], indirect=True)
def test_a_dark_system_gets_a_dark_page(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    assert colour(page) == "rgb(20, 23, 26)"
    assert drawn(page) >= 25


@without_charts
@pytest.mark.parametrize("desk", [ENGLISH], indirect=True)
def test_english_readers_get_english_and_can_change_to_chinese(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("nav")).to_contain_text("Topics")
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("nav")).to_contain_text("话题")


@pytest.mark.parametrize("desk", [PHONE], indirect=True)
def test_a_phone_shows_everything_without_scrolling_sideways(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for path in ("/topics/", f"/topics/{busy.pk}/", "/items/"):
        desk.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path


@pytest.mark.parametrize("desk", [{**PHONE, "language": "en"}], indirect=True)
def test_on_a_phone_the_room_that_is_open_is_in_sight(desk: Desk) -> None:
    page = desk.sign_in("/sources/")
    assert 0 < page.evaluate(OPEN_ROOM) <= 390


def test_the_topic_page_draws_its_life_and_lists_its_items(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in("/topics/")
    page.locator("tbody a.clamp").first.click()
    expect(page.locator("h1")).to_have_text("云河新城项目欠薪")
    expect(page.locator("[data-drawn]")).to_be_visible()
    assert page.locator("[data-item]").count() == ENOUGH


def test_filters_apply_to_the_whole_page_and_stand_in_the_address(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    page.get_by_label("时间范围").select_option("7d")
    page.wait_for_url("**/?window=7d")
    page.locator("[data-filter-menu] > summary").click()
    page.get_by_label("领域").select_option("hours")
    page.get_by_role("button", name="应用").click()
    page.wait_for_url("**/?window=7d&area=hours")
    expect(page.locator("#newest")).to_contain_text("这段时间还没有内容")
    expect(page.locator("#now")).to_contain_text("筛选之外另有 1 条")
    page.locator(".filter-chips .chip").click()
    page.wait_for_url("**/?window=7d")


@pytest.mark.timeout(300)
@without_charts
def test_twenty_tabs_of_a_browser_share_one_stream_which_outlives_the_tab_that_opened_it(
    desk: Desk, busy: Topic
) -> None:
    tabs = [desk.sign_in("/?area=skills")]
    for n in range(19):  # more than the six connections of HTTP/1.1
        tabs.append(tab := desk.tab())
        desk.watch(tab)
        tab.goto(desk.server.url + ("/?area=skills" if n % 10 else "/?window=7d"), wait_until="commit")
    for tab in tabs:
        expect(tab.locator("html[data-connected]")).to_be_attached(timeout=60_000)
    connections_end(desk, at=1)
    told("云河快递站点又拖欠派件费", tabs)
    tabs.pop(0).close()
    told("云河公交集团拖欠加班费", tabs)
    connections_end(desk, at=1)


def told(title: str, tabs: list[Page]) -> None:
    """An item comes in; soon (on a busy machine) it is on every tab, said once: none is without a stream meanwhile."""
    notice_publish({"items": [make_item(title=title, at=utc_now(), areas=["skills"]).id]})
    wait_for(
        lambda: all(title in tab.locator("#newest").inner_text() for tab in tabs),
        seconds=30,
        message="a tab was not told",
    )


def connections_end(desk: Desk, *, at: int) -> None:
    """Until the server has so many connections left: what a page asked for is kept open for some seconds, streams stay."""
    server = psutil.Process(desk.server.process.pid)

    def left() -> int:
        return sum(
            one.status == psutil.CONN_ESTABLISHED and one.laddr.port == desk.server.port
            for one in server.net_connections("tcp")
        )

    wait_for(lambda: left() == at, seconds=30, message=f"not {at} connection but {left()}")


@without_charts
def test_a_browser_without_shared_workers_hears_by_a_stream_of_its_own(desk: Desk, busy: Topic) -> None:
    desk.context.add_init_script("delete window.SharedWorker")
    page = desk.sign_in()
    assert page.evaluate("!('SharedWorker' in window)")
    expect(page.locator("html[data-connected]")).to_be_attached(timeout=30_000)
    item = make_item(title="云河快递站点又拖欠派件费", at=utc_now())
    notice_publish({"items": [item.id]})
    expect(page.locator("#newest")).to_contain_text("云河快递站点又拖欠派件费", timeout=15_000)
    page.evaluate("dispatchEvent(new Event('pagehide'))")  # as when the page is left for another: its stream ends
    other = make_item(title="云河公交集团公布暑期班次", at=utc_now())
    notice_publish({"items": [other.id]})
    page.evaluate("dispatchEvent(new Event('pageshow'))")  # and back: what came between is there
    expect(page.locator("#newest")).to_contain_text("云河公交集团公布暑期班次", timeout=15_000)


@without_charts
def test_keys_move_open_and_acknowledge_and_the_help_names_them(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="这一页的按键")
    expect(help_).to_contain_text("确认选中的预警")
    page.keyboard.press("j")  # goes nowhere while the dialog is open
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()
    page.keyboard.press("j")
    expect(page.locator("#now [data-item]").first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#now")).to_contain_text("已确认", timeout=15_000)
    assert Alert.objects.get().status == "acknowledged"
    page.keyboard.press("o")
    page.wait_for_url("**/alerts/*/")


@without_charts
def test_the_keyboard_reaches_the_content_first(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.last
@without_charts
def test_the_page_says_so_when_the_server_is_gone(desk: Desk, busy: Topic) -> None:
    page = desk.sign_in()
    expect(page.locator("html[data-connected]")).to_be_attached(timeout=30_000)  # it was connected
    expect(page.locator("#live")).to_be_hidden()
    desk.server.process.terminate()
    expect(page.locator("#live")).to_contain_text("正在重连", timeout=30_000)
    desk.faults.clear()  # refused connections are reported as errors
