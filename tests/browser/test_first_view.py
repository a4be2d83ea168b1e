"""What a browser that was never here before fetches, and whether anything moves under the reader's eyes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from monitor.models import KeywordRule, Plan, Role
from tests.browser.conftest import Desk
from tests.browser.test_accessible import one_of_each
from tests.browser.test_wall import busy

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
MOST_BYTES = 1_500_000
STILL = 0.001  # Google calls up to 0.1 good
PHONE = {"viewport": {"width": 390, "height": 844}}
WATCH = """window.shifts = []; new PerformanceObserver((list) => window.shifts.push(...list.getEntries().filter((one) => !one.hadRecentInput)
    .map((one) => [one.value, ...one.sources.map(({ node }) => String(node?.outerHTML ?? node?.textContent).slice(0, 120))])))
    .observe({ type: 'layout-shift', buffered: true })"""
FETCHED = """[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .map((one) => [one.name, one.transferSize])"""


def settled(desk: Desk, path: str) -> Page:
    """The page, with its charts drawn, its fonts there and its fragments fetched."""
    desk.page.set_default_timeout(120_000)  # fonts and Plotly anew, on a machine with other work
    page = desk.open(path)
    for chart in page.locator("[data-chart]").all():
        expect(chart).to_have_attribute("data-drawn", re.compile(r"\d+"), timeout=60_000)
    page.wait_for_load_state("networkidle") if not page.locator("#live, .wall").count() else page.wait_for_timeout(1500)
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


@pytest.mark.parametrize("desk", [{}, PHONE], ids=["desktop", "phone"], indirect=True)
def test_nothing_moves_while_a_page_comes_in(desk: Desk) -> None:
    desk.user.role = Role.ADMIN
    desk.user.save()
    one_of_each(desk.user)
    desk.context.add_init_script(WATCH)
    rule, plan = KeywordRule.objects.get().pk, Plan.objects.get().pk
    moved = {}
    desk.sign_in("/me/")
    for path in (
        "/",
        "/search/?q=工资",
        "/compare/?by=sources",
        "/rules/new/",
        f"/rules/{rule}/",
        f"/plans/{plan}/edit/",
    ):
        shifts = settled(desk, path).evaluate("window.shifts")
        if sum(shift[0] for shift in shifts) > STILL:
            moved[path] = shifts
    assert moved == {}


@pytest.mark.parametrize("desk", [{"viewport": {"width": 1920, "height": 1080}}], indirect=True)
def test_nothing_moves_while_the_wall_comes_in(desk: Desk) -> None:
    desk.context.add_init_script(WATCH)
    page = settled(desk, busy())
    expect(page.locator(".scene-on .fig").first).to_be_visible()
    assert sum(shift[0] for shift in page.evaluate("window.shifts")) <= STILL, page.evaluate("window.shifts")


def test_the_first_view_is_small_besides_plotly_which_is_kept_for_good(desk: Desk) -> None:
    one_of_each(desk.user)
    kept: list[str] = []
    desk.page.on("response", lambda r: kept.append(r.headers["cache-control"]) if "/plotly.min" in r.url else None)
    fetched = settled(desk, desk.sign_in("/").url.removeprefix(desk.server.url)).evaluate(FETCHED)
    sizes = dict(fetched)
    assert any("/plotly-" in name for name in sizes)
    assert sum(size for name, size in fetched if "plotly.min" not in name) <= MOST_BYTES
    assert len(sizes) > 15
    assert all("immutable" in found and "public" in found for found in kept)
    assert kept
