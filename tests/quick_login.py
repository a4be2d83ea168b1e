"""Signing a test's client in with two statements: Django's `force_login` asks seventeen times and takes 13 ms, 2,000 times a run.

What is left out is what it does first for a session of nobody, and what django-axes forgets: wrong passwords of before. The session,
its row and the member's last time are the same (tests/frame/test_quick_login.py).
"""

from __future__ import annotations

from typing import Any
from unittest import mock

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.http import HttpRequest
from django.test.client import ClientMixin
from django.utils.crypto import get_random_string

from monitor.lib.clock import utc_now
from monitor.models import User
from monitor.team.session_store import SessionStore

_thorough = ClientMixin.force_login


def _force_login(self: Any, user: User, backend: str | None = None) -> None:
    """For a client without a session; another is signed in as Django does it."""
    if backend is not None or settings.SESSION_COOKIE_NAME in self.cookies:
        _thorough(self, user, backend)
        return
    user.backend = self._get_backend()  # type: ignore[attr-defined]
    user.last_login = utc_now()
    User.objects.filter(pk=user.pk).update(last_login=user.last_login)
    store = SessionStore(get_random_string(32, VALID_KEY_CHARS))
    store._session_cache = {  # type: ignore[attr-defined]
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: user.backend,  # type: ignore[attr-defined]
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }
    store.create_model_instance(store._session_cache).save(force_insert=True)  # type: ignore[attr-defined]
    request = HttpRequest()
    request.session = store
    self._set_login_cookies(request)


def quick_login() -> None:
    """From now on, in this process."""
    mock.patch.object(ClientMixin, "force_login", _force_login).start()
