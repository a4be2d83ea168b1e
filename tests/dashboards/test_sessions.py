"""How long a sign-in lasts, what ends it, and what the audit log says of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dashboards.views.live import _still_welcome
from monitor.lib.clock import utc_now
from monitor.models import AuditEntry, MemberSession, User
from monitor.team import session_store
from monitor.team.session_store import SEEN
from monitor.team.sessions import sessions_prune
from tests.conftest import ITERATIONS, PASSWORD
from tests.dashboards.signing import enter, quick_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_from_other_tests() -> None:
    cache.clear()


def seen_ago(client: Client, **ago: int) -> None:
    """As if the member had last done something then."""
    session = client.session
    session[SEEN] = int((utc_now() - timedelta(**ago)).timestamp())
    session.save()


def welcome(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_the_session_key_changes_at_sign_in(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = str(session.session_key)
    enter(client, user)
    assert welcome(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not MemberSession.objects.filter(session_key=planted).exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "http://localhost/x", "javascript:alert(1)"]
)
def test_after_the_sign_in_nobody_lands_on_another_site(client: Client, settings: Any, target: str) -> None:
    assert enter(client, quick_member(settings), next=target)["Location"] == "/"


def test_after_the_sign_in_the_page_that_was_asked_for_opens(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    page = client.get("/login/?next=/topics/%3Fwindow%3D7d").content.decode()
    assert 'name="next" value="/topics/?window=7d"' in page
    assert enter(client, user, next="/topics/?window=7d")["Location"] == "/topics/?window=7d"


def test_a_form_without_its_token_signs_nobody_in(settings: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert enter(strict, quick_member(settings)).status_code == 403
    assert not welcome(strict)


def test_the_cookie_ends_with_the_browser_and_no_script_or_other_site_gets_it(client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True  # as it is under an https address: tests/frame/test_settings.py
    enter(client, quick_member(settings))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_who_does_nothing_is_signed_out_in_the_end(client: Client, settings: Any, duty: User) -> None:
    client.force_login(duty)
    seen_ago(client, minutes=settings.IDLE_MINUTES - 1)
    assert welcome(client)  # and this was a click: the time begins anew
    assert MemberSession.objects.get(user=duty).seen_at > utc_now() - timedelta(minutes=1)
    seen_ago(client, minutes=settings.IDLE_MINUTES + 1)
    assert not welcome(client)


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/contact/notifications/take/", {}),
        ("/me/active/", {"X-Background": "1"}),
        ("/me/active/", {"Accept": "text/event-stream"}),
    ],
)
def test_what_a_page_asks_for_by_itself_keeps_nobody_signed_in(
    client: Client, duty: User, path: str, headers: dict[str, str]
) -> None:
    client.force_login(duty)
    seen_ago(client, minutes=30)
    client.post(path, headers=headers)
    assert MemberSession.objects.get(user=duty).seen_at < utc_now() - timedelta(minutes=29)
    client.post("/me/active/")  # a key, a pointer
    assert MemberSession.objects.get(user=duty).seen_at > utc_now() - timedelta(minutes=1)


def test_no_session_outlives_its_longest_time(client: Client, duty: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(duty)
    session = client.session
    session[session_store.STARTED] = int((utc_now() - timedelta(hours=django_settings.SESSION_HOURS)).timestamp()) - 1
    session.save()
    assert not welcome(client)
    assert sessions_prune(utc_now()) == 1


def test_a_member_sees_the_own_browsers_and_ends_one(client: Client, settings: Any) -> None:
    user, elsewhere = quick_member(settings), Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Edg/141.0"})
    enter(client, user)
    enter(elsewhere, user)
    page = client.get("/me/").content.decode()
    assert "Edge · Windows" in page
    assert not any(key in page for key in MemberSession.objects.values_list("session_key", flat=True))
    mark = page.split('name="mark" value="')[1].split('"')[0]
    stranger = Client()
    stranger.force_login(quick_member(settings))
    stranger.post(reverse("session_end"), {"mark": mark})  # somebody else's
    assert welcome(elsewhere)
    client.post(reverse("session_end"), {"mark": mark})
    assert not welcome(elsewhere)
    assert welcome(client)


def test_signing_out_everywhere_ends_this_browser_too(client: Client, settings: Any) -> None:
    user, elsewhere = quick_member(settings), Client()
    client.force_login(user)
    elsewhere.force_login(user)
    assert client.post(reverse("sessions_end"))["Location"] == "/login/"
    assert not welcome(client)
    assert not welcome(elsewhere)


def test_another_password_ends_the_other_browsers(client: Client, settings: Any) -> None:
    user, elsewhere = quick_member(settings), Client()
    client.force_login(user)
    elsewhere.force_login(user)
    fields = {"oldpassword": "wrong", "password1": "a-quite-other-one", "password2": "a-quite-other-one"}
    assert "现在的密码不对" in client.post("/me/password/", fields).content.decode()
    assert client.post("/me/password/", fields | {"oldpassword": "correct-horse-battery"})["Location"] == "/me/"
    assert welcome(client)
    assert not welcome(elsewhere)
    user.refresh_from_db()
    assert user.check_password("a-quite-other-one")


def test_an_expired_session_ends_its_stream(client: Client, duty: User, rf: Any) -> None:
    from dashboards.access import sight_of

    client.force_login(duty)
    request = rf.get("/live/")
    request.session = client.session
    assert _still_welcome(request, sight_of(duty))
    seen_ago(client, days=1)
    assert not _still_welcome(request, sight_of(duty))


def test_the_audit_log_knows_sign_ins_failures_and_sign_outs_but_no_password(client: Client, settings: Any) -> None:
    user = quick_member(settings)
    enter(client, user, password="secret-mistyped")
    enter(client, User(username="secret-typed-as-name"))
    enter(client, user)
    client.post("/logout/")
    entries = list(AuditEntry.objects.order_by("id").values_list("actor", "action", "detail"))
    assert entries == [
        (user.username, "sign_in_failed", {"what": "password", "count": 1}),
        (user.username, "sign_in", {"ways": ["password"], "failed_before": 1}),
        (user.username, "sign_out", {}),
    ]


def test_a_name_in_other_case_has_no_tries_of_its_own(client: Client, settings: Any) -> None:
    settings.AXES_FAILURE_LIMIT = 2
    user = quick_member(settings, username="weidabing")
    for name in ("weidabing", "WeiDaBing"):
        enter(client, user, username=name, password="wrong")
    assert (
        AccessAttempt.objects.get().username != "weidabing"
    )  # a digest: it may be a password typed into the wrong field
    answer = enter(client, user, username="WEIDABING")
    assert answer.status_code == 429
    assert "请 15 分钟后再试" in answer.content.decode()


def test_a_disabled_member_is_told_nothing_else_than_a_stranger(client: Client, settings: Any) -> None:
    user = quick_member(settings, is_active=False)
    said = enter(client, user).content.decode()
    assert "用户名或密码不对" in said
    assert not welcome(client)


def test_passwords_are_hashed_slowly(duty: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", ITERATIONS)  # as shipped, not as in this suite
    duty.set_password(PASSWORD)
    algorithm, iterations, *_ = duty.password.split("$")
    assert (algorithm, int(iterations) >= 600_000) == ("pbkdf2_sha256", True)


def test_a_session_that_is_there_is_written_by_one_statement(
    client: Client, duty: User, django_assert_num_queries: Any
) -> None:
    client.force_login(duty)
    session = client.session
    session["keys"] = "off"
    session[SEEN] += 7
    with django_assert_num_queries(1):
        session.save()
    row = MemberSession.objects.get()
    assert row.get_decoded()["keys"] == "off"
    assert row.seen_at is not None
    assert (int(row.seen_at.timestamp()), row.user) == (session[SEEN], duty)


def test_a_session_that_was_ended_meanwhile_is_not_made_again(client: Client, duty: User) -> None:
    client.force_login(duty)
    session = client.session
    session["keys"] = "off"
    MemberSession.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not MemberSession.objects.exists()
