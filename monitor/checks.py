"""System checks: bad settings are found at start, each with an id and what to do about it."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004


@register(Tags.security)
def production_settings(**_: Any) -> list[CheckMessage]:
    """Production refuses DEBUG, the demo secret, the exercise and plain HTTP."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("TINGCHAO_DEBUG is on in production.", hint="Set TINGCHAO_DEBUG=0.", id="tingchao.E001"))
    if settings.SECRET_KEY == settings.DEMO_SECRET or len(settings.SECRET_KEY) < 50:
        hint = "Set TINGCHAO_SECRET_KEY (or TINGCHAO_SECRET_KEY_FILE) to at least 50 random characters."
        found.append(Error("The secret key is the demo's or too short.", hint=hint, id="tingchao.E002"))
    if settings.DRILL:
        hint = "Run exercises in an installation of their own: set TINGCHAO_DRILL=0 here."
        found.append(Error("An exercise cannot run in production.", hint=hint, id="tingchao.E003"))
    if not settings.BASE_URL.startswith("https://"):
        hint = "Put the web server behind TLS and set TINGCHAO_BASE_URL=https://…"
        found.append(Error("Production needs an https address.", hint=hint, id="tingchao.E004"))
    if "*" in settings.ALLOWED_HOSTS:
        hint = "List the real host names in TINGCHAO_ALLOWED_HOSTS."
        found.append(Error("TINGCHAO_ALLOWED_HOSTS allows every host.", hint=hint, id="tingchao.E005"))
    return found


@register()
def service_urls(**_: Any) -> list[CheckMessage]:
    """DATABASE_URL, REDIS_URL, TINGCHAO_BASE_URL and TINGCHAO_PUSH_URL must be addresses of the right kind."""
    found: list[CheckMessage] = []
    scheme = urlsplit(settings.DATABASE_URL).scheme
    if settings.DATABASE_URL and scheme not in {"postgres", "postgresql"}:
        hint = "PostgreSQL 15+ is the only database: postgres://user:password@host:5432/name."
        found.append(Error(f"DATABASE_URL has scheme {scheme!r}.", hint=hint, id="tingchao.E010"))
    if urlsplit(settings.REDIS_URL).scheme not in {"redis", "rediss"}:
        hint = "Use redis://host:6379/0 (Valkey answers to it too)."
        found.append(Error("REDIS_URL is not a redis:// address.", hint=hint, id="tingchao.E011"))
    if urlsplit(settings.BASE_URL).scheme not in {"http", "https"} or not urlsplit(settings.BASE_URL).hostname:
        hint = "Give the address as people type it, e.g. https://tingchao.union.example."
        found.append(Error("TINGCHAO_BASE_URL is not an http(s) address.", hint=hint, id="tingchao.E012"))
    push = urlsplit(settings.PUSH_URL)
    if settings.PUSH_URL and (push.scheme not in {"http", "https"} or not push.hostname):
        hint = "Give the address at which hubs reach this server, e.g. https://push.union.example, or leave it empty."
        found.append(Error("TINGCHAO_PUSH_URL is not an http(s) address.", hint=hint, id="tingchao.E013"))
    return found


@register()
def sign_in_settings(**_: Any) -> list[CheckMessage]:
    """Sessions must last a while; single sign-on is configured whole, and by https outside this machine."""
    found: list[CheckMessage] = []
    if settings.IDLE_MINUTES < 5 or settings.SESSION_HOURS < 1:
        hint = "Set TINGCHAO_IDLE_MINUTES to 5 or more, TINGCHAO_SESSION_HOURS to 1 or more."
        found.append(Error("Sessions would end while people work.", hint=hint, id="tingchao.E040"))
    issuer = urlsplit(settings.OIDC_ISSUER)
    if settings.OIDC_ISSUER and (issuer.scheme not in {"http", "https"} or not issuer.hostname):
        hint = "Give the issuer as the provider names it, e.g. https://id.union.example/realms/union."
        found.append(Error("TINGCHAO_OIDC_ISSUER is not an address.", hint=hint, id="tingchao.E041"))
    elif settings.PRODUCTION and issuer.scheme == "http":
        hint = "Use the provider's https address."
        found.append(Error("Single sign-on in production needs https.", hint=hint, id="tingchao.E042"))
    if bool(settings.OIDC_ISSUER) != bool(settings.OIDC_CLIENT_ID) or (
        settings.OIDC_ISSUER and not settings.OIDC_CLAIM
    ):
        hint = "Set TINGCHAO_OIDC_ISSUER, TINGCHAO_OIDC_CLIENT_ID and the secret together, or none of them."
        found.append(Error("Single sign-on is configured in part.", hint=hint, id="tingchao.E043"))
    return found


@register()
def fetch_settings(**_: Any) -> list[CheckMessage]:
    """Networks must parse; intervals and limits must be in order."""
    found: list[CheckMessage] = []
    for network in [*settings.FETCH_ALLOW_NETWORKS, *settings.CHANNEL_ALLOW_NETWORKS]:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            hint = "Write networks as 10.1.0.0/16, separated by commas."
            found.append(Error(f"{network!r} is not a network.", hint=hint, id="tingchao.E020"))
    if not 1 <= settings.FETCH_MIN_INTERVAL <= settings.FETCH_MAX_INTERVAL:
        hint = "TINGCHAO_FETCH_MIN_INTERVAL must be at least 1 and not above TINGCHAO_FETCH_MAX_INTERVAL."
        found.append(Error("The polling intervals are not in order.", hint=hint, id="tingchao.E021"))
    if settings.FETCH_MIN_INTERVAL < 60 and not settings.DRILL:
        hint = "Below 60 s is meant for exercises; site owners will mind."
        found.append(Warning("The shortest polling interval is impolite.", hint=hint, id="tingchao.W022"))
    if settings.RETENTION_DAYS < 1:
        found.append(
            Error("Retention is below one day.", hint="Set TINGCHAO_RETENTION_DAYS (180).", id="tingchao.E023")
        )
    return found


@register()
def mail_settings(**_: Any) -> list[CheckMessage]:
    """Alert mails need a server; STARTTLS and TLS exclude each other."""
    found: list[CheckMessage] = []
    if not settings.EMAIL_HOST:
        hint = "Enter one on the page 设置, or set TINGCHAO_SMTP_HOST; until then alert mails wait in the database."
        found.append(Warning("No mail server is set in the environment.", hint=hint, id="tingchao.W030"))
    if settings.STORM_MESSAGES < 0 or settings.STORM_MINUTES < 1 or settings.CHANNEL_TIMEOUT < 1:
        hint = "TINGCHAO_STORM_MESSAGES is 0 or more; TINGCHAO_STORM_MINUTES and TINGCHAO_CHANNEL_TIMEOUT at least 1."
        found.append(Error("The settings of alert channels make no sense.", hint=hint, id="tingchao.E032"))
    if settings.EMAIL_USE_TLS and settings.EMAIL_USE_SSL:
        hint = "Use TINGCHAO_SMTP_STARTTLS or TINGCHAO_SMTP_SSL, not both."
        found.append(Error("STARTTLS and TLS are both on.", hint=hint, id="tingchao.E031"))
    return found
