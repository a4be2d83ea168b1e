"""What the tests of signing in share: a member with a password that is quick to check, codes of an authenticator app."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from monitor.models import Role, User
from tests.conftest import PASSWORD

QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
_numbers = count(1)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def quick_member(settings: Any, role: Role = Role.MONITOR, **fields: Any) -> User:
    """A member of the cast; hashing is slow on purpose, and these tests are not about it."""
    settings.PASSWORD_HASHERS = [QUICK]
    fields.setdefault("username", f"quick-{next(_numbers)}")
    return User.objects.create_user(password=PASSWORD, role=role, **fields)


def app_of(user: User) -> Authenticator:
    """Give the member an authenticator app."""
    return TOTP.activate(user, SECRET).instance


def code_of(row: Authenticator, steps: int = 0) -> str:
    """What the app shows now, or so many steps of 30 seconds later."""
    return code_at(decrypt(row.data["secret"]), steps)


def code_at(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def enter(client: Client, user: User, **fields: str) -> Any:
    """Post the login form."""
    return client.post("/login/", {"username": user.username, "password": PASSWORD, **fields})
