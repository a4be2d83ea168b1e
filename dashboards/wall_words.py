"""Words of the wall: short, since they are read from six metres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from monitor.text.shorten import shorten, width

LONGEST = 24


def fitted(titles: Sequence[str], room: float) -> list[str]:
    """Titles shortened alike until they fit into so many characters together: short ones leave their room to others."""
    for most in range(LONGEST, 4, -1):
        found = [shorten(title, most) for title in titles]
        if sum(map(width, found)) <= room:
            return found
    return [shorten(title, 4) for title in titles]


def fitted_rows(titles: Sequence[str], room: Sequence[float], *, fewest: int, readable: int) -> list[str]:
    """Of the first titles as many as can be read from afar, shortened: one fewer as long as more than `fewest` are left and one of them
    would be cut to less than `readable` characters. `room[n]` is what n titles have together, in characters."""
    for n in range(len(titles), 0, -1):
        found = fitted(titles[:n], room[n])
        whole = all(cut == title or width(cut) >= readable for cut, title in zip(found, titles, strict=False))
        if n <= fewest or whole:
            return found
    return []


def age(since: datetime | None, now: datetime) -> str:
    """How long: 4 分钟, 3 小时, 2 天; under a minute 刚刚."""
    if since is None:
        return "—"
    past = max(timedelta(), now - since)
    minutes = int(past.total_seconds() // 60)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return _("%(n)d 分钟") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d 小时") % {"n": minutes // 60}
    return _("%(n)d 天") % {"n": minutes // 1440}
