"""Single sign-on in a real browser, against a provider on this machine: the button, the way there and back, refusals, signing out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from monitor.models import Role
from tests.browser.conftest import Desk, in_both_languages
from tests.conftest import make_user
from tests.dashboards.oidc_provider import CLIENT, SECRET, Provider, oidc_provider
from tests.dashboards.serving import Server, web_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
REFUSED = "您不在成员名单里，或账号已停用。请联系管理员添加后再登录。"
FAILED = "统一身份登录没有成功。请重试；仍不行时用用户名和密码登录，并告知管理员。"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider() as running:
        yield running


@pytest.fixture
def ours(transactional_db: None, provider: Provider) -> Iterator[Server]:
    """A web server that sends its members to this provider."""
    settings = {"ISSUER": provider.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "NAME": "云河统一身份"}
    with web_server(**{f"TINGCHAO_OIDC_{name}": value for name, value in settings.items()}) as running:
        yield running


@in_both_languages
def test_a_member_comes_in_by_the_provider_is_told_when_refused_and_signs_out(
    desk: Desk, ours: Server, provider: Provider
) -> None:
    desk.server = ours
    member = make_user(Role.LEAD, name="李组长")
    provider.claims = {"sub": "7", "preferred_username": member.username}
    page = desk.open("/topics/")
    button = page.get_by_role("button", name="云河统一身份")
    button.focus()
    page.keyboard.press("Enter")  # by the keyboard, and back to the page that was asked for
    page.wait_for_url(f"{ours.url}/topics/")
    page.locator(".frame summary", has_text="李组长").click()
    desk.press("退出登录")
    expect(button).to_be_visible()

    provider.claims = {"sub": "8", "preferred_username": "stranger"}
    button.click()
    expect(page.get_by_text(desk.say(REFUSED))).to_be_visible()
    provider.refuse = "access_denied"
    button.click()
    expect(page.get_by_text(desk.say(FAILED))).to_be_visible()
    assert page.url == f"{ours.url}/login/"
    desk.faults[:] = [fault for fault in desk.faults if not fault.startswith(f"foreign: {provider.issuer}/authorize")]
