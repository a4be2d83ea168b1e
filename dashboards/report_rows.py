"""Tables of reports and the forms of their sentences, drawn once: a week's report has hundreds of rows, and what is signed stays."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dashboards.drawn import drawn
from monitor.reports.parts import Table
from monitor.reports.tell import Sentence


def table_html(table: Table, key: str) -> SafeString:
    """reports/_table.html of a table of the section `key`, in the language of the moment. Kept, under all that it shows."""
    return _kept(table, key, get_language() or "")


@lru_cache(maxsize=200)
def _kept(table: Table, key: str, _language: str) -> SafeString:
    return render_to_string("reports/_table.html", {"table": table, "key": key})


def edit_row_html(sentence: Sentence, *, href: str, token: str) -> SafeString:
    """reports/_edit_row.html: the form of one sentence. `token`: against forged requests."""
    figures = format_html_join(
        "；", '<span class="nowrap"><code>{}</code> = {}</span>', ((one.path, one.shown) for one in sentence.figures)
    )
    values = {
        "href": escape(href),
        "csrf_token": escape(token),
        "key": escape(sentence.key),
        "text": escape(sentence.text),
        "was": escape(sentence.drafted),
        "figures": figures,
    }
    return drawn("reports/_edit_row.html", values, struck=sentence.struck)
