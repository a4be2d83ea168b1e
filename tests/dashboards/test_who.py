"""Whose a browser is: asked in one statement, and never more than Django would let in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.access import Sight, sight_of
from dashboards.who import member_of
from monitor.lib.clock import utc_now
from monitor.models import MemberSession, Role, User
from monitor.team.session_store import SessionStore
from tests.conftest import make_unit, make_user

pytestmark = pytest.mark.django_db


def asks(client: Client) -> User | AnonymousUser:
    """Who the browser of this client is."""
    request = HttpRequest()
    request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return member_of(request)


def test_a_member_with_units_is_known_by_one_statement(client: Client) -> None:
    reader, own = make_user(Role.VIEWER), make_unit()
    reader.units.add(own)
    make_unit()
    client.force_login(reader)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = asks(client)
        assert (found, sight_of(found)) == (reader, Sight(Role.VIEWER, (own.pk,)))
    assert len(asked) == 1
    assert list(found.units.values_list("pk", flat=True)) == [own.pk]  # asked anew, of this member alone


def _password(user: User) -> None:
    user.set_password("another one, longer")
    user.save()


def _off(user: User) -> None:
    user.is_active = False
    user.save()


def _over(user: User) -> None:
    MemberSession.objects.filter(user=user).update(expire_date=utc_now() - timedelta(seconds=1))


@pytest.mark.parametrize("change", [_password, _off, _over, User.delete])
def test_who_may_no_longer_come_in_is_nobody_at_once(client: Client, change: Callable[[User], None]) -> None:
    user = make_user(Role.LEAD)
    client.force_login(user)
    assert asks(client) == user
    change(user)
    assert isinstance(asks(client), AnonymousUser)


@pytest.mark.parametrize("proof", ["0" * 64, ""])
def test_a_session_that_proves_nothing_is_nobodys(client: Client, proof: str) -> None:
    client.force_login(make_user(Role.LEAD))
    session = client.session
    session[HASH_SESSION_KEY] = proof
    session.save()
    assert isinstance(asks(client), AnonymousUser)


def test_a_session_that_was_given_to_another_is_neither_theirs_nor_the_one_of_before(client: Client) -> None:
    client.force_login(make_user(Role.VIEWER))
    request, lead = HttpRequest(), make_user(Role.LEAD)
    _password(lead)  # members of tests have the same one, and so the same proof
    request.session = SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
    assert member_of(request).role == Role.VIEWER
    request.session[SESSION_KEY] = str(lead.pk)
    assert isinstance(member_of(request), AnonymousUser)


def test_the_key_of_before_still_lets_in(client: Client, settings: pytest.FixtureRequest) -> None:
    user = make_user(Role.MONITOR)
    client.force_login(user)
    session = dict(client.session)
    proof = user._get_session_auth_hash(secret="k" * 50)  # as while that was the key
    kept = client.session
    kept.update(session | {HASH_SESSION_KEY: proof})
    kept.save()
    settings.SECRET_KEY_FALLBACKS = ["k" * 50]
    assert asks(client) == user
