"""A message as 钉钉 takes it."""

from __future__ import annotations

from typing import Any

from monitor.alerts.channels.robot import plain, robot_markdown
from monitor.alerts.channels.say import Said

MOST = 18_000  # bytes; the whole request may have 20,000


def message_build(said: Said, *, keyword: str) -> dict[str, Any]:
    """The JSON body. `title` is what the list of conversations shows."""
    text = robot_markdown(said, keyword=keyword, most=MOST)
    return {"msgtype": "markdown", "markdown": {"title": plain(said.subject)[:100], "text": text}}
