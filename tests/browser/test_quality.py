"""A monitor in a real browser: corrects a label on its own page, does three blind checks by keyboard, reads the quality page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from monitor.lib.clock import utc_now
from monitor.models import CheckAnswer, Item
from monitor.quality.checks import checks_draw
from tests.browser.conftest import Desk
from tests.conftest import make_item
from tests.quality.world import make_check, make_week

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


def test_one_key_corrects_on_the_items_own_page(desk: Desk) -> None:
    item = make_item()
    page = desk.sign_in(f"/items/{item.id}/")
    page.keyboard.press("e")
    expect(page.locator("#correct .corrections")).to_contain_text("负面 → 正面")
    assert Item.objects.get(id=item.id).sentiment == "pos"


def test_three_blind_checks_by_keyboard_alone(desk: Desk) -> None:
    make_week(3, 0)
    checks_draw(now=utc_now())
    page = desk.sign_in("/items/")
    page.locator(".nav-more > summary").click()
    page.get_by_role("link", name="质量", exact=True).click()
    page.get_by_role("link", name="去盲检").click()
    for n, keys in enumerate(("q101", "w0", "e41"), start=1):  # an area takes back 与职工无关
        expect(page.locator(".check-progress")).to_have_text(f"{n - 1}/3")
        for key in keys:
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    expect(page.get_by_text("您这边已经做完了")).to_be_visible()
    given = [(a.sentiment, a.areas) for a in CheckAnswer.objects.order_by("id")]
    assert given == [("neg", ["wages"]), ("neu", []), ("pos", ["hours", "wages"])]


@pytest.mark.parametrize("desk", [PHONE], indirect=True)
def test_a_phone_shows_quality_and_checks_without_scrolling_sideways(desk: Desk) -> None:
    make_check()
    make_week(1, 0)
    for path in ("/quality/", "/quality/check/", f"/items/{Item.objects.latest('id').id}/"):
        page = desk.sign_in(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
