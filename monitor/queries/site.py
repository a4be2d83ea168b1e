"""Values that an admin may change while the system runs: the environment first, then the row, then what is shipped.

Every process looks at the rows at most each CHECK_EVERY_S seconds, so a change is everywhere within that time without a restart.
Without a database (dry runs, an outage) the last known rows count; without any, the settings.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError, connection

from monitor.lib.env import DECLARED, where_set
from monitor.models import SiteSetting, Unreadable

CHECK_EVERY_S = 5.0
PASSWORD = "TINGCHAO_SMTP_PASSWORD"  # noqa: S105 - a name
IDLE = "TINGCHAO_IDLE_MINUTES"
MAIL = {  # of one server, so one of them in the environment fixes all of them
    "TINGCHAO_SMTP_HOST": "EMAIL_HOST",
    "TINGCHAO_SMTP_PORT": "EMAIL_PORT",
    "TINGCHAO_SMTP_STARTTLS": "EMAIL_USE_TLS",
    "TINGCHAO_SMTP_SSL": "EMAIL_USE_SSL",
    "TINGCHAO_SMTP_USER": "EMAIL_HOST_USER",
    PASSWORD: "EMAIL_HOST_PASSWORD",
}
CHANGEABLE = {
    "TINGCHAO_ORGANISATION": "ORGANISATION",
    "TINGCHAO_SHORT_NAME": "SHORT_NAME",
    "TINGCHAO_CONTACT": "CONTACT",
    **MAIL,
    "TINGCHAO_MAIL_FROM": "DEFAULT_FROM_EMAIL",
    "TINGCHAO_RETENTION_DAYS": "RETENTION_DAYS",
    "TINGCHAO_STORM_MESSAGES": "STORM_MESSAGES",
    "TINGCHAO_STORM_MINUTES": "STORM_MINUTES",
    IDLE: "IDLE_MINUTES",
}
"""{variable: name in Django's settings}."""
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class MailServer:
    """`password_lost`: one is stored, but no key opens it (TINGCHAO_SEAL_KEYS)."""

    host: str
    port: int
    starttls: bool
    tls: bool
    user: str
    password: str = field(repr=False)
    password_lost: bool = False


@dataclass(slots=True)
class _Kept:
    rows: dict[str, str]
    checked: float = float("-inf")


_kept = _Kept({})
_lock = threading.Lock()


def organisation() -> str:
    """Name of the union."""
    return str(value_of("TINGCHAO_ORGANISATION"))


def short_name() -> str:
    """Its short name; the whole one where none is set."""
    return str(value_of("TINGCHAO_SHORT_NAME")) or organisation()


def contact() -> str:
    """What the fetcher says of us in its User-Agent."""
    return str(value_of("TINGCHAO_CONTACT"))


def mail_server() -> MailServer:
    """Where mails are handed over; an empty host: they wait."""
    found = {attribute: value_of(name) for name, attribute in MAIL.items()}
    password = found["EMAIL_HOST_PASSWORD"]
    return MailServer(
        host=found["EMAIL_HOST"],
        port=found["EMAIL_PORT"],
        starttls=found["EMAIL_USE_TLS"],
        tls=found["EMAIL_USE_SSL"],
        user=found["EMAIL_HOST_USER"],
        password=str(password),
        password_lost=isinstance(password, Unreadable),
    )


def mail_from() -> str:
    """Sender of alert mails, as in a From line."""
    return str(value_of("TINGCHAO_MAIL_FROM"))


def retention_days() -> int:
    """After how many days text and titles of items are emptied."""
    return int(value_of("TINGCHAO_RETENTION_DAYS"))


def storm_messages() -> int:
    """So many messages to one target within `storm_minutes` go one by one; 0: no limit."""
    return int(value_of("TINGCHAO_STORM_MESSAGES"))


def storm_minutes() -> int:
    """The window of `storm_messages`."""
    return int(value_of("TINGCHAO_STORM_MINUTES"))


def idle_minutes() -> int:
    """After so many minutes in which nobody did anything a browser is signed out."""
    return int(value_of(IDLE))


def value_of(name: str) -> Any:
    """The value in force of a variable of CHANGEABLE."""
    shipped = getattr(settings, CHANGEABLE[name])
    if fixed_by(name):
        return shipped
    raw = _rows().get(name)
    if raw is None:
        return shipped
    if name == PASSWORD:
        return raw
    try:
        return DECLARED[name].read(raw)
    except ValueError:
        log.warning("site_setting_unreadable", name=name)
        return shipped


def fixed_by(name: str) -> str:
    """The variable in the environment that keeps this one from being changed on a page; "" when it may be."""
    for one in (name, *MAIL) if name in MAIL else (name,):
        if where_set(one) != "default":
            return one
    return ""


def site_forget() -> None:
    """Make the next call look at the database (after a change in this process)."""
    with _lock:
        _kept.checked = float("-inf")


def site_assume(rows: dict[str, str]) -> None:
    """Take these rows for granted and look no further: for tests, which pin their queries."""
    with _lock:
        _kept.rows, _kept.checked = rows, float("inf")


def _rows() -> dict[str, str]:
    with _lock:
        if time.monotonic() - _kept.checked < CHECK_EVERY_S:
            return _kept.rows
        if not _can_ask():
            return _kept.rows
        try:
            found = SiteSetting.objects.values_list("name", "value", "secret")
            _kept.rows = {name: secret if name == PASSWORD else value for name, value, secret in found}
        except SynchronousOnlyOperation:  # inside an event loop: what is known, and the next call elsewhere looks
            return _kept.rows
        except DatabaseError as error:
            log.warning("site_settings_unread", error=type(error).__name__)
        _kept.checked = time.monotonic()
        return _kept.rows


def _can_ask() -> bool:
    """Not in a transaction that has failed: another statement there would only hide its fault."""
    return not connection.needs_rollback
