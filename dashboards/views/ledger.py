"""The ledger by site: which hosts we ask, how often and how politely; one host's sheet can be shown to its owner."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dashboards.access import member, needs
from dashboards.export import MAX_ROWS, csv_response
from monitor.feeds.labels import label_sentence
from monitor.feeds.policy import policy_from_settings
from monitor.lib.clock import utc_now
from monitor.models import Fetch, Role, audit_record
from monitor.queries import site
from monitor.queries.ledger import WINDOWS, host_requests, host_sheet, hosts

PAGE = 50


@needs(Role.MONITOR)
def ledger_hosts(request: HttpRequest) -> HttpResponse:
    """All hosts of a window."""
    now, days = utc_now(), _days(request)
    contains = request.GET.get("q", "").strip()[:100]
    found = hosts(since=now - WINDOWS[days], contains=contains)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "days": days, "windows": list(WINDOWS), "q": contains, "now": now, "n": len(found)}
    return render(request, "sources/ledger_hosts.html", context)


@needs(Role.MONITOR)
def ledger_host(request: HttpRequest) -> HttpResponse:
    """One host's sheet, fit to be printed."""
    now, days, host = utc_now(), _days(request), request.GET.get("host", "")
    since = now - WINDOWS[days]
    sheet = host_sheet(host, since=since)
    page = Paginator(host_requests(host, since=since), PAGE).get_page(request.GET.get("page"))
    policy = policy_from_settings()
    context = {
        "host": host,
        "sheet": sheet,
        "days": days,
        "windows": list(WINDOWS),
        "since": since,
        "now": now,
        "page": page,
        "rows": [(row, _asked(row), _said(row)) for row in page],
        "agent": policy.user_agent,
        "organisation": site.organisation(),
        "contact": site.contact(),
        "delay": f"{policy.host_delay:g}",
        "per_host": policy.per_host,
        "shortest": settings.FETCH_MIN_INTERVAL,
    }
    return render(request, "sources/ledger_host.html", context, status=200 if sheet else 404)


@needs(Role.MONITOR)
def ledger_host_csv(request: HttpRequest) -> HttpResponse:
    """The same requests as a table; audited."""
    now, days, host = utc_now(), _days(request), request.GET.get("host", "")
    rows = list(host_requests(host, since=now - WINDOWS[days])[:MAX_ROWS])
    if not rows:
        raise Http404
    audit_record(actor=member(request), action="ledger_export", target=f"host:{host}"[:200], detail={"rows": len(rows)})
    head = (_("时间（北京时间）"), _("请求的是"), _("网址"), _("HTTP 状态"), _("结果"), _("字节"), _("用时（毫秒）"))
    body = [
        (row.at, row.get_what_display(), _asked(row), row.status, row.outcome, row.bytes, row.duration_ms)
        for row in rows
    ]
    return csv_response("ledger-host", head, body)


def _days(request: HttpRequest) -> str:
    days = request.GET.get("days", "7")
    return days if days in WINDOWS else "7"


def _asked(row: Fetch) -> str:
    return row.url or row.source.url


def _said(row: Fetch) -> str:
    return {"ok": _("成功"), "unchanged": _("无变化")}.get(row.outcome) or label_sentence(row.outcome)
