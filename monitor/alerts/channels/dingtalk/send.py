"""钉钉: POST /robot/send?access_token=…&timestamp=…&sign=…; errcode 0 is accepted. Over 20 a minute it refuses for ten minutes."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from urllib.parse import urlencode

from monitor.alerts.channels import GroupSender
from monitor.alerts.channels.dingtalk.message import message_build
from monitor.alerts.channels.robot import MINUTE, down, refused, robot_post, robot_url
from monitor.alerts.channels.say import Said
from monitor.lib.clock import utc_now

PROVIDER = "https://oapi.dingtalk.com"
TOO_OFTEN = {130101, 90030, 410100, 90018}
THEIR_FAULT = {-1, 400106}
WRONG_TOKEN = {300001, 300005, 40014, 400102}
SECURITY = 310000  # one code for keyword, signature and address: the words say which
BAN = timedelta(minutes=10)


class Sender(GroupSender):
    """One robot."""

    def say(self, said: Said) -> None:
        channel = self.channel
        query = urlencode({"access_token": channel.token, **signature(channel.secret, utc_now())})
        url = robot_url(channel, PROVIDER, f"/robot/send?{query}")
        answer = robot_post(channel, url, message_build(said, keyword=channel.keyword))
        code, words = answer.get("errcode"), str(answer.get("errmsg", ""))
        if code == 0:
            return
        if code in TOO_OFTEN or "too fast" in words:
            raise down(channel, "robot_busy", code, words, BAN)
        if code in THEIR_FAULT:
            raise down(channel, "robot_busy", code, words, MINUTE)
        if code == SECURITY:
            raise down(channel, _security(words), code, words)
        if code in WRONG_TOKEN or "token" in words:
            raise down(channel, "robot_token", code, words)
        if not isinstance(code, int):
            raise down(channel, "robot_answer", "", "no errcode")
        raise refused(channel, code, words)


def signature(secret: str, now: datetime) -> dict[str, str]:
    """`timestamp` (ms) and `sign` = base64(HMAC-SHA256(secret, "timestamp\\nsecret")); nothing without a secret."""
    if not secret:
        return {}
    stamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}


def _security(words: str) -> str:
    if "keyword" in words or "关键词" in words:
        return "robot_keyword"
    if "whitelist" in words or "ip " in words.lower() or "白名单" in words:
        return "robot_ip"
    return "robot_sign"
