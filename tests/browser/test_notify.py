"""Notifications of the browser: a page asks for them when alerts changed, not whenever something arrives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from monitor.lib.notice import notice_publish
from tests.browser.conftest import Desk, without_charts
from tests.conftest import make_item

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
TAKE = "/contact/notifications/take/"
# without windows, Chromium has no notifications and says "denied" whatever is granted
GRANTED = "Object.defineProperty(Notification, 'permission', { get: () => 'granted' })"
HEARD = """document.addEventListener("live:fragments", ({ detail }) => {
    window.heard = [...(window.heard ?? []), ...detail]; })"""


def heard(page: Page, name: str) -> None:
    """Wait for a fragment."""
    for _ in range(150):
        if page.evaluate("window.heard ?? []").count(name):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{name} did not come")


@without_charts
def test_an_open_page_asks_for_notifications_when_alerts_changed_and_not_at_each_item(desk: Desk) -> None:
    asked: list[str] = []
    desk.context.add_init_script(f"localStorage.setItem('tingchao-notify', 'on'); {GRANTED}")
    desk.page.on("request", lambda request: asked.append(request.url) if request.url.endswith(TAKE) else None)
    page = desk.sign_in("/")
    expect(page.locator("html[data-connected]")).to_be_attached(timeout=30_000)
    page.wait_for_timeout(3000)  # what comes with joining is over
    page.evaluate(HEARD)
    asked.clear()
    for n in range(3):
        notice_publish({"items": [make_item(title=f"工友第 {n + 1} 次反映").id]})
        page.wait_for_timeout(1200)
    heard(page, "newest")
    assert (asked, page.evaluate("window.heard.includes('nav-alerts')")) == ([], False)
    notice_publish({"alerts": [1]})
    heard(page, "nav-alerts")
    page.wait_for_timeout(500)
    assert len(asked) == 1
