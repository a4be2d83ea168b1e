"""How often one member, and one network address, may open what costs much: searches, comparisons, trials of rules, files.

Told by the names of addresses, asked by the guard of views (`dashboards/access.py`). A minute's worth may come at once, so that
nobody notices who works with a mouse. The numbers are kept where those of the API are.
"""

from __future__ import annotations

import math

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from dashboards.api.limits import wait_for_turn

BURST_S = 60.0
PAGES = frozenset(
    {
        "search",
        "search_counts",
        "saved_search",
        "compare",
        "report_compare",
        "assessment",
        "alert_rule_backtest",
        "rule_test",
        "rule_tally",
        "rule_matches",
        "plan_test",
        "plan_tally",
        "plan_matches",
        "topic_split",
        "topic_parts",
    }
)
FILES = frozenset(
    {
        "volume_csv",
        "search_volume",
        "search_export",
        "compare_csv",
        "topic_csv",
        "evidence_csv",
        "forecast_csv",
        "plan_csv",
        "plan_volume_csv",
        "quality_csv",
        "ledger_host_csv",
        "source_ledger",
        "source_export",
        "district_export",
        "roster_export",
        "assessment_export",
        "audit_export",
        "report_file",
    }
)


def limited(request: HttpRequest) -> HttpResponse | None:
    """429 with the seconds to wait; None: go ahead, the turn is taken."""
    name = request.resolver_match.url_name if request.resolver_match else None
    if name not in PAGES | FILES:
        return None
    kind, most = ("file", settings.FILES_PER_MINUTE) if name in FILES else ("page", settings.PAGES_PER_MINUTE)
    address = request.META.get("REMOTE_ADDR", "")
    wait = wait_for_turn(f"{kind}:member:{request.user.pk}", per_minute=most, burst=BURST_S) or wait_for_turn(
        f"page:address:{address}", per_minute=settings.PAGES_PER_ADDRESS, burst=BURST_S
    )
    if not wait:
        return None
    seconds = max(1, math.ceil(wait))
    response = render(request, "429.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response
