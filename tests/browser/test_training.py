"""A trainee in a real browser: starts, notes a topic from the desk, answers, tags by keyboard, sees the result."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from monitor.lib.clock import utc_now
from monitor.models import Training, TrainingNote, TrainingTag
from tests.browser.conftest import Desk, quiet, without_charts
from tests.conftest import make_item, make_source, make_topic
from tests.dashboards.serving import Server, web_server
from tests.e2e.stack import wait_for
from tests.training.world import exercise

PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}


@pytest.fixture(scope="module")
def exercising(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The web server of an exercise whose truth is in a folder of its own."""
    folder = tmp_path_factory.mktemp("exercise")
    with pytest.MonkeyPatch.context() as patch:
        exercise(folder, patch)
        with web_server(TINGCHAO_DRILL="1", TINGCHAO_DATA=str(folder)) as running:
            yield running


@pytest.fixture
def web(transactional_db: None, exercising: Server) -> Iterator[Server]:
    yield exercising
    quiet()


@pytest.fixture
def page(desk: Desk) -> Page:
    """A training begun by the signed-in monitor; a topic with two items published since."""
    found = desk.sign_in("/items/")
    found.locator(".nav-more > summary").click()
    found.get_by_role("link", name="训练", exact=True).click()
    found.get_by_role("button", name="开始训练").click()
    expect(found.get_by_role("heading", name="训练单")).to_be_visible()
    topic = make_topic(title="云河快递站点拖欠派件费", heat=40)
    for title in ("云河快递站点又拖欠派件费", "派件费三个月没结，站长说再等等"):
        make_item(source=make_source(), at=utc_now(), topic_id=topic.pk, title=title)
    return found


@without_charts
def test_a_topic_is_noted_from_its_row_on_the_desk_and_answered(desk: Desk, page: Page) -> None:
    desk.open("/")

    def noted() -> bool:
        """Again, when the row was drawn anew under the click; once it is noted, its button is gone."""
        if page.locator(".messages").get_by_text("已记入训练").count():
            return True
        with suppress(PlaywrightError):
            page.locator("#topics .training-only").first.click(timeout=2_000)
        return False

    wait_for(noted, seconds=30, message="the topic was not noted")
    page.locator(".training-bar .btn").click()
    note = page.locator(".training-note")
    note.get_by_label("要", exact=True).check(force=True)
    note.get_by_label("工资报酬").check(force=True)
    note.get_by_label("先核实情况").check(force=True)
    note.get_by_role("button", name="作答").click()
    expect(page.locator(".training-note").get_by_text("已保存")).to_be_visible()
    saved = TrainingNote.objects.get()
    assert (saved.needs_alert, saved.areas, saved.first_step) == (True, ["wages"], "verify")


def test_items_are_tagged_by_keyboard_alone(desk: Desk, page: Page) -> None:
    page.reload()
    forms = page.locator(".training-tag form")
    expect(forms).to_have_count(2)
    forms.first.focus()
    for key in ("0", "1", "4", "q", "Enter"):  # an area takes back 与职工无关
        page.keyboard.press(key)
    expect(page.locator(".training-tag").first).to_contain_text("已标注")
    expect(page.locator(".training-tag form").nth(1)).to_be_focused()
    tag = TrainingTag.objects.exclude(tagged_at=None).get()
    assert (tag.areas, tag.tone) == (["wages", "hours"], "neg")


def test_the_clock_runs_and_the_result_comes_by_itself(desk: Desk, page: Page) -> None:
    clock = page.locator(".training-clock b")
    before = clock.inner_text()
    expect(clock).not_to_have_text(before, timeout=3_000)
    run = Training.objects.get()
    begun = utc_now() - timedelta(minutes=15) + timedelta(seconds=3)
    Training.objects.filter(pk=run.pk).update(started_at=begun, ends_at=begun + timedelta(minutes=15))
    desk.open(f"/training/{run.pk}/")
    expect(page.get_by_text("这些数是怎么来的")).to_be_visible(timeout=15_000)
    assert Training.objects.get().finished_at == begun + timedelta(minutes=15)


@pytest.mark.parametrize("desk", [PHONE], indirect=True)
def test_a_phone_shows_sheet_and_result_without_scrolling_sideways(desk: Desk, page: Page) -> None:
    run = Training.objects.get()
    for path in ("/", "/training/", f"/training/{run.pk}/"):
        desk.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    desk.open(f"/training/{run.pk}/")
    page.get_by_role("button", name="提前结束，看结果").click()
    expect(page.get_by_text("这些数是怎么来的")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
