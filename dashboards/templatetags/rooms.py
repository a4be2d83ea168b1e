"""Words of the report, source, rule and health pages: lengths of time, a row's link, what is wrong with a rule, numbers for SVG."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from dashboards.clocks import span
from dashboards.report_rows import edit_row_html, table_html
from dashboards.rule_words import spoken
from dashboards.source_rows import source_row_html
from monitor.errors import QueryError
from monitor.models import Report
from monitor.reports.parts import Table
from monitor.reports.tell import Sentence

register = template.Library()


register.simple_tag(span)
register.simple_tag(source_row_html, name="source_row")


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


@register.filter
def fault_said(fault: QueryError) -> str:
    """What is wrong with a rule, in the reader's language."""
    return spoken(fault.zh, fault.en)
