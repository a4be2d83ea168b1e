"""Small secrets at rest: sealed with a key made from the installation's secret key (Fernet: AES-128-CBC and HMAC-SHA-256)."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from monitor.errors import TingchaoError


class SealError(TingchaoError):
    """It was sealed with another secret key."""

    label = "seal"
    permanent = True


def seal(text: str) -> str:
    """What may stand in a row."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The secret again. Raises SealError."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealError from error


def _box() -> Fernet:
    key = hashlib.sha256(b"tingchao.seal:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
