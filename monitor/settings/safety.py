"""Modes and secrets."""

from __future__ import annotations

from monitor.lib.env import boolean, setting, words

DEMO_SECRET = "tingchao-demo-secret-not-for-production"  # noqa: S105
DEBUG = setting("TINGCHAO_DEBUG", boolean, default=False, help="Developer mode; refused together with production.")
PRODUCTION = setting(
    "TINGCHAO_PRODUCTION",
    boolean,
    default=False,
    help="Real use: refuses DEBUG, the demo secret and plain-HTTP cookies.",
)
SECRET_KEY = setting(
    "TINGCHAO_SECRET_KEY", str, DEMO_SECRET, "Secret of sessions and signed links; at least 50 characters."
)
SECRET_KEY_FALLBACKS: list[str] = setting(
    "TINGCHAO_SECRET_KEY_FALLBACKS", words, [], "Former values of TINGCHAO_SECRET_KEY, while it is being replaced."
)
SEAL_KEYS: list[str] = setting(
    "TINGCHAO_SEAL_KEYS",
    words,
    [],
    "Keys of stored passwords and robot keys: the first seals, all open; empty: TINGCHAO_SECRET_KEY.",
)
ALLOWED_HOSTS = setting(
    "TINGCHAO_ALLOWED_HOSTS", words, ["127.0.0.1", "localhost"], "Host names the web server answers to."
)
METRICS_TOKEN = setting(
    "TINGCHAO_METRICS_TOKEN", str, "", "Bearer token that Prometheus reads /metrics with; empty = there is no /metrics."
)
DRILL = setting(
    "TINGCHAO_DRILL", boolean, default=False, help="This is an exercise (演练): marked everywhere, own mailbox page."
)
