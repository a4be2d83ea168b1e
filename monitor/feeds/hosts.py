"""The name under which the ledger keeps a site. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

LONGEST = 260


def host_of(url: str) -> str:
    """Host, and port where it is given, in lower case and without a user; '' when the address has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()[:LONGEST]
    except ValueError:
        return ""
