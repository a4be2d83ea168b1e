"""Secrets under the first key again, after a key was changed (docs/settings.md); and how many no key opens."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db import models, transaction

from monitor.lib.seal import SealError, seal, unseal
from monitor.models import Channel, PushSubscription, SealedField, SiteSetting, Unreadable, audit_record, seal_keys

KEPT_BY_US: tuple[type[models.Model], ...] = (Channel, PushSubscription, SiteSetting)


@dataclass(frozen=True, slots=True)
class Sealed:
    """How many secrets are stored, and how many of them no key opens."""

    stored: int
    lost: int


def secrets_count() -> Sealed:
    """Looks at every one."""
    values = [value for model in KEPT_BY_US for row in model._default_manager.all() for value in _secrets(row).values()]
    values += [_opened(sealed) for row in Authenticator.objects.all() for sealed in _of_factor(row).values()]
    lost = sum(isinstance(value, Unreadable) for value in values)
    return Sealed(sum(bool(value) for value in values) + lost, lost)


@transaction.atomic
def secrets_reseal() -> Sealed:
    """Save every one under the first key; those that no key opens stay as they are."""
    for model in KEPT_BY_US:
        for row in model._default_manager.select_for_update():
            row.save(update_fields=list(_secrets(row)))
    for factor in Authenticator.objects.select_for_update():
        opened = {name: _opened(sealed) for name, sealed in _of_factor(factor).items()}
        told = {name: seal(text, seal_keys()) for name, text in opened.items() if not isinstance(text, Unreadable)}
        if told:
            factor.data |= told
            factor.save(update_fields=["data"])
    found = secrets_count()
    audit_record(actor="seal", action="secrets_reseal", detail={"stored": found.stored, "lost": found.lost})
    return found


def _of_factor(row: Authenticator) -> dict[str, str]:
    """What allauth stores sealed (dashboards/second_factor.py): the secret of the app, the seed of the recovery codes."""
    return {name: str(row.data[name]) for name in ("secret", "seed") if row.data.get(name)}


def _opened(sealed: str) -> str:
    try:
        return unseal(sealed, seal_keys())
    except SealError:
        return Unreadable(sealed)


def _secrets(row: models.Model) -> dict[str, str]:
    names = [field.name for field in row._meta.concrete_fields if isinstance(field, SealedField)]
    return {name: getattr(row, name) for name in names}
