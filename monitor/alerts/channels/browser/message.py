"""A message as the page's script shows it."""

from __future__ import annotations

from monitor.alerts.channels.say import Said


def message_build(said: Said) -> dict[str, object]:
    """Title, text, address to open, and a tag: a later message on the same alert takes the place of the earlier one."""
    tag = f"alert-{said.event.alert_id}" if said.event else said.message_id
    text = "\n".join([said.body, *(f"· {line.sentence}" for line in said.lines[:5])])
    return {"title": said.subject, "body": text[:400], "link": said.link, "tag": tag, "hold": said.level == 4}
