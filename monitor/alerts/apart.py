"""An exercise never reaches anybody: addresses that can belong to someone, and servers on other machines, are refused here.

The last gate before a channel sends, whatever the recipients' table says. Outside an exercise it lets everything pass.
"""

from __future__ import annotations

import ipaddress

from django.conf import settings

from monitor.alerts.channels import ChannelDownError
from monitor.errors import DeliveryError
from monitor.models.installation import NOBODYS


def exercise_address_check(address: str) -> None:
    """DeliveryError `exercise_address` (permanent) when an exercise would write to a domain that can exist."""
    if settings.DRILL and not address.rpartition("@")[2].lower().rstrip(".").endswith(NOBODYS):
        raise DeliveryError("not under .example", label="exercise_address", permanent=True)


def exercise_server_check(host: str) -> None:
    """ChannelDownError `exercise_server` when an exercise would hand messages to another machine."""
    if settings.DRILL and not _this_machine(host):
        raise ChannelDownError(host, label="exercise_server")


def _this_machine(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
