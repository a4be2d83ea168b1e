"""What stands behind the @ of our Message-IDs."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings


def message_host() -> str:
    """The domain that we send from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "tingchao.invalid"
