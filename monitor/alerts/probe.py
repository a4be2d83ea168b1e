"""A test message through one group channel: sent at once, its outcome is the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils import translation

from monitor.alerts.allowance import turn_block, turn_take
from monitor.alerts.channels import ChannelDownError, group_sender
from monitor.alerts.channels.say import said_test
from monitor.errors import DeliveryError
from monitor.models import Channel, User, audit_record
from monitor.queries.message_host import message_host


@dataclass(frozen=True, slots=True)
class Outcome:
    """`label` is empty when the message was taken."""

    label: str = ""
    detail: str = ""


def channel_test(*, channel: Channel, by: User, now: datetime) -> Outcome:
    """Say in the group that this is a test. Takes its place in the robot's allowance like any message."""
    outcome = _sent(channel, now)
    if outcome.label:
        channel.error_label, channel.error_detail, channel.error_at = outcome.label, outcome.detail[:300], now
    else:
        channel.error_label, channel.error_detail, channel.ok_at = "", "", now
    channel.save(update_fields=["error_label", "error_detail", "error_at", "ok_at"])
    detail = {"kind": channel.kind, "outcome": outcome.label or "accepted"}
    audit_record(actor=by, action="channel_test", target=f"channel:{channel.pk}", detail=detail)
    return outcome


def _sent(channel: Channel, now: datetime) -> Outcome:
    if turn_take(channel_id=channel.pk, now=now):
        return Outcome("paced")
    said = said_test(message_id=f"<test-{uuid4().hex}@{message_host()}>", language=channel.language, now=now)
    try:
        with group_sender(channel) as sender, translation.override(channel.language):
            sender.ready()
            sender.say(said)
    except DeliveryError as error:
        if isinstance(error, ChannelDownError) and error.pause:
            turn_block(channel_id=channel.pk, pause=error.pause, now=now)
        return Outcome(error.label, error.detail)
    return Outcome()
