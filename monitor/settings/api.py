"""Limits of the API and the feeds."""

from __future__ import annotations

from monitor.lib.env import setting

API_TOKEN_PER_MINUTE = setting(
    "TINGCHAO_API_TOKEN_PER_MINUTE", int, 120, "Requests of one API or feed token a minute; 0 = no limit."
)
API_ADDRESS_PER_MINUTE = setting(
    "TINGCHAO_API_ADDRESS_PER_MINUTE",
    int,
    300,
    "Requests to API and feeds from one network address a minute, good token or not; 0 = no limit.",
)
