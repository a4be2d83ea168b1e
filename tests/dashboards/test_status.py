"""For load balancers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from monitor.models import User


def test_healthz_answers_without_login_and_without_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"  # the test has no database: a query would raise


@pytest.mark.django_db
def test_healthz_needs_no_database_for_a_member_who_is_signed_in(
    client: Client, duty: User, django_assert_num_queries: Any
) -> None:
    client.force_login(duty)
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_readyz_is_ready_with_database_and_valkey(client: Client) -> None:
    assert client.get("/readyz").json() == {"database": True, "valkey": True}


@pytest.mark.django_db
def test_readyz_says_503_and_which_one_when_valkey_is_down(client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "valkey": False})
