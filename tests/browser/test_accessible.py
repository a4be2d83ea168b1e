"""WCAG 2.2 AA on every page: axe's rules, what the keyboard reaches, and whether the focus is seen."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from dashboards.nav import PAGES
from monitor.lib.clock import hour_of, utc_now
from monitor.models import Alert, AlertEvent, Channel, Role, TopicHour, User, audit_record
from monitor.plans.check import PlanText
from monitor.plans.edit import plan_create
from monitor.rules.edit import RuleText, rule_create
from tests.browser.conftest import Desk, without_charts
from tests.conftest import make_item, make_source, make_topic, make_unit
from tests.e2e.stack import wait_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # on a quiet machine a quarter of that
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {"type": "tag", "values": TAGS}
OF_THEME = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OF_LANGUAGE = {"type": "rule", "values": ["target-size", "link-in-text-block"]}
OF_PHONE = {"type": "rule", "values": ["scrollable-region-focusable"]}
AXE = """async (rules) => (await axe.run({ resultTypes: ['violations'], runOnly: rules })).violations.map(
    (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)"""
MORE = (
    "items",
    "clue",
    "units",
    "roster",
    "assessment",
    "alert_routes",
    "response_plans",
    "handover",
    "contact",
    "alert_rules",
    "rule_new",
    "plan_new",
    "rule_groups",
    "wordings",
    "source_add",
    "wall_replay",
    "wall_links",
    "handbook",
    "handling_times",
    "roster_calendar",
    "roster_import",
    "member_import",
    "source_import",
    "rule_import",
    "items_import",
    "topic_merge",
    "setup",
    "mfa_activate_totp",
)
DETAIL = re.compile(r'href="(/(?:[a-z-]+)/(?:\d+|[a-z_]+)/(?:(?:split|parts|edit|try)/)?)(?=["?#])')
KEYBOARD = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter((box) => {
    if (box.disabled || box.type === 'hidden' || box.closest('[inert]') || !box.checkVisibility({ visibilityProperty: true })) return false;
    box.focus({ preventScroll: true });
    if (document.activeElement !== box) return true;
    const seen = [box, box.nextElementSibling, box.parentElement].some((one) => one && parseFloat(getComputedStyle(one).outlineWidth) >= 2
        && getComputedStyle(one).outlineStyle !== 'none');
    return box.tabIndex < 0 || !seen;
}).map((box) => box.outerHTML.slice(0, 160))"""


def one_of_each(by: User) -> None:
    """A district in which every list has a row, so that every kind of page has one to show."""
    now, source, unit = utc_now(), make_source(state="healthy", last_checked_at=utc_now()), make_unit()
    topic = make_topic(state="growing", heat=40, heat_parts={"volume": 30, "speed": 4, "spread": 3, "negativity": 3})
    TopicHour.objects.create(topic=topic, hour=hour_of(now), n_items=2, n_originals=2, n_neg=2)
    for tone in ("neg", "pos"):
        make_item(source=source, topic_id=topic.pk, sentiment=tone, units=[unit.pk])
    make_item(in_focus=False, areas=[])
    alert = Alert.objects.create(kind="topic_rising", level=3, topic=topic, raised_at=now, changed_at=now)
    AlertEvent.objects.create(alert=alert, kind="raised", level=3, after="open", at=now)
    rule_create(text=RuleText("拖欠工资", "拖欠 工资", "wages", grave=False), by=by, now=now)
    plan_create(text=PlanText("农民工欠薪", "欠薪"), by=by, now=now)
    Channel.objects.create(kind="webhook", name="值班群", token="https://hook.union.example/1")
    audit_record(actor=by, action="alert_open", target=f"alert:{alert.pk}", detail={"items": 2})


def paths() -> list[str]:
    """The pages of the navigation, and those behind them that need no argument."""
    names = [name for name, *_rest in PAGES if name not in {"mailbox", "training"}]
    return [reverse(name) for name in dict.fromkeys([*names, *MORE])]


def looked_at(page: Page, path: str) -> list[str]:
    """What is wrong with this page, in both themes (one visit: a theme is style alone)."""
    found = page.evaluate(AXE, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in page.evaluate(AXE, OF_THEME)]
    page.emulate_media(color_scheme="light")
    page.keyboard.press("Tab")  # focus is seen when it came by a key
    found += [f"keyboard: {box}" for box in page.evaluate(KEYBOARD)]
    return [f"{path} {fault}" for fault in found]


def walked(desk: Desk) -> tuple[int, list[str]]:
    """(how many kinds of pages were looked at, what is wrong): the listed ones and one of each kind that they lead to."""
    known, todo, faults = set(map(kind, paths())), paths(), []
    while todo:
        path = todo.pop(0)
        page = desk.open(path)
        faults += looked_at(page, path)
        for found in DETAIL.findall(page.content()):
            if kind(found) != found and kind(found) not in known:
                known.add(kind(found))
                todo.append(found)
    return len(known), faults


def kind(path: str) -> str:
    return re.sub(r"\d+", "N", path)


@without_charts
def test_every_page_obeys_wcag_and_is_used_by_keyboard(desk: Desk) -> None:
    desk.user.role = Role.ADMIN
    desk.user.save()
    one_of_each(desk.user)
    desk.context.add_init_script(Axe().axe_script)
    faults = looked_at(desk.open("/login/"), "/login/")
    desk.sign_in("/me/")
    known, more = walked(desk)
    assert faults + more == []
    assert known >= 50
    desk.context.add_cookies([{"name": "tingchao_language", "value": "en", "url": desk.server.url}])
    assert desk.open("/").locator("html").get_attribute("lang") == "en"
    for path in paths()[::3]:  # words of other lengths: what they change is where things stand
        assert desk.open(path).evaluate(AXE, OF_LANGUAGE) == []


@without_charts
@pytest.mark.parametrize("desk", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_on_a_phone_a_wide_table_is_moved_by_keys(desk: Desk) -> None:
    desk.user.role = Role.ADMIN
    desk.user.save()
    one_of_each(desk.user)
    desk.context.add_init_script(Axe().axe_script)
    desk.sign_in("/me/")
    for path in ("/assessment/", "/routes/", "/roster/calendar/", "/quality/"):
        page = desk.open(path)
        assert page.evaluate(AXE, OF_PHONE) == [], path
    desk.open("/assessment/")
    first = page.locator(".table-wrap[role=group]").first
    assert first.get_attribute("aria-label")
    first.focus()
    page.keyboard.press("ArrowRight")
    wait_for(lambda: first.evaluate("box => box.scrollLeft > 0"), seconds=10, message="the table does not move")


def test_the_first_key_leads_past_the_navigation(desk: Desk) -> None:
    page = desk.sign_in("/me/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
