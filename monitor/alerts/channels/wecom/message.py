"""A message as 企业微信 takes it."""

from __future__ import annotations

from typing import Any

from monitor.alerts.channels.robot import robot_markdown
from monitor.alerts.channels.say import Said

MOST = 4096  # bytes of markdown content


def message_build(said: Said, *, keyword: str) -> dict[str, Any]:
    """The JSON body."""
    return {"msgtype": "markdown", "markdown": {"content": robot_markdown(said, keyword=keyword, most=MOST)}}
