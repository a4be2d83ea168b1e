"""What the three group robots share: an address, text without markup that anybody else wrote, errors inside HTTP 200 bodies.

Labels: robot_busy (too many messages, or their side has a fault), robot_token, robot_sign, robot_keyword, robot_ip: the channel
is wrong and an admin can put it right, so messages wait; robot_refused (permanent): this message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from monitor.alerts.channels import ChannelDownError
from monitor.alerts.channels.http import Answer, http_post
from monitor.alerts.channels.say import Said
from monitor.errors import DeliveryError
from monitor.lib.clock import SHANGHAI
from monitor.models import Channel
from monitor.text.mask import mask

MINUTE = timedelta(minutes=1)
# Marks that would make links, mentions or headings of a published title, and what stands for them.
MARKUP = str.maketrans("<>[]()*_`#@|~\\", "＜＞［］（）＊＿ˋ＃＠｜～＼")


def plain(text: str) -> str:
    """The text with every mark that a robot's markdown would read taken out of action."""
    return text.translate(MARKUP)


def robot_url(channel: Channel, provider: str, path: str) -> str:
    """Of the provider, or of the gateway that an admin named."""
    return (channel.base_url or provider).rstrip("/") + path


def robot_markdown(said: Said, *, keyword: str, most: int) -> str:
    """The message as markdown of at most `most` bytes in UTF-8: what is least needed is left out first."""
    head = f"**{plain(said.subject)}**\n\n{plain(said.body)}"
    foot = f"[{_('查看与处置')}]({said.link})\n\n{said.at.astimezone(SHANGHAI):%m-%d %H:%M}"
    if keyword and keyword not in head:
        foot += f" · {plain(keyword)}" if plain(keyword) == keyword else f" · {keyword}"
    items = [f"- {plain(item.title)}" for item in said.headlines if item.title]
    items += [f"- {plain(line.mark)} {plain(line.sentence)}" for line in said.lines]
    hidden = said.more
    while True:
        more = [_("另有 %(n)s 条，请打开页面查看。") % {"n": hidden}] if hidden and said.lines else []
        text = "\n\n".join(part for part in (head, "\n".join([*items, *more]), foot) if part)
        if len(text.encode()) <= most:
            return text
        if items:
            items.pop()
            hidden += 1
        else:
            head = head.encode()[: max(200, most - len(foot.encode()) - 10)].decode("utf-8", "ignore") + "…"
            return f"{head}\n\n{foot}"


def robot_post(channel: Channel, url: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """POST as JSON and return the answer's object. What is no answer of a robot is an error of the channel."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    answer = http_post(url, body, {"Content-Type": "application/json; charset=utf-8"})
    if answer.status == 429:
        raise ChannelDownError("HTTP 429", label="robot_busy", pause=answer.pause or MINUTE)
    if answer.status >= 500 or answer.status == 408:
        raise ChannelDownError(f"HTTP {answer.status}", label="robot_busy", pause=answer.pause)
    found = _object(answer)
    if found is None:
        label = "robot_token" if answer.status in {401, 403, 404} else "robot_answer"
        raise ChannelDownError(f"HTTP {answer.status}", label=label)
    return found


def detail_of(channel: Channel, code: object, words: object) -> str:
    """`310000 keywords not in content`, without our secrets or anybody's number in it."""
    text = f"{code} {words}"
    for hidden in (channel.token, channel.secret):
        if hidden:
            text = text.replace(hidden, "…")
    return mask(text)[0][:200]


def refused(channel: Channel, code: object, words: object) -> DeliveryError:
    """This message cannot be taken; the next one may."""
    return DeliveryError(detail_of(channel, code, words), label="robot_refused", permanent=True)


def down(channel: Channel, label: str, code: object, words: object, pause: timedelta | None = None) -> ChannelDownError:
    """The channel as a whole refuses."""
    return ChannelDownError(detail_of(channel, code, words), label=label, pause=pause)


def _object(answer: Answer) -> dict[str, Any] | None:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
