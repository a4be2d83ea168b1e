"""Times and spans for people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI


def moment(at: datetime | None) -> str:
    """A time for people, Asia/Shanghai."""
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}" if at else "—"


def age_words(age: timedelta) -> str:
    """5 秒, 12 分钟, 3 小时, 2 天."""
    seconds = max(0, int(age.total_seconds()))
    if seconds < 90:
        return _("%(n)d 秒") % {"n": seconds}
    if seconds < 90 * 60:
        return _("%(n)d 分钟") % {"n": seconds // 60}
    if seconds < 48 * 3600:
        return _("%(n)d 小时") % {"n": seconds // 3600}
    return _("%(n)d 天") % {"n": seconds // 86400}
