"""Secrets at rest (SMTP password, robot keys): sealed with Fernet (AES-128-CBC and HMAC-SHA256) under keys of the installation. Pure.

The first key seals, every key opens, so that a key can be replaced while the rows are still under the old one
(`manage.py seal --rotate`). Each Fernet key is derived from its text by HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from monitor.errors import TingchaoError

PREFIX = "sealed:1:"


class SealError(TingchaoError):
    """A sealed text that no key opens: the key was changed without keeping the old one, or the row was damaged."""

    label = "seal_key"
    permanent = True


def seal(text: str, keys: tuple[str, ...]) -> str:
    """The text under the first key; an empty one stays empty, so that "none" is still seen in the row."""
    return PREFIX + _box(keys).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str, keys: tuple[str, ...]) -> str:
    """The text again; what was never sealed (rows before the migration) as it is. Raises SealError."""
    if not sealed.startswith(PREFIX):
        return sealed
    try:
        return _box(keys).decrypt(sealed.removeprefix(PREFIX).encode()).decode()
    except InvalidToken as error:
        raise SealError("no key opens it") from error


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=b"tingchao", info=b"secrets at rest 1")
    return urlsafe_b64encode(kdf.derive(key.encode()))
