"""Who asks: Django's middleware, which takes the member that came with the session's row instead of asking for it by itself."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from monitor.models import User
from monitor.team.session_store import SessionStore


class WhoMiddleware(AuthenticationMiddleware):
    """`request.user`, lazily."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: member_of(request))  # type: ignore[assignment]


def member_of(request: HttpRequest) -> User | AnonymousUser:
    """The member of the request's session. Whatever is not plainly theirs (an account that is off, a password or key that was
    changed, nobody) is for Django to judge."""
    session = cast(SessionStore, request.session)
    if session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS:
        user, proof = session.member, session.get(HASH_SESSION_KEY)
        if (
            user is not None
            and user.is_active
            and str(user.pk) == session.get(SESSION_KEY)
            and proof
            and constant_time_compare(proof, user.get_session_auth_hash())
        ):
            return user
    return get_user(request)
