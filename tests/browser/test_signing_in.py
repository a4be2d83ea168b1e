"""Two-step verification in a real browser: the picture under our CSP, the codes, and the way back in."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Desk
from tests.conftest import PASSWORD
from tests.dashboards.signing import code_at

pytestmark = pytest.mark.browser


def test_a_member_sets_up_a_second_step_and_signs_in_with_it(desk: Desk) -> None:
    page = desk.open("/login/?next=/me/")
    page.get_by_label("用户名").fill(desk.user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="启用两步验证").click()
    picture = page.get_by_role("img", name="验证器用的二维码")
    assert picture.evaluate("it => it.complete && it.naturalWidth > 100")
    secret = page.locator("main .copyable").inner_text()
    page.get_by_label("验证码").fill(code_at(secret))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="恢复码").wait_for()
    page.locator("summary", has_text="周值班").click()
    page.get_by_role("button", name="退出登录", exact=True).click()
    page.get_by_label("用户名").fill(desk.user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("验证码").fill(code_at(secret, 1))
    page.keyboard.press("Enter")
    page.wait_for_url(desk.server.url + "/")
