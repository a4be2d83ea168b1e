"""The report as it is read, within its page. A signed one changes no more: it is drawn once for its row, its signer's name and the
language, without anything of the reader, and hundreds who open it on a Monday are shown the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dashboards.report_figures import daily_bars, word_sizes
from monitor.models import Report
from monitor.queries.report_page import HEAVY
from monitor.queries.reports import report_withdrawal
from monitor.reports.freeze import digest
from monitor.reports.names import report_names
from monitor.reports.told import report_sections

MOST = 100  # drawn reports of some 30 kB that are kept; then it starts over
TEMPLATE = "reports/_article.html"
Key = tuple[Any, ...]
_drawn: dict[Key, SafeString] = {}


def signed_article(found: Report) -> SafeString:
    """Of a signed report as `report_reading` gives it; reads the rest of its row when it is drawn."""
    key = (found.pk, found.row, str(found.signed_by), get_language(), get_script_prefix())  # type: ignore[attr-defined]
    article = _drawn.get(key)
    if article is None:
        found.refresh_from_db(fields=HEAVY)
        article = render_to_string(TEMPLATE, {"report": found, **_shown(found)})
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = article
    return article


def other_article(request: HttpRequest, found: Report, context: dict[str, Any]) -> SafeString:
    """Of a draft, which its reader may edit, or of one that was withdrawn: drawn each time."""
    withdrawal = report_withdrawal(found) if found.status == Report.Status.WITHDRAWN else None
    return render_to_string(TEMPLATE, {**context, **_shown(found), "withdrawal": withdrawal}, request)


def _shown(found: Report) -> dict[str, Any]:
    """Of its frozen numbers and people's words alone."""
    return {
        "sections": report_sections(found, _, report_names(), struck=True),
        "bars": daily_bars(found.frozen["daily"]),
        "cloud": word_sizes(found.frozen.get("terms", {}).get("cloud", [])),
        "exercise": found.frozen["drill"],
        "unit": found.frozen["organisation"],
        "layout": found.frozen.get("layout", {}),
        "whole": digest(found.frozen) == found.digest,
    }
