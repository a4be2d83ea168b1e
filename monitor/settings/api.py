"""Limits of the API and the feeds, of costly pages, files and live streams."""

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

PAGES_PER_MINUTE = setting(
    "TINGCHAO_PAGES_PER_MINUTE",
    int,
    120,
    "Costly pages (search, comparing, assessment, trying rules) that one member may open a minute; 0 = no limit.",
)
FILES_PER_MINUTE = setting(
    "TINGCHAO_FILES_PER_MINUTE", int, 20, "Exports and other files that one member may fetch a minute; 0 = no limit."
)
PAGES_PER_ADDRESS = setting(
    "TINGCHAO_PAGES_PER_ADDRESS",
    int,
    1200,
    "Costly pages and files a minute for one network address, all its members together; 0 = no limit.",
)
LIVE_PER_MEMBER = setting(
    "TINGCHAO_LIVE_PER_MEMBER", int, 20, "Open live streams of one member in one web process (a browser has one)."
)
LIVE_SHOWN = setting(
    "TINGCHAO_LIVE_SHOWN",
    int,
    5,
    "A desk that is opened shows panels drawn for others up to so many seconds before; 0: none.",
)
LIVE_PER_PROCESS = setting("TINGCHAO_LIVE_PER_PROCESS", int, 2000, "Open live streams of one web process.")
