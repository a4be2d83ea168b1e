"""What stands behind the @ of our Message-IDs."""

from __future__ import annotations

from email.utils import parseaddr

from monitor.queries import site


def message_host() -> str:
    """The domain that we send from."""
    return parseaddr(site.mail_from())[1].rpartition("@")[2] or "tingchao.invalid"
