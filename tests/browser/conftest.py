"""Debian's Chromium on the real web server: every page is watched for CSP reports, script errors and foreign requests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from monitor.models import Role, User
from tests.chromium import MISSING, chromium_launch, chromium_path
from tests.conftest import make_user
from tests.dashboards.serving import Server, Serving, cookie
from tests.e2e.stack import wait_for

PLOTLY = "/plotly.min.js"
REPORT = """addEventListener("securitypolicyviolation", (e) => console.error(
    `CSP ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`))"""
BUSY = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
LANGUAGES = {"zh": ("zh-CN", "zh-hans"), "en": ("en-US", "en")}
in_both_languages = pytest.mark.parametrize(
    "desk", [{"language": "zh"}, {"language": "en"}], ids=["zh", "en"], indirect=True
)
without_charts = pytest.mark.usefixtures("no_charts")  # charts are drawn, and looked at, in tests of their own


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium; without it CI fails, elsewhere the browser tests are skipped once, loudly.

    One for the tests of this folder that run one after the other, not per session: Playwright keeps an event loop running in
    this thread until it is stopped, and no other test could start one of its own.
    """
    if chromium_path() is None:
        message = f"{MISSING} for the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        sys.stderr.write(f"\n*** {message}\n")
        pytest.skip(message)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop running in this thread
        browser = chromium_launch(playwright)
        yield browser
        browser.close()


def left_out(message: ConsoleMessage) -> bool:
    """That a test has left Plotly out (`no_charts`)."""
    return message.location["url"].endswith(PLOTLY) and "ERR_BLOCKED_BY_CLIENT" in message.text


@dataclass
class Desk:
    """A browser with a signed-in member. `faults` are CSP reports, script errors and requests to other hosts."""

    server: Server
    context: BrowserContext
    page: Page
    user: User
    language: str = "zh"
    charts: bool = True
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.server.url + path)
        return self.page

    def tab(self) -> Page:
        """One more page of the same browser."""
        page = self.context.new_page()
        if not self.charts:
            leave_out_plotly(page)
        return page

    def sign_in(self, path: str = "/") -> Page:
        """Open a page as this member, with a session as the sign-in page would have begun it (a journey of its own)."""
        name, _, value = cookie(self.user).partition("=")
        self.context.add_cookies([{"name": name, "value": value, "url": self.server.url}])
        return self.open(path)

    def say(self, msgid: str, **values: object) -> str:
        """A sentence of the product in the language of this browser."""
        with translation.override(LANGUAGES[self.language][1]):
            return gettext(msgid) % values if values else gettext(msgid)

    def press(self, msgid: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=self.say(msgid), exact=True).click()

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" and not left_out(m) else None)
        page.on("request", lambda r: None if self._ours(r.url) else self.faults.append(f"foreign: {r.url}"))

    def _ours(self, url: str) -> bool:
        return url.startswith((self.server.url, "data:", "blob:"))


@pytest.fixture(scope="package")
def serving(django_db_setup: None) -> Iterator[Serving]:
    """One web server for all tests of this folder in this process: to start one costs more than most tests."""
    with Serving() as found:
        yield found


@pytest.fixture
def web(transactional_db: None, serving: Serving) -> Iterator[Server]:
    """The server, over a database that is empty again afterwards."""
    yield serving.running()
    quiet()


def quiet() -> None:
    """Wait until no query of a page that was just closed runs: emptying the tables under it could end in a deadlock."""

    def idle() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(BUSY)
            return cursor.fetchone()[0] == 0  # type: ignore[no-any-return]

    wait_for(idle, seconds=20, message="a query of the web server goes on")


@pytest.fixture
def desk(chromium: Browser, web: Server, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A duty monitor at a Chinese browser of 1366x768 (`indirect` parameters change it); faults fail the test."""
    asked = {"viewport": {"width": 1366, "height": 768}} | getattr(request, "param", {})
    language = asked.pop("language", "zh")
    context = chromium.new_context(**{"locale": LANGUAGES[language][0]} | asked)
    context.add_init_script(REPORT)
    page = context.new_page()
    found = Desk(web, context, page, make_user(Role.MONITOR, name="周值班"), language)
    found.watch(page)
    yield found
    context.close()
    assert found.faults == []


@pytest.fixture
def no_charts(desk: Desk) -> None:
    """To read, compile and run their library takes more than half of what opening a page with a chart does.

    Chromium itself leaves it out: to answer in its place, Playwright would stop each request of each page, and keep no file.
    """
    desk.charts = False
    leave_out_plotly(desk.page)


def leave_out_plotly(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setBlockedURLs", {"urls": [f"*{PLOTLY}"]})
