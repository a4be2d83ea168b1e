"""The wall on a screen that nobody signs in at: scenes change, a fault is said and mends itself, replays leave nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from monitor.lib.clock import hour_of, utc_now
from monitor.models import SCENES, Alert, Role, TopicHour
from monitor.wall.links import wall_link_add
from tests.browser.conftest import LANGUAGES, Desk
from tests.conftest import make_item, make_source, make_topic, make_user
from tests.e2e.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
FULL_HD = {"width": 1920, "height": 1080}
FOUR_K = {"width": 3840, "height": 2160}
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SCREENS = [{"language": language, "viewport": FULL_HD} for language in LANGUAGES]
STALE = {
    "zh": "数据已 3 分钟未更新：与服务器的连接中断",
    "en": "No update for 3 min: connection to the server lost",
}
SIZES = """[...document.querySelectorAll('.fig')].map((box) => parseFloat(getComputedStyle(box).fontSize))"""
WIDE = "document.documentElement.scrollWidth - innerWidth"
OUTSIDE = """[...document.querySelectorAll('.scene *:not(.visually-hidden, defs, defs *)')].filter((box) => {
    const { right, bottom, top } = box.getBoundingClientRect();
    const stage = document.getElementById('stage').getBoundingClientRect();
    return right > innerWidth || bottom > stage.bottom + 1 || top < stage.top - 1;
}).map((box) => box.closest('.scene').className + ' ' + box.className)"""

FILLED = """[...document.querySelectorAll('.scene')].map((scene) => {
    const stage = document.getElementById('stage').getBoundingClientRect();
    const shown = [...scene.querySelectorAll('*:not(.visually-hidden, defs, defs *)')].map((box) => box.getBoundingClientRect());
    const part = (from, to, all) => (Math.max(...shown.map((box) => box[to])) - Math.min(...shown.map((box) => box[from]))) / all;
    return [scene.className, part('left', 'right', stage.width), part('top', 'bottom', stage.height)];
})"""
CUT = """[...document.querySelectorAll('.scene *, .wall-head *')].filter((box) =>
    box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== 'visible' && box.className !== 'visually-hidden'
).map((box) => box.className)"""


def empty(page: Page) -> list[tuple[str, float, float]]:
    """Scenes that leave too much of the screen empty: name, shares of width and height. Charts are drawn a moment after the page is there."""
    return [(name, across, down) for name, across, down in page.evaluate(FILLED) if across <= 0.75 or down <= 0.4]


def busy(language: str = "zh-hans") -> str:
    """A district with something in every scene; the address of a link to its wall."""
    now, source = utc_now(), make_source(name="云河晚报", state="failing", failing_since=utc_now())
    for n in range(6):
        topic = make_topic(title=f"云河新城第{n}标段项目部拖欠农民工工资引发关注", first_at=now - timedelta(minutes=n))
        TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=9 - n, n_originals=9 - n)
        make_item(source=source, topic_id=topic.pk, sentiment=("neg", "neu", "pos")[n % 3])
        Alert.objects.create(kind="topic_rising", level=n % 4 + 1, topic=topic, raised_at=now, changed_at=now)
    facts = {"name": "一楼大厅", "scenes": SCENES, "area": "", "unit": None, "expires_at": now + timedelta(days=1)}
    _row, secret = wall_link_add(**facts, by=make_user(Role.ADMIN), now=now)
    return f"/wall/open/?language={language}&interval=5#{secret}"


def shown(page: Page) -> str:
    return str(page.locator(".scene-on").get_attribute("class"))


@pytest.mark.parametrize("desk", SCREENS, ids=["zh", "en"], indirect=True)
def test_a_screen_shows_the_wall_says_when_it_is_stale_and_recovers(desk: Desk) -> None:
    desk.page.clock.install()
    page = desk.open(busy(LANGUAGES[desk.language][1]))
    expect(page.locator(".scene-on .fig").first).to_be_visible()
    assert page.locator(".scene").count() == len(SCENES)
    assert len(sizes := page.evaluate(SIZES)) > 15
    assert min(sizes) >= 64
    assert page.evaluate(OUTSIDE) == []
    expect(page.locator("#age")).to_contain_text(desk.say("核对 {time}").replace("{time}", "").strip())
    page.keyboard.press("ArrowRight")
    assert "scene-volume" in shown(page)
    page.clock.run_for(5_000)
    expect(page.locator(".scene-sentiment")).to_have_class(re.compile("scene-on"))  # by itself
    page.keyboard.press(" ")
    expect(page.locator("[data-do=pause]")).to_have_text(desk.say("继续"))
    page.evaluate("window.sameDocument = true")
    page.context.route("**/wall/state.json*", lambda route: route.abort())
    page.clock.run_for(3 * 60_000 + 20_000)
    expect(page.locator("#fault")).to_contain_text(STALE[desk.language])
    assert page.evaluate(OUTSIDE) == []
    page.context.unroute("**/wall/state.json*")
    page.clock.run_for(6_000)
    expect(page.locator("#fault")).to_be_empty()
    assert page.evaluate("window.sameDocument")
    desk.faults[:] = [fault for fault in desk.faults if "ERR_FAILED" not in fault]


def test_the_same_picture_fills_a_laptop_a_full_hd_and_a_4k_screen_and_a_phone_reads_it_without_scrolling_sideways(
    desk: Desk,
) -> None:
    page, sizes = desk.open(busy()), {}
    expect(page.locator(".scene-on .fig").first).to_be_visible(timeout=30_000)
    for screen in (LAPTOP, FULL_HD, FOUR_K):
        page.set_viewport_size(screen)  # type: ignore[arg-type]
        wait_for(lambda: empty(page) == [], seconds=30, message=f"half of a scene stays empty: {screen} {empty(page)}")
        sizes[screen["width"]] = page.evaluate(SIZES)
        assert page.evaluate(OUTSIDE) == [], screen
        assert page.evaluate(CUT) == [], screen
        assert page.evaluate(WIDE) <= 0, screen
    assert sizes[3840] == pytest.approx([2 * size for size in sizes[1920]], rel=0.01)
    assert sizes[1366] == pytest.approx([size * 1366 / 1920 for size in sizes[1920]], rel=0.01)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate(WIDE) <= 0


def test_a_replayed_week_leaves_no_nodes_behind(desk: Desk) -> None:
    busy()
    desk.user.role = Role.LEAD
    desk.user.save()
    page = desk.sign_in(f"/wall/?replay={utc_now().strftime('%G-W%V')}&minutes=0.5&scenes=numbers,volume")
    clock, count = page.locator("#clock"), "document.querySelectorAll('*').length"
    expect(page.locator("#age")).to_contain_text("回放")
    expect(clock).to_have_text(re.compile(r"\d\d-\d\d \d\d:00"))
    before, moment = page.evaluate(count), clock.inner_text()
    expect(clock).not_to_have_text(moment)
    assert page.evaluate(count) < before + 60
