"""A client that speaks as a token: `call(user, "GET", "/items")`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from dashboards.access import scopes_of
from monitor.lib.clock import utc_now
from monitor.models import User
from monitor.tokens.make import token_make

Call = Callable[..., HttpResponse]


def make_secret(user: User, *scopes: str, **fields: Any) -> str:
    """A bearer token with these scopes, or all that the member may have."""
    now = utc_now()
    wanted = scopes or tuple(scopes_of(user))
    values = {"name": "对接", "scopes": wanted, "expires_at": now + timedelta(days=30), "now": now} | fields
    return token_make(user=user, **values)[1]


def as_token(secret: str) -> Client:
    """A program with this token; what breaks is an answer, not an exception."""
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


@pytest.fixture(autouse=True)
def _no_limits(settings: Any) -> None:
    """test_limits.py sets its own."""
    settings.API_TOKEN_PER_MINUTE = settings.API_ADDRESS_PER_MINUTE = 0
