"""The page of a topic while its matter goes on: it says what is new, counts it, and does not move under the reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from monitor.lib.clock import hour_of, utc_now
from monitor.lib.notice import notice_publish
from monitor.models import Alert, Topic, TopicHour
from tests.browser.conftest import Desk, in_both_languages, without_charts
from tests.conftest import make_item, make_source, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]


@pytest.fixture
def growing(web: object) -> Topic:
    """A topic of two hours with six originals."""
    now, source = utc_now(), make_source(name="云河晚报", state="healthy", last_checked_at=utc_now())
    parts = {"volume": 30.0, "speed": 6.0, "spread": 4.0, "negativity": 8.0, "computed_at": now.isoformat()}
    topic = make_topic(title="云河新城项目欠薪", heat=48, heat_parts=parts, state="growing", n_items=6, n_originals=6)
    for n in range(6):
        make_item(source=source, at=now - timedelta(minutes=10 * n + 5), topic_id=topic.pk, sentiment="neg")
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=6, n_originals=6, n_neg=6)
    return topic


def top(page: Page) -> float:
    """Where the first report stands."""
    box = page.locator("#topic-items [data-item]").first.bounding_box()
    assert box is not None
    return box["y"]


@in_both_languages
def test_three_new_reports_are_announced_and_counted_without_a_jump(desk: Desk, growing: Topic) -> None:
    page = desk.sign_in(f"/topics/{growing.pk}/")
    expect(page.locator("html[data-connected]")).to_be_attached(timeout=30_000)
    expect(page.locator("[data-drawn]")).to_be_visible()
    page.evaluate("window.sameDocument = true; scrollTo(0, 120)")
    first, before = page.locator("#topic-items [data-item]").first.inner_text(), top(page)
    for n in range(3):
        make_item(topic_id=growing.pk, title=f"工友第 {n + 1} 次反映", at=utc_now())
    Topic.objects.filter(pk=growing.pk).update(n_items=9, n_originals=9)
    notice_publish({"topics": [growing.pk]})
    button = page.locator("[data-arrivals-button]")
    said = desk.say("{n} 条新报道").replace("{n}", "3")
    expect(button).to_have_text(f"● {said} ↑", timeout=15_000)
    expect(page.locator("#topic-lead")).to_contain_text("9")
    assert (page.locator("#topic-items [data-item]").first.inner_text(), top(page)) == (first, before)
    button.click()
    expect(page.locator("#topic-items [data-item]").first).to_contain_text("工友第 3 次反映")
    expect(page.locator("#topic-items [data-item]")).to_have_count(9)
    expect(button).to_be_hidden()
    assert page.evaluate("window.sameDocument")


@without_charts
def test_an_alert_appears_on_the_page_that_had_none(desk: Desk, growing: Topic) -> None:
    page = desk.sign_in(f"/topics/{growing.pk}/")
    expect(page.locator("html[data-connected]")).to_be_attached(timeout=30_000)
    expect(page.locator("#topic-alerts")).to_be_hidden()
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=growing, raised_at=utc_now(), changed_at=utc_now())
    notice_publish({"alerts": [alert.pk]})
    expect(page.locator("#topic-alerts a")).to_have_attribute("href", f"/alerts/{alert.pk}/", timeout=15_000)
    expect(page.locator("#nav-alerts")).to_contain_text("1")


@without_charts
def test_desk_and_topic_in_two_tabs_share_one_stream(desk: Desk, growing: Topic) -> None:
    streams: list[str] = []
    desk.context.on("request", lambda request: streams.append(request.url) if "/live/" in request.url else None)
    page, other = desk.sign_in(f"/topics/{growing.pk}/"), desk.tab()
    desk.watch(other)
    other.goto(desk.server.url)
    for tab in (page, other):
        expect(tab.locator("html[data-connected]")).to_be_attached(timeout=30_000)
    item = make_item(topic_id=growing.pk, title="工友又来反映", at=utc_now())
    notice_publish({"topics": [growing.pk], "items": [item.id]})
    expect(other.locator("#newest")).to_contain_text("工友又来反映", timeout=15_000)
    expect(page.locator("[data-arrivals-button]")).to_be_visible(timeout=15_000)
    assert not [url for url in streams if "view=" not in url], "a page opened a stream of its own"
