"""Forms of sentences and tables of reports that are drawn once are what their templates make of each."""

from __future__ import annotations

from itertools import product

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from dashboards import report_rows
from monitor.reports.parts import Table
from monitor.reports.tell import Figure, Sentence

ODD = """<b>"工资" & 'a'</b>"""
FIGURES = (Figure("totals.items", "n", "1,234"), Figure(ODD, "n", ODD))
TOKEN = "abc"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_form_is_what_the_template_makes_of_its_sentence(language: str) -> None:
    shapes = product(("", ODD, "本周 3 条"), ("", ODD), (False, True), ((), FIGURES, FIGURES[:1]))
    with translation.override(language):
        for n, (text, was, struck, figures) in enumerate(shapes):
            sentence = Sentence(text, figures, f"k{n}", was, struck)
            shown = [
                f'<span class="nowrap"><code>{escaped(f.path)}</code> = {escaped(f.shown)}</span>' for f in figures
            ]
            whole = {"href": "/x/", "csrf_token": TOKEN, "key": f"k{n}", "text": text, "was": was, "struck": struck}
            wanted = render_to_string("reports/_edit_row.html", whole | {"figures": SafeString("；".join(shown))})
            assert report_rows.edit_row_html(sentence, href="/x/", token=TOKEN) == wanted


def escaped(text: str) -> str:
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#x27;")
    )


@pytest.mark.parametrize("key", ["topics", "alerts", "trend"])
def test_a_table_is_drawn_once_for_all_that_it_shows(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table("甲", ("#", ODD), (("1", ODD), ("2", "乙")), frozenset({0}), (7, None))
    report_rows._kept.cache_clear()
    drawn, render = [], report_rows.render_to_string
    monkeypatch.setattr(report_rows, "render_to_string", lambda *args: drawn.append(args[0]) or render(*args))
    html = report_rows.table_html(table, key)
    assert html == render("reports/_table.html", {"table": table, "key": key})
    assert ("/7/" in html) == (key != "trend")
    assert report_rows.table_html(Table("甲", table.head, table.rows, table.numeric, table.links), key) == html
    assert report_rows.table_html(Table("乙", table.head, table.rows), key) != html
    assert len(drawn) == 2
