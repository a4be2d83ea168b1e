"""A group channel's allowance as a row: all workers together keep within the robot's 20 a minute (pace.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from monitor.alerts.pace import turn_after, turn_taken, turn_wait
from monitor.models import Channel, ChannelKind

PACED = (ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU)


@transaction.atomic
def turn_take(*, channel_id: int, now: datetime) -> timedelta:
    """Zero when a message may go now, and its turn is taken; else how long to wait, and nothing is taken."""
    channel = Channel.objects.select_for_update().only("kind", "paced_to").get(pk=channel_id)
    wait = turn_wait(channel.paced_to, now)
    if not wait and channel.kind in PACED:
        Channel.objects.filter(pk=channel_id).update(paced_to=turn_taken(channel.paced_to, now))
    return wait


def turn_block(*, channel_id: int, pause: timedelta, now: datetime) -> None:
    """Nothing goes for `pause`: the other side said that it had enough."""
    Channel.objects.filter(pk=channel_id).update(paced_to=turn_after(pause, now))
