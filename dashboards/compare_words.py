"""Words of the page that compares: its tabs, and the finding as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboards.clocks import percent
from dashboards.templatetags.frame import FEW, change, points
from monitor.lib.plurals import with_plurals
from monitor.queries.counts import Tally


def tab_names() -> dict[str, str]:
    """In the order of the tabs."""
    return {
        "span": pgettext("compare", "时段"),
        "area": _("领域"),
        "unit": _("单位"),
        "topic": _("话题"),
        "calendar": _("日历"),
        "sources": _("来源构成"),
    }


def pair_names() -> dict[str, tuple[str, str]]:
    """Names of the two spans, the later one first."""
    return {
        "week": (_("本周"), _("上周同一时段")),
        "day": (_("今天"), _("昨天同一时段")),
        "month": (_("近 30 天"), _("再前 30 天")),
    }


def finding(by: str, found: Sequence[tuple[str, Tally]]) -> str:
    """What the comparison shows, in one sentence; "" for pictures without one."""
    if by in ("calendar", "sources"):
        return ""
    total = sum(counts.items for _name, counts in found)
    if not found or not total:
        return _("这段时间没有可比的内容。")
    if by == "span" and len(found) == 2:
        return _spans(*found[0], *found[1])
    (name, counts), *rest = sorted(found, key=lambda pair: -pair[1].items)
    if not rest:
        return _("%(name)s：%(n)s 条。再选一个来比较。") % with_plurals({"name": name, "n": f"{counts.items:,}"})
    words = _("%(name)s最多：%(n)s 条，占所选 %(share)s；其次是%(second)s，%(m)s 条。") % with_plurals(
        {
            "name": name,
            "n": f"{counts.items:,}",
            "share": percent(counts.items / total),
            "second": rest[0][0],
            "m": f"{rest[0][1].items:,}",
        }
    )
    return words if by == "unit" else words + _sharpest(found)


def _sharpest(found: Sequence[tuple[str, Tally]]) -> str:
    """Where the share of negative originals is largest; never said of units."""
    known = [(name, counts) for name, counts in found if counts.originals]
    if len(known) < 2:
        return ""
    name, counts = max(known, key=lambda pair: pair[1].negative_share or 0)
    return _("负面占比最高的是%(name)s：%(share)s（原创 %(n)s 条）。") % with_plurals(
        {
            "name": name,
            "share": percent(counts.negative_share),
            "n": f"{counts.originals:,}",
        }
    )


def _spans(name: str, now: Tally, other: str, before: Tally) -> str:
    volume = _("%(name)s %(n)s 条，%(other)s %(m)s 条") % with_plurals(
        {
            "name": name,
            "n": f"{now.items:,}",
            "other": other,
            "m": f"{before.items:,}",
        }
    )
    if before.items >= FEW:
        volume += _("（%(change)s）") % {"change": change(now.items / before.items - 1)}
    if now.negative_share is None or before.negative_share is None:
        return volume + _("。")
    tone = _("；负面 %(share)s，此前 %(before)s（%(points)s）。") % {
        "share": percent(now.negative_share),
        "before": percent(before.negative_share),
        "points": points(round(now.negative_share * 100) - round(before.negative_share * 100)),
    }
    return volume + tone
