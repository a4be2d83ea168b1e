"""Debian's Chromium on the real web server: every page is watched for CSP reports, script errors and foreign requests."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from monitor.models import Role, User
from tests.conftest import PASSWORD, make_user
from tests.dashboards.serving import Server, web_server

CHROMIUM = Path("/usr/bin/chromium")
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REPORT = """addEventListener("securitypolicyviolation", (e) => console.error(
    `CSP ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium; without it CI fails, elsewhere the browser tests are skipped once, loudly.

    One per module, not per session: Playwright keeps an event loop running in this thread until it is stopped, and no other
    test could start one of its own.
    """
    if not CHROMIUM.exists():
        message = f"no {CHROMIUM}: `apt-get install chromium` to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        sys.stderr.write(f"\n*** {message}\n")
        pytest.skip(message)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop running in this thread
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@dataclass
class Desk:
    """A browser with a signed-in member. `faults` are CSP reports, script errors and requests to other hosts."""

    server: Server
    context: BrowserContext
    page: Page
    user: User
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.server.url + path)
        return self.page

    def sign_in(self) -> Page:
        page = self.open("/login/")
        page.fill("[name=username]", self.user.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(self.server.url + "/")
        return page

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: None if self._ours(r.url) else self.faults.append(f"foreign: {r.url}"))

    def _ours(self, url: str) -> bool:
        return url.startswith((self.server.url, "data:", "blob:"))


@pytest.fixture
def web(transactional_db: None) -> Iterator[Server]:
    with web_server() as running:
        yield running


@pytest.fixture
def desk(chromium: Browser, web: Server, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """A duty monitor at a Chinese browser of 1366x768 (`indirect` parameters change it); faults fail the test."""
    options = {"locale": "zh-CN", "viewport": {"width": 1366, "height": 768}} | getattr(request, "param", {})
    context = chromium.new_context(**options)
    context.add_init_script(REPORT)
    page = context.new_page()
    found = Desk(web, context, page, make_user(Role.MONITOR, name="周值班"))
    found.watch(page)
    yield found
    context.close()
    assert found.faults == []
