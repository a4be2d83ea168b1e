"""The fetcher's policy from the settings."""

from __future__ import annotations

from django.conf import settings

from monitor.feeds.exchange import Policy
from monitor.lib.safety import networks
from monitor.queries import site

VERSION = "0.1"


def policy_from_settings() -> Policy:
    """Read at each run, so that tests and operators see their change."""
    contact = "".join(ch for ch in site.contact() if ch.isprintable() and ch.isascii())
    return Policy(
        user_agent=f"Tingchao/{VERSION} (+{contact})",
        timeout=settings.FETCH_TIMEOUT,
        connect_timeout=min(8.0, settings.FETCH_TIMEOUT),
        max_bytes=settings.FETCH_MAX_BYTES,
        max_wait=settings.FETCH_MAX_INTERVAL,
        host_delay=settings.FETCH_HOST_DELAY,
        per_host=max(settings.FETCH_PER_HOST, 1),
        concurrency=max(settings.FETCH_CONCURRENCY, 1),
        allow_networks=networks(settings.FETCH_ALLOW_NETWORKS),
        proxy=settings.FETCH_PROXY,
        ca_file=settings.FETCH_CA_FILE,
        board=settings.REDIS_URL,
    )
