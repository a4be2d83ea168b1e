"""How times and shares are written on pages."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from monitor.lib.clock import SHANGHAI, utc_now


def clock(at: datetime | None) -> SafeString | str:
    """`<time>`: 09:41 today, 11-24 09:41 before, 2025-11-24 09:41 in another year; Asia/Shanghai."""
    if at is None:
        return "—"
    return _clock(at, utc_now().astimezone(SHANGHAI).date())


@lru_cache(maxsize=5000)
def _clock(at: datetime, today: date) -> SafeString:
    local = at.astimezone(SHANGHAI)
    shape = "%H:%M" if local.date() == today else "%m-%d %H:%M" if local.year == today.year else "%F %H:%M"
    return SafeString(f'<time datetime="{local.isoformat()}" title="{local:%F %T}">{local:{shape}}</time>')


def percent(share: float | None) -> str:
    """0.234 -> 23 %; None -> —."""
    return "—" if share is None else f"{share * 100:.0f} %"


def stamp(at: datetime) -> str:
    """09:41 today, 11-24 09:41 before; plain text, Asia/Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{local:%H:%M}" if local.date() == utc_now().astimezone(SHANGHAI).date() else f"{local:%m-%d %H:%M}"


def iso_stamp(raw: str) -> str:
    """The same for an ISO time from stored JSON; what is no time is shown as it is."""
    try:
        return stamp(datetime.fromisoformat(raw))
    except (TypeError, ValueError):
        return str(raw)


def span(seconds: float) -> str:
    """A length of time in the largest fitting units: 45 秒, 12 分钟, 3 小时 5 分."""
    whole = int(seconds)
    if whole < 120:
        return _("%(n)d 秒") % {"n": whole}
    if whole < 120 * 60:
        return _("%(n)d 分钟") % {"n": round(whole / 60)}
    if whole < 48 * 3600:
        return _("%(h)d 小时 %(m)d 分") % {"h": whole // 3600, "m": whole % 3600 // 60}
    return _("%(d)d 天 %(h)d 小时") % {"d": whole // 86400, "h": whole % 86400 // 3600}
