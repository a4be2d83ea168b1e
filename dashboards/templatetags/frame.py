"""Small words on pages: times in Shanghai, shares, names of codes, links to pages that may not exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards import labels
from monitor.lib.clock import SHANGHAI, utc_now

register = template.Library()


@register.filter
def clock(at: datetime | None) -> SafeString | str:
    """`<time>`: 09:41 today, 11-24 09:41 before, 2025-11-24 09:41 in another year; Asia/Shanghai."""
    if at is None:
        return "—"
    local, now = at.astimezone(SHANGHAI), utc_now().astimezone(SHANGHAI)
    shape = "%H:%M" if local.date() == now.date() else "%m-%d %H:%M" if local.year == now.year else "%F %H:%M"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(), f"{local:%F %T}", f"{local:{shape}}"
    )


@register.filter
def percent(share: float | None) -> str:
    """0.234 -> 23 %; None -> —."""
    return "—" if share is None else f"{share * 100:.0f} %"


@register.filter
def area(code: str) -> str:
    """Name of a concern area."""
    return labels.area(code)


@register.filter
def sentiment(code: str) -> str:
    """Name of a sentiment."""
    return labels.sentiment(code)


@register.filter
def lookup(mapping: Mapping[object, object], key: object) -> object:
    """mapping[key], or "" when it is not there."""
    return mapping.get(key, "")


@register.simple_tag
def href(name: str, *args: object) -> str:
    """Address of a named page, or "" when no such page is installed."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def ago(at: datetime | None) -> str:
    """How long ago, in the reader's language: 刚刚, 5 分钟前, 3 小时前, 2 天前."""
    if at is None:
        return _("从未")
    minutes = int((utc_now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return _("%(n)d 分钟前") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d 小时前") % {"n": minutes // 60}
    return _("%(n)d 天前") % {"n": minutes // 1440}
