"""飞书: POST /open-apis/bot/v2/hook/<token>; code (or StatusCode) 0 is accepted."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote

from monitor.alerts.channels import GroupSender
from monitor.alerts.channels.feishu.message import message_build
from monitor.alerts.channels.robot import MINUTE, down, refused, robot_post, robot_url
from monitor.alerts.channels.say import Said
from monitor.lib.clock import utc_now

PROVIDER = "https://open.feishu.cn"
BUSY = {11232, 11233, 11247, 99991400, 2200}
CHANNEL = {19001: "robot_token", 19021: "robot_sign", 19022: "robot_ip", 19024: "robot_keyword"}


class Sender(GroupSender):
    """One robot."""

    def say(self, said: Said) -> None:
        channel = self.channel
        url = robot_url(channel, PROVIDER, f"/open-apis/bot/v2/hook/{quote(channel.token, safe='')}")
        payload = signature(channel.secret, utc_now()) | message_build(said, keyword=channel.keyword)
        answer = robot_post(channel, url, payload)
        code = answer.get("code", answer.get("StatusCode"))
        words = answer.get("msg", answer.get("StatusMessage", ""))
        if code == 0:
            return
        if code in BUSY:
            raise down(channel, "robot_busy", code, words, MINUTE)
        if code in CHANNEL:
            raise down(channel, CHANNEL[code], code, words)
        if not isinstance(code, int):
            raise down(channel, "robot_answer", "", "no code")
        raise refused(channel, code, words)


def signature(secret: str, now: datetime) -> dict[str, str]:
    """`timestamp` (s) and `sign` = base64(HMAC-SHA256(key "timestamp\\nsecret", nothing)); nothing without a secret."""
    if not secret:
        return {}
    stamp = str(int(now.timestamp()))
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
