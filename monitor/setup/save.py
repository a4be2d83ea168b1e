"""An admin changes settings on a page: checked, stored under their variables, audited without the value of a secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from monitor.errors import TingchaoError
from monitor.models import SiteSetting, User, audit_record
from monitor.queries.site import IDLE, PASSWORD, fixed_by, site_forget, value_of
from monitor.setup.idle import sessions_shorten
from monitor.setup.options import OPTIONS, faults

HOST = "TINGCHAO_SMTP_HOST"


class SiteError(TingchaoError):
    """`found`: {variable: label}, see options.Option; `fixed` for one that the environment sets, `password_again` when the
    server changes but its password is not given anew."""

    label = "site"
    permanent = True

    def __init__(self, found: Mapping[str, str]) -> None:
        super().__init__(", ".join(found))
        self.found = dict(found)


@transaction.atomic
def site_save(*, values: Mapping[str, str], by: User, now: datetime) -> list[str]:
    """Store these; the names of those that changed. An empty password keeps the stored one. Raises SiteError."""
    wanted = {name: value.strip() for name, value in values.items() if name != PASSWORD or value}
    if fixed := {name: "fixed" for name in wanted if fixed_by(name)}:
        raise SiteError(fixed)
    if found := faults(wanted):
        raise SiteError(found)
    rows = {row.name: row for row in SiteSetting.objects.select_for_update().filter(name__in=OPTIONS)}
    if _other_server(wanted, rows):
        raise SiteError({PASSWORD: "password_again"})
    changed = [name for name in wanted if _differs(name, wanted[name], rows)]
    for name in changed:
        kept = {"secret": wanted[name]} if OPTIONS[name].secret else {"value": wanted[name]}
        SiteSetting.objects.update_or_create(name=name, defaults={**kept, "by": by, "at": now})
    if IDLE in changed:
        sessions_shorten(minutes=int(wanted[IDLE]))
    if changed:
        _audit(by, {name: (None if OPTIONS[name].secret else wanted[name]) for name in changed}, rows)
        transaction.on_commit(site_forget)
    return changed


@transaction.atomic
def site_password_forget(*, by: User) -> None:
    """Take the stored SMTP password away."""
    SiteSetting.objects.filter(name=PASSWORD).delete()
    audit_record(actor=by, action="site_edit", target="settings", detail={"removed": [PASSWORD]})
    transaction.on_commit(site_forget)


def _other_server(wanted: Mapping[str, str], rows: Mapping[str, SiteSetting]) -> bool:
    """A password given for one server must not be sent to another one."""
    stored = rows.get(PASSWORD)
    kept = stored is not None and bool(stored.secret) and PASSWORD not in wanted
    return (
        kept
        and bool(wanted.get(HOST))
        and bool(wanted.get("TINGCHAO_SMTP_USER"))
        and _differs(HOST, wanted[HOST], rows)
    )


def _differs(name: str, value: str, rows: Mapping[str, SiteSetting]) -> bool:
    row = rows.get(name)
    if OPTIONS[name].secret:
        return row is None or row.secret != value
    return (row.value if row else written(value_of(name))) != value


def written(value: object) -> str:
    """A value as it is written in the environment."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _audit(by: User, after: Mapping[str, str | None], rows: Mapping[str, SiteSetting]) -> None:
    before = {name: rows[name].value for name, value in after.items() if value is not None and name in rows}
    shown = {name: value for name, value in after.items() if value is not None}
    secrets = [name for name, value in after.items() if value is None]
    detail = {"before": before, "after": shown, **({"secrets": secrets} if secrets else {})}
    audit_record(actor=by, action="site_edit", target="settings", detail=detail)
