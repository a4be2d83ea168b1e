"""Signing in and out, language, theme."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from monitor.models import User
from tests.conftest import PASSWORD
from tests.dashboards.signing import quick_member

pytestmark = pytest.mark.django_db


def sign_in(client: Client, user: User, password: str = PASSWORD) -> int:
    return client.post("/login/", {"username": user.username, "password": password}).status_code


def test_a_member_signs_in_and_lands_on_the_desk(client: Client, duty: User) -> None:
    response = client.post("/login/", {"username": duty.username.upper(), "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_a_wrong_password_says_so_and_signs_nobody_in(client: Client, duty: User) -> None:
    response = client.post("/login/", {"username": duty.username, "password": "wrong"})
    assert "用户名或密码不对" in response.content.decode()
    assert client.get("/").status_code == 302


def test_the_ninth_try_finds_the_door_locked_even_with_the_right_password(client: Client, settings: Any) -> None:
    member = quick_member(settings)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, member, "wrong")
    response = client.post("/login/", {"username": member.username, "password": PASSWORD})
    assert response.status_code == 429
    assert "登录已暂停" in response.content.decode()


def test_signing_out_needs_a_post(client: Client, duty: User) -> None:
    client.force_login(duty)
    assert client.get("/logout/").status_code == 405
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_the_language_is_kept_in_a_cookie_and_for_mails(client: Client, duty: User) -> None:
    client.force_login(duty)
    response = client.post("/language/", {"language": "en", "next": "/?window=7d"})
    assert response["Location"] == "/?window=7d"
    assert '<html lang="en"' in client.get("/").content.decode()
    assert User.objects.get(pk=duty.pk).language == "en"


def test_the_language_form_sends_nobody_to_another_site(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_the_chosen_theme_is_in_the_page_before_any_script_runs(client: Client, viewer: User) -> None:
    client.cookies["tingchao_theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/login/").content.decode()
    client.cookies["tingchao_theme"] = '"><script>'
    assert "data-theme" not in client.get("/login/").content.decode().split("</head>")[0].split("<head>")[0]


def test_an_exercise_is_marked_in_the_frame(client: Client, settings: object) -> None:
    settings.DRILL = True  # type: ignore[attr-defined]
    assert "drill-mark" in client.get("/login/").content.decode()
