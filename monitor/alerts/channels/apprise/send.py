"""Apprise: everything else. It connects by itself, so its address is checked before each message, as ours are.

Refused: services that post in public (SCOPE 3), that act on this machine, e-mail and the three robots (they have channels of their
own), switched-off certificate checks. Labels: apprise_address (permanent), apprise_failed; and those of http.py.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

from monitor.alerts.channels import ChannelDownError, GroupSender
from monitor.alerts.channels.apprise.message import message_build
from monitor.alerts.channels.http import address_check
from monitor.alerts.channels.say import Said
from monitor.errors import DeliveryError

if TYPE_CHECKING:
    from apprise import Apprise

PUBLIC = "bluesky bsky github instagram mastodon mastodons misskey misskeys nostr reddit toot toots tweet twitter x"
THIS_MACHINE = "blink1 dbus gio glib gnome kde macosx qt syslog windows"
OWN_CHANNELS = "mailto mailtos wecom wecombot dingtalk feishu lark json jsons xml xmls form forms apprise apprises"
REFUSED = frozenset(f"{PUBLIC} {THIS_MACHINE} {OWN_CHANNELS}".split())


class Sender(GroupSender):
    """One service."""

    def say(self, said: Said) -> None:
        service = service_of(self.channel.token)
        title, text = message_build(said)
        if not service.notify(title=title, body=text):
            raise ChannelDownError(label="apprise_failed")


def service_of(address: str) -> Apprise:
    """The service of an Apprise address, checked. Raises DeliveryError, ChannelDownError."""
    scheme = address.partition("://")[0].strip().lower()
    unsafe = parse_qs(urlsplit(address).query).keys() & {"verify", "redirect"}
    if "://" not in address or scheme in REFUSED or unsafe:
        raise DeliveryError(scheme[:20], label="apprise_address", permanent=True)
    module, asset = _library()
    service: Apprise = module.Apprise(asset=asset)
    if not service.add(address) or len(service) != 1:
        raise DeliveryError(scheme[:20], label="apprise_address", permanent=True)
    target: Any = service[0]
    if target.host and any("{host}" in shape for shape in target.templates):
        address_check(f"{'https' if target.secure else 'http'}://{target.host}/")
    elif settings.DRILL:  # its provider's machine
        raise ChannelDownError(scheme, label="exercise_server")
    return service


@lru_cache(maxsize=1)
def _library() -> tuple[Any, Any]:
    """Imported when first needed: it costs a second and fifty megabytes. It follows no redirects and keeps nothing on disk."""
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its lines hold addresses
    asset = apprise.AppriseAsset(
        app_id="Tingchao", app_desc="Tingchao", http_redirects=False, storage_mode=apprise.PersistentStoreMode.MEMORY
    )
    return apprise, asset
