"""The audit log, for leads."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import member, needs
from dashboards.audit_words import audit_rows
from dashboards.export import MAX_ROWS, csv_response
from monitor.models import AuditEntry, Role, audit_record
from monitor.queries.audit import audit_chain, audit_choices, audit_entries

PAGE = 100
DETAIL = json.JSONEncoder(ensure_ascii=False).encode


@needs(Role.LEAD)
def audit(request: HttpRequest) -> HttpResponse:
    """Entries by action, actor and day; whether the chain is whole."""
    filters = _filters(request)
    pages, total = Paginator(audit_entries(**filters), PAGE), AuditEntry.objects.count()
    if not any(filters.values()):
        pages.count = total
    page = pages.get_page(request.GET.get("page"))
    actions, actors = audit_choices()
    verified, broken_at = audit_chain(total, asked="verify" in request.GET)
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("verify", None)
    context = {
        "page": page,
        "rows": audit_rows(page),
        "actions": [(code, labels.action(code)) for code in actions],
        "actors": actors,
        "chosen": filters,
        "query": query.urlencode(),
        "verified": verified,
        "broken_at": broken_at,
        "total": total,
        "command": "manage.py audit_chain --had",
    }
    return render(request, "audit/audit.html", context)


@needs(Role.LEAD)
def export(request: HttpRequest) -> HttpResponse:
    """The filtered entries as CSV, newest first; the export is an entry of its own."""
    filters = _filters(request)
    entries = audit_entries(**filters)
    stored = entries.values_list("pk", "at", "actor", "action", "target", "detail", "digest")[:MAX_ROWS]
    rows = [(*plain, DETAIL(detail), digest) for *plain, detail, digest in stored]
    chosen = {name: str(value) for name, value in filters.items() if value}
    audit_record(actor=member(request), action="audit_export", detail={**chosen, "rows": len(rows)})
    head = (_("编号"), _("时间（北京时间）"), _("谁"), _("动作"), _("对象"), _("详情"), _("摘要值"))
    return csv_response("tingchao-audit", head, rows)


def _filters(request: HttpRequest) -> dict[str, Any]:
    get = request.GET.get
    return {
        "action": get("action", "").replace("\x00", "")[:40],
        "actor": get("actor", "").replace("\x00", "")[:60],
        "since": _day(get("since", "")),
        "until": _day(get("until", "")),
    }


def _day(raw: str) -> date | None:
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if 1970 <= day.year < 9000 else None  # beyond, its midnight has no UTC time
