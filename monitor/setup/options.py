"""What an admin may change on the settings page: which variables, in which group, and what a value must be. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr

HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:]+\]?")
ADDRESS = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>()]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
MAX_RETENTION = 180
"""SCOPE 6: on the page it can only be made shorter; a longer one needs the environment, so a deliberate operator."""
MIN_RETENTION = 30
MIN_IDLE, MAX_IDLE = 5, 720
"""Minutes: the check of the settings refuses fewer; more than the longest session of a day's shift means nothing."""
SECURITY = ("none", "starttls", "tls")


@dataclass(frozen=True, slots=True)
class Option:
    """`check` gives the label of what is wrong, "" when nothing is: empty, long, control, address, host, number, range, choice."""

    name: str
    group: str  # organisation, mail, texts, messages, sessions
    check: Callable[[str], str]
    secret: bool = False


def _text(most: int, *, needed: bool = False) -> Callable[[str], str]:
    def check(value: str) -> str:
        if needed and not value:
            return "empty"
        return "long" if len(value) > most else "control" if CONTROL.search(value) else ""

    return check


def _number(least: int, most: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not (value.isascii() and value.isdigit() and len(value) < 7):
            return "number"
        return "" if least <= int(value) <= most else "range"

    return check


def _host(value: str) -> str:
    return "" if not value or HOST.fullmatch(value) else "host"


def _address(value: str) -> str:
    return _text(200)(value) or ("" if ADDRESS.fullmatch(parseaddr(value)[1]) else "address")


def _switch(value: str) -> str:
    return "" if value in {"0", "1"} else "choice"


OPTIONS = {
    option.name: option
    for option in (
        Option("TINGCHAO_ORGANISATION", "organisation", _text(60, needed=True)),
        Option("TINGCHAO_SHORT_NAME", "organisation", _text(20)),
        Option("TINGCHAO_CONTACT", "organisation", _text(120, needed=True)),
        Option("TINGCHAO_SMTP_HOST", "mail", _host),
        Option("TINGCHAO_SMTP_PORT", "mail", _number(1, 65535)),
        Option("TINGCHAO_SMTP_STARTTLS", "mail", _switch),
        Option("TINGCHAO_SMTP_SSL", "mail", _switch),
        Option("TINGCHAO_SMTP_USER", "mail", _text(200)),
        Option("TINGCHAO_SMTP_PASSWORD", "mail", _text(500), secret=True),
        Option("TINGCHAO_MAIL_FROM", "mail", _address),
        Option("TINGCHAO_RETENTION_DAYS", "texts", _number(MIN_RETENTION, MAX_RETENTION)),
        Option("TINGCHAO_STORM_MESSAGES", "messages", _number(0, 500)),
        Option("TINGCHAO_STORM_MINUTES", "messages", _number(1, 240)),
        Option("TINGCHAO_IDLE_MINUTES", "sessions", _number(MIN_IDLE, MAX_IDLE)),
    )
}


def faults(values: dict[str, str]) -> dict[str, str]:
    """{variable: label of what is wrong}."""
    found = {name: OPTIONS[name].check(value) for name, value in values.items()}
    found = {name: label for name, label in found.items() if label}
    if values.get("TINGCHAO_SMTP_STARTTLS") == values.get("TINGCHAO_SMTP_SSL") == "1":
        found["TINGCHAO_SMTP_SSL"] = "choice"
    return found
