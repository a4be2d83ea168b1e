"""Words and the picture of the wall."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.charts import Chart
from dashboards.wall_svg import volume_svg
from dashboards.wall_words import age
from monitor.lib.clock import SHANGHAI
from monitor.queries.wall import RankedTopic

register = template.Library()


@register.simple_tag
def wall_age(since: datetime | None, now: datetime) -> str:
    """How long ago at the wall's own moment."""
    return age(since, now)


@register.simple_tag
def wall_volume(chart: Chart) -> SafeString:
    """The volume chart as SVG."""
    return volume_svg(chart)


@register.filter
def hour_stamp(at: datetime) -> str:
    """11-25 14:00 in Shanghai, whatever the day."""
    return f"{at.astimezone(SHANGHAI):%m-%d %H:%M}"


@register.filter
def moved(row: RankedTopic) -> str:
    """▲ 2, ▼ 1, –, 新: how its rank changed."""
    if row.before is None:
        return _("新")
    return f"{'▲' if row.moved > 0 else '▼'} {abs(row.moved)}" if row.moved else "–"


@register.filter
def moved_words(row: RankedTopic) -> str:
    """The same for those who do not see it."""
    if row.before is None:
        return _("新上榜")
    if not row.moved:
        return _("名次不变")
    words = _("升 %(n)d 位") if row.moved > 0 else _("降 %(n)d 位")
    return words % {"n": abs(row.moved)}


@register.filter
def more_or_fewer(n: int) -> str:
    """+2, −1, 持平."""
    return f"{'+' if n > 0 else '−'}{abs(n)}" if n else _("持平")
