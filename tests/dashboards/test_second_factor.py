"""The second factor: set up, asked for, used once, lost, required."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from monitor.models import AuditEntry, Role, User
from tests.dashboards.signing import SECRET, app_of, code_at, code_of, enter, quick_member

pytestmark = pytest.mark.django_db
ADD = "/me/factor/add/"


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests() -> None:
    cache.clear()


def shown_secret(client: Client, path: str = ADD) -> str:
    page = client.get(path).content.decode()
    assert '<img class="qr" src="data:image/svg+xml;base64,' in page
    return page.split('class="copyable">')[1].split("<")[0]


def test_a_member_sets_it_up_and_gets_recovery_codes(client: Client, settings: Any) -> None:
    user, elsewhere = quick_member(settings), Client()
    elsewhere.force_login(user)
    enter(client, user)
    code = code_at(shown_secret(client))
    answer = client.post(ADD, {"code": code})
    assert answer["Location"] == "/me/factor/codes/"
    assert client.get("/me/factor/codes/").content.decode().count('<span class="copyable">') == 10
    assert elsewhere.get("/me/").status_code == 302  # it came in without a code
    client.post("/logout/")
    enter(client, user)
    assert "验证码不对或已用过" in client.post("/login/code/", {"code": code}).content.decode()  # used at the set-up


def test_the_secret_stands_sealed_in_the_row(settings: Any) -> None:
    row = app_of(quick_member(settings))
    assert SECRET not in json.dumps(row.data)
    before = code_of(row)
    settings.SECRET_KEY = "another" * 10
    from monitor.lib.clock import utc_now
    from monitor.team.factors import code_accept

    assert code_accept(user=row.user, code=before, now=utc_now()) is None  # no code fits, rather than any


def test_the_password_alone_opens_nothing(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    row = app_of(user)
    assert enter(client, user, next="/topics/")["Location"].startswith("/login/code/")
    assert client.get("/me/").status_code == 302
    assert client.post("/login/code/", {}).status_code == 302  # a form without a code
    assert client.post("/login/code/", {"code": code_of(row)})["Location"] == "/topics/"
    assert AuditEntry.objects.get(action="sign_in").detail["ways"] == ["password", "mfa"]


def test_a_code_that_was_used_or_is_older_opens_nothing_more(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    row, other = app_of(user), Client()
    code, older = code_of(row), code_of(row, -1)
    enter(client, user)
    client.post("/login/code/", {"code": code})
    cache.clear()  # as another process would have it
    enter(other, user)
    for replayed in (code, older):
        assert "已用过" in other.post("/login/code/", {"code": replayed}).content.decode()
    assert other.post("/login/code/", {"code": code_of(row, 1)})["Location"] == "/"


def test_a_recovery_code_works_once(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    app_of(user)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    enter(client, user)
    assert client.post("/login/code/", {"code": code})["Location"] == "/"
    other = Client()
    enter(other, user)
    assert "已用过" in other.post("/login/code/", {"code": code}).content.decode()


def test_wrong_codes_lock_the_door_as_wrong_passwords_do(client: Client, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    user = quick_member(settings)
    row = app_of(user)
    enter(client, user)
    for _ in range(3):
        client.post("/login/code/", {"code": "000000"})
    answer = client.post("/login/code/", {"code": code_of(row)})
    assert answer.status_code == 429
    assert enter(Client(), user).status_code == 429
    assert AuditEntry.objects.filter(action="sign_in_failed", detail__what="code").count() == 3


def test_a_lead_without_one_is_taken_to_the_set_up_before_any_other_page(client: Client, settings: Any) -> None:
    settings.MFA_REQUIRED = True
    user = quick_member(settings, Role.LEAD)
    enter(client, user)
    for path in ("/", "/topics/", "/me/", "/audit/"):
        assert client.get(path)["Location"] == ADD
    assert client.get("/topics/", headers={"HX-Request": "true"})["HX-Redirect"] == ADD
    assert client.get("/live/", headers={"Accept": "text/event-stream"}).status_code == 401
    client.post(ADD, {"code": code_at(shown_secret(client))})
    assert client.get("/me/").status_code == 200
    assert "您的角色必须启用两步验证，不能关闭" in client.get("/me/factor/remove/").content.decode()
    client.post("/me/factor/remove/")
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_monitor_does_not_need_one_even_then(client: Client, settings: Any, duty: User) -> None:
    settings.MFA_REQUIRED = True
    client.force_login(duty)
    assert client.get("/me/").status_code == 200


def test_a_change_long_after_the_sign_in_asks_for_the_password_again(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    client.force_login(user)  # knows of no password
    assert client.get(ADD)["Location"] == "/me/again/?next=%2Fme%2Ffactor%2Fadd%2F"
    assert "密码不对" in client.post("/me/again/", {"password": "wrong", "next": ADD}).content.decode()
    assert client.post("/me/again/", {"password": "correct-horse-battery", "next": ADD})["Location"] == ADD
    assert client.get(ADD).status_code == 200


def test_a_member_may_switch_it_off_again(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    row = app_of(user)
    enter(client, user)
    client.post("/login/code/", {"code": code_of(row)})
    assert client.post("/me/factor/remove/")["Location"] == "/me/"
    assert not Authenticator.objects.filter(user=user).exists()
    assert AuditEntry.objects.filter(action="second_factor_off", actor=user.username).exists()


def test_an_admin_resets_a_lost_one_and_its_sessions_end(client: Client, settings: Any, admin: User) -> None:
    user, lost = quick_member(settings, Role.LEAD), Client()
    app_of(user)
    lost.force_login(user)
    client.force_login(admin)
    client.post(f"/members/{user.pk}/factor/")
    assert not Authenticator.objects.filter(user=user).exists()
    assert lost.get("/me/").status_code == 302
    assert AuditEntry.objects.get(action="second_factor_reset").target == f"user:{user.pk}"


def test_new_recovery_codes_end_the_old_ones(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    row = app_of(user)
    enter(client, user)
    client.post("/login/code/", {"code": code_of(row)})
    client.post("/me/factor/codes/new/")
    first = client.get("/me/factor/codes/").content
    client.post("/me/factor/codes/new/")
    assert client.get("/me/factor/codes/").content != first
