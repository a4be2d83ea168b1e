"""Webhook: POST of JSON, signed; 2xx is accepted, 408, 425, 429 and 5xx are passing, other answers permanent.

Headers: X-Tingchao-Delivery (the same on a repeat, also as Idempotency-Key), X-Tingchao-Timestamp (s), and with a secret
X-Tingchao-Signature: `sha256=` + hex HMAC-SHA256(secret, timestamp + "." + body).
"""

from __future__ import annotations

import hashlib
import hmac
import json

from monitor.alerts.channels import ChannelDownError, GroupSender
from monitor.alerts.channels.http import http_post
from monitor.alerts.channels.say import Said
from monitor.alerts.channels.webhook.message import message_build
from monitor.errors import DeliveryError
from monitor.lib.clock import utc_now

PASSING = {408, 425, 429}
WRONG_DOOR = {401, 403, 404, 410}


class Sender(GroupSender):
    """One address."""

    def say(self, said: Said) -> None:
        body = json.dumps(message_build(said), ensure_ascii=False).encode()
        stamp = str(int(utc_now().timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Tingchao-Delivery": said.message_id,
            "Idempotency-Key": said.message_id,
            "X-Tingchao-Timestamp": stamp,
        }
        if self.channel.secret:
            headers["X-Tingchao-Signature"] = "sha256=" + signature(self.channel.secret, stamp, body)
        answer = http_post(self.channel.token, body, headers)
        if 200 <= answer.status < 300:
            return
        if answer.status in PASSING or answer.status >= 500:
            raise ChannelDownError(f"HTTP {answer.status}", label="hook_busy", pause=answer.pause)
        if answer.status in WRONG_DOOR:
            raise ChannelDownError(f"HTTP {answer.status}", label="hook_door")
        raise DeliveryError(f"HTTP {answer.status}", label="hook_refused", permanent=True)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over `stamp.body`: the time is signed too, so that an old message cannot be played again."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
