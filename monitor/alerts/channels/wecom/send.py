"""企业微信: POST /cgi-bin/webhook/send?key=…; errcode 0 is accepted."""

from __future__ import annotations

from urllib.parse import quote

from monitor.alerts.channels import GroupSender
from monitor.alerts.channels.robot import MINUTE, down, refused, robot_post, robot_url
from monitor.alerts.channels.say import Said
from monitor.alerts.channels.wecom.message import message_build

PROVIDER = "https://qyapi.weixin.qq.com"
BUSY = {-1, 45009, 45033}  # a fault of theirs, too often, too many at once
WRONG_KEY = {93000, 40001, 40014, 41001}
WRONG_ADDRESS = {60020}


class Sender(GroupSender):
    """One robot."""

    def say(self, said: Said) -> None:
        channel = self.channel
        url = robot_url(channel, PROVIDER, f"/cgi-bin/webhook/send?key={quote(channel.token, safe='')}")
        answer = robot_post(channel, url, message_build(said, keyword=channel.keyword))
        code, words = answer.get("errcode"), answer.get("errmsg", "")
        if code == 0:
            return
        if code in BUSY:
            raise down(channel, "robot_busy", code, words, MINUTE)
        if code in WRONG_KEY:
            raise down(channel, "robot_token", code, words)
        if code in WRONG_ADDRESS:
            raise down(channel, "robot_ip", code, words)
        if not isinstance(code, int):
            raise down(channel, "robot_answer", "", "no errcode")
        raise refused(channel, code, words)
