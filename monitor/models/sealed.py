"""A column that holds a secret: sealed in the row (`monitor/lib/seal.py`), plain in Python, never in a query's condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from monitor.lib.seal import SealError, seal, unseal

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class Unreadable(str):
    """Stands for a secret that no key opens: empty to whoever uses it; saved again as it was, so that nothing is lost."""

    raw: str

    def __new__(cls, raw: str) -> Unreadable:
        made = super().__new__(cls, "")
        made.raw = raw
        return made


def seal_keys() -> tuple[str, ...]:
    """The first seals, all open: TINGCHAO_SEAL_KEYS, then TINGCHAO_SECRET_KEY and its former values."""
    return (*settings.SEAL_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


class SealedField(Text):
    """Text that is sealed on its way into the database. Use `isinstance(value, Unreadable)` to tell "lost" from "none"."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if not value:
            return value
        try:
            return unseal(value, seal_keys())
        except SealError:
            return Unreadable(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            return value.raw
        return seal(str(value), seal_keys()) if value else value
