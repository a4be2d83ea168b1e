"""The second factor: codes of an authenticator app (RFC 6238), and recovery codes.

A code counts once: the time step of the last accepted one is kept in the row, under a lock, so that neither another process nor
the same code within its 90 seconds gets in.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from monitor.lib.seal import SealError
from monitor.models import User, audit_record
from monitor.team.sessions import sessions_end

TOTP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def factor_set(user: User) -> bool:
    """Whether the member has an authenticator app."""
    return bool(Authenticator.objects.filter(user=user, type=TOTP).exists())


def recovery_left(user: User) -> int:
    """How many recovery codes are unused."""
    row = Authenticator.objects.filter(user=user, type=RECOVERY).first()
    return len(row.wrap().get_unused_codes()) if row else 0


@transaction.atomic
def code_accept(*, user: User, code: str, now: datetime) -> Authenticator | None:
    """What the code belongs to, which is thereby used up; None when it is wrong or was used."""
    plain = "".join(code.split())
    for row in Authenticator.objects.select_for_update().filter(user=user, type__in=(TOTP, RECOVERY)):
        if row.type == RECOVERY and row.wrap().validate_code(plain):
            return row
        step = _step(row, plain, now) if row.type == TOTP else None
        if step is not None and step > row.data.get("step", -1):
            row.data["step"] = step
            row.save(update_fields=["data"])
            return row
    return None


@transaction.atomic
def factor_reset(*, user: User, by: User) -> None:
    """Take the second factor (app and recovery codes) and the tie to single sign-on from a member who lost them; ends their sessions."""
    Authenticator.objects.filter(user=user).delete()
    user.oidc_subject = ""
    user.save(update_fields=["oidc_subject"])
    audit_record(actor=by, action="second_factor_reset", target=f"user:{user.pk}")
    sessions_end(user=user)


def _step(row: Authenticator, code: str, now: datetime) -> int | None:
    try:
        secret = decrypt(row.data["secret"])
    except SealError:  # the installation's secret key was changed: an admin resets the factor
        return None
    here = int(now.timestamp()) // app_settings.TOTP_PERIOD
    for step in range(here - app_settings.TOTP_TOLERANCE, here + app_settings.TOTP_TOLERANCE + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)).encode(), code.encode()):
            return step
    return None
