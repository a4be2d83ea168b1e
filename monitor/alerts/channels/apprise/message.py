"""A message as Apprise takes it: a title and plain text."""

from __future__ import annotations

from django.utils.translation import gettext as _

from monitor.alerts.channels.say import Said


def message_build(said: Said) -> tuple[str, str]:
    """(title, text)."""
    lines = [said.body, *(f"- {item.title}" for item in said.headlines if item.title)]
    lines += [f"- {line.mark} {line.sentence}" for line in said.lines]
    if said.more:
        lines.append(_("另有 %(n)s 条，请打开页面查看。") % {"n": said.more})
    return said.subject, "\n".join([*lines, "", said.link])
