"""One folder per channel, the same files each time: message.py (what is said), send.py (how it goes out: class `Sender`).

email, browser     reach one member (Recipient)
wecom, dingtalk, feishu, webhook, apprise     reach a group (Channel)

A new channel is a copy of its neighbour and a line in ChannelKind. What they share: say.py (the words), robot.py (the three
Chinese robots), http.py (HTTP with address checks).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from django.utils import translation

from monitor.errors import DeliveryError

if TYPE_CHECKING:
    from monitor.alerts.channels.say import Said
    from monitor.models import Channel, Delivery


UNANSWERED = frozenset({"mail_unanswered", "http_unanswered"})
"""Labels: the whole message had gone out, and no answer came. It may have been taken, so the next try is a repeat."""


class ChannelDownError(DeliveryError):
    """Not this message but the whole channel fails (server away, login refused): the rest of the batch waits too.

    `pause`: how long the other side asked us to wait, None when it did not say.
    """

    label = "channel_down"

    def __init__(self, detail: str = "", *, label: str | None = None, pause: timedelta | None = None) -> None:
        super().__init__(detail, label=label)
        self.pause = pause


class Sender(AbstractContextManager["Sender"], Protocol):
    """Sends messages of one channel while it is open; raises DeliveryError or ChannelDownError."""

    def deliver(self, delivery: Delivery, now: datetime) -> None:
        """Returns when the other side has taken responsibility for the message."""


class GroupSender:
    """Base of the group channels: `say` sends words to one channel, `deliver` a delivery's."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    def __enter__(self) -> GroupSender:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is kept open."""

    def ready(self) -> None:
        """Raises ChannelDownError `channel_secret` when no key opens what is stored of the channel."""
        from monitor.models import Unreadable

        if isinstance(self.channel.token, Unreadable) or isinstance(self.channel.secret, Unreadable):
            raise ChannelDownError(label="channel_secret")

    def say(self, said: Said) -> None:
        raise NotImplementedError

    def deliver(self, delivery: Delivery, now: datetime) -> None:
        from monitor.alerts.channels.say import said_of

        self.ready()
        with translation.override(self.channel.language):  # what a channel adds to the words is in them too
            self.say(said_of(delivery, now=now))


def group_sender(channel: Channel) -> GroupSender:
    """The sender of a group channel; its module is imported when it is first used (apprise is large)."""
    sender: GroupSender = import_module(f"{__name__}.{channel.kind}.send").Sender(channel)
    return sender
