"""A message as 飞书 takes it: a post whose elements are plain text, so nothing in a published title is read as markup."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from monitor.alerts.channels.say import Said
from monitor.lib.clock import SHANGHAI

MOST_LINES = 30  # the whole request may have 20 KB


def message_build(said: Said, *, keyword: str) -> dict[str, Any]:
    """The JSON body without its signature."""
    lines = [said.body]
    lines += [f"· {item.title}" for item in said.headlines if item.title]
    lines += [f"· {line.mark} {line.sentence}" for line in said.lines[:MOST_LINES]]
    if hidden := said.more + max(0, len(said.lines) - MOST_LINES):
        lines.append(_("另有 %(n)s 条，请打开页面查看。") % {"n": hidden})
    foot = f"{said.at.astimezone(SHANGHAI):%m-%d %H:%M}"
    if keyword and keyword not in said.subject + "".join(lines):
        foot += f" · {keyword}"
    content: list[list[dict[str, str]]] = [[{"tag": "text", "text": line[:600]}] for line in lines]
    content.append([{"tag": "a", "text": _("查看与处置"), "href": said.link}, {"tag": "text", "text": f"  {foot}"}])
    return {"msg_type": "post", "content": {"post": {"zh_cn": {"title": said.subject[:200], "content": content}}}}
