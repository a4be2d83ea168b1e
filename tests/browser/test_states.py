"""What a reader sees of what is on its way, of what could not be loaded, and without a network."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Route, expect

from monitor.lib.clock import utc_now
from tests.browser.conftest import Desk, without_charts
from tests.conftest import make_item
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
