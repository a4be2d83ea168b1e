"""The first admin: only while there is no member, and only with a one-time code that whoever runs the server can read.

The code is in the server's log each time the first-run page is opened, and `manage.py setup_code` prints it: a stranger on
the network sees the page, but not the code.
"""

from __future__ import annotations

import hmac
import secrets

import structlog
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from monitor.errors import TingchaoError
from monitor.models import Role, SetupCode, User, audit_record

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that look like another one
LENGTH = 12  # 60 bits
log = structlog.get_logger(__name__)


class FirstError(TingchaoError):
    """Labels: members_there, code_wrong, username_known."""

    label = "code_wrong"
    permanent = True


def nobody_yet() -> bool:
    """Whether this installation has no member at all."""
    return not User.objects.exists()


def setup_code() -> str:
    """The code of this installation, made when it is first asked for; "" when there are members."""
    if not nobody_yet():
        return ""
    made = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    row, _ = SetupCode.objects.get_or_create(id=1, defaults={"code": made})
    if not row.code:  # no key opens it any more
        SetupCode.objects.filter(pk=row.pk).delete()
        row = SetupCode.objects.create(id=1, code=made)
    return shown(row.code)


def setup_code_log() -> None:
    """Say the code in the server's log."""
    if code := setup_code():
        log.warning("set_up_code", code=code, where="/setup/")


@transaction.atomic
def admin_create_first(*, code: str, username: str, name: str, email: str, password: str) -> User:
    """The one who sets everything up. Raises FirstError, or Django's ValidationError for a weak password."""
    row = SetupCode.objects.select_for_update().filter(pk=1).first()
    if not nobody_yet():
        raise FirstError(label="members_there")
    if row is None or not row.code or not hmac.compare_digest(_plain(row.code), _plain(code)):
        log.warning("set_up_code_wrong")
        raise FirstError(label="code_wrong")
    validate_password(password, User(username=username, name=name, email=email))
    try:
        with transaction.atomic():
            user = User.objects.create_superuser(username, password, name=name, email=email)
    except IntegrityError as error:
        raise FirstError(label="username_known") from error
    row.delete()
    audit_record(actor=user, action="first_admin", target=f"user:{user.pk}", detail={"role": Role.ADMIN.value})
    return user


def shown(code: str) -> str:
    """ABCD-EFGH-JKLM."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def _plain(code: str) -> bytes:
    return "".join(char for char in code.upper() if char.isascii() and char.isalnum()).encode()
