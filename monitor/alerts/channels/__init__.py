"""One folder per channel, the same files each time: message.py (what is said), send.py (how it goes out)."""

from __future__ import annotations

from monitor.errors import DeliveryError


class ChannelDownError(DeliveryError):
    """Not this message but the whole channel fails (server away, login refused): the rest of the batch waits too."""

    label = "channel_down"
