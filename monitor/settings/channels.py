"""Robots, webhooks, and how many messages are too many."""

from __future__ import annotations

from monitor.lib.env import setting, words

CHANNEL_ALLOW_NETWORKS: list[str] = setting(
    "TINGCHAO_CHANNEL_ALLOW_NETWORKS",
    words,
    [],
    "Private networks that alert channels may connect to (intranet gateways of robots, webhooks), e.g. 10.1.2.3/32.",
)
CHANNEL_PROXY = setting("TINGCHAO_CHANNEL_PROXY", str, "", "HTTP(S) proxy of the intranet for robots and webhooks.")
CHANNEL_CA_FILE = setting(
    "TINGCHAO_CHANNEL_CA_FILE", str, "", "Own certificate authority file (PEM) for robots and webhooks."
)
CHANNEL_TIMEOUT = setting(
    "TINGCHAO_CHANNEL_TIMEOUT", int, 10, "Longest time for one message to a robot or webhook, seconds."
)
STORM_MESSAGES = setting(
    "TINGCHAO_STORM_MESSAGES",
    int,
    8,
    "So many messages to one person or group within TINGCHAO_STORM_MINUTES go one by one, the rest in one digest; 0 = no limit.",
)
STORM_MINUTES = setting("TINGCHAO_STORM_MINUTES", int, 10, "Window of TINGCHAO_STORM_MESSAGES, minutes.")
