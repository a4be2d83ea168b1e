"""A client of the tests that is signed in quickly is signed in as Django's own `force_login` does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from monitor.lib.clock import utc_now
from monitor.models import MemberSession, User
from tests import quick_login


def signed_in(client: Client) -> dict[str, Any]:
    """Everything of its session and cookie but what is drawn at random or is the time."""
    row = MemberSession.objects.get()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value == row.session_key
    assert abs((utc_now() - row.started_at).total_seconds()) < 30
    assert row.expire_date > row.seen_at == row.started_at
    data = {name: value for name, value in row.get_decoded().items() if name not in ("tc_started", "tc_seen")}
    return {"data": data, "member": row.user_id, "cookie": {**cookie}, "fields": (row.client, row.address)}


@pytest.mark.django_db
def test_a_quick_sign_in_leaves_the_same_session_and_cookie(duty: User) -> None:
    assert Client.force_login is quick_login._force_login
    thorough, quick = Client(), Client()
    quick_login._thorough(thorough, duty)
    expected = signed_in(thorough)
    MemberSession.objects.all().delete()
    quick.force_login(duty)
    assert signed_in(quick) == expected
    assert quick.get("/me/").status_code == 200


@pytest.mark.django_db
def test_it_asks_twice_and_tells_when_the_member_was_last_here(
    client: Client, duty: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        client.force_login(duty)
    duty.refresh_from_db()
    assert duty.last_login is not None


@pytest.mark.django_db
def test_whoever_signs_in_over_another_gets_a_session_of_their_own(client: Client, duty: User, admin: User) -> None:
    client.force_login(duty)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.force_login(admin)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert [row.user_id for row in MemberSession.objects.all()] == [admin.pk]
