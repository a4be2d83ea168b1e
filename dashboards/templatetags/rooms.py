"""Words of the report, source and health pages: lengths of time, a row's link, numbers for SVG."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dashboards.report_rows import edit_row_html, table_html
from monitor.models import Report
from monitor.reports.parts import Table
from monitor.reports.tell import Sentence

register = template.Library()


@register.simple_tag
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


@register.simple_tag
def report_table(table: Table, key: str) -> SafeString:
    """A table of the section `key` of a report."""
    return table_html(table, key)


@register.simple_tag(takes_context=True)
def edit_row(context: template.Context, sentence: Sentence, report: Report) -> SafeString:
    """The form of one sentence of a draft."""
    return edit_row_html(sentence, href=reverse("report_sentence", args=[report.pk]), token=str(context["csrf_token"]))


@register.filter
def at_index(values: Sequence[object], index: int) -> object:
    """values[index], or None past its end."""
    return values[index] if index < len(values) else None


@register.filter
def unlocalized(value: float) -> str:
    """A number as SVG reads it, whatever the language."""
    return f"{value:g}"
