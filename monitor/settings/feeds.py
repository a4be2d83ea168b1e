"""Fetching feeds, and what texts are read by."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from monitor.lib.env import setting, words
from monitor.settings.places import DATA_DIR
from monitor.settings.safety import ALLOWED_HOSTS as _HOSTS

FETCH_ALLOW_NETWORKS: list[str] = setting(
    "TINGCHAO_FETCH_ALLOW_NETWORKS", words, [], "Private networks that feeds may be fetched from, e.g. 10.1.0.0/16."
)
FETCH_MIN_INTERVAL = setting(
    "TINGCHAO_FETCH_MIN_INTERVAL", int, 300, "Shortest interval between two polls of a source, seconds."
)
FETCH_MAX_INTERVAL = setting("TINGCHAO_FETCH_MAX_INTERVAL", int, 86_400, "Longest interval between two polls, seconds.")
FETCH_TIMEOUT = setting("TINGCHAO_FETCH_TIMEOUT", int, 20, "Longest time for one poll, seconds.")
FETCH_MAX_BYTES = setting("TINGCHAO_FETCH_MAX_BYTES", int, 10_000_000, "Largest feed, bytes after decompression.")
FETCH_HOST_DELAY = setting(
    "TINGCHAO_FETCH_HOST_DELAY",
    float,
    0.5,
    "Shortest time between two requests to one host, seconds; robots.txt may ask for more.",
)
FETCH_PER_HOST = setting(
    "TINGCHAO_FETCH_PER_HOST", int, 2, "Requests to one host at the same time, over all workers together."
)
FETCH_CONCURRENCY = setting("TINGCHAO_FETCH_CONCURRENCY", int, 32, "Requests of one worker process at the same time.")
FETCH_PROCESSES = setting(
    "TINGCHAO_FETCH_PROCESSES",
    int,
    2,
    "Processes of one machine that fetch at the same time; fewer than the worker's --concurrency, so that alerts never wait.",
)
FETCH_PROXY = setting("TINGCHAO_FETCH_PROXY", str, "", "HTTP(S) proxy of the intranet for fetching feeds.")
FETCH_CA_FILE = setting("TINGCHAO_FETCH_CA_FILE", str, "", "Own certificate authority file (PEM) for fetching feeds.")
PUSH_URL = setting(
    "TINGCHAO_PUSH_URL",
    str,
    "",
    "Address at which WebSub hubs reach this server's /push/, e.g. https://push.union.example; empty = no push.",
).rstrip("/")
_push_host = urlsplit(PUSH_URL).hostname
ALLOWED_HOSTS = [*_HOSTS, _push_host] if _push_host else _HOSTS
PLACES_FILE = setting(
    "TINGCHAO_PLACES_FILE",
    str,
    "",
    'JSON file {"local": [places in the district], "city": [places in the rest of the city]}; tags items 本区/本市.',
)
MODEL_FILE = setting(
    "TINGCHAO_MODEL_FILE",
    Path,
    DATA_DIR / "model" / "live.npz",
    "Where `model_gate` puts a retrained model that may go live; every process reads it there (several machines: a shared folder). No such file: the shipped model.",
)
