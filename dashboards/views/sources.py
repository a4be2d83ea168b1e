"""Sources: what each brings, what is wrong with it and what to do; for admins also pausing and fetching now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from dashboards.access import may, member, needs
from dashboards.article_words import article_note
from dashboards.export import MAX_ROWS, csv_response
from dashboards.nav import read_with_nav
from dashboards.opml import OpmlForm
from dashboards.push_words import push_note
from dashboards.source_form import source_sentence
from dashboards.source_words import poison_note, run_on, source_move_note, source_trouble
from monitor.feeds.labels import label_sentence, ledger_remark
from monitor.feeds.manage import SourceError, source_check_now, source_pause, source_resume
from monitor.lib.clock import utc_now
from monitor.models import Role, Source, SourceFormat, SourceKind, SourceState, User, audit_record
from monitor.queries.sources import (
    SourcePage,
    source_changes,
    source_ledger,
    source_line,
    source_outages,
    source_page_reading,
)

PAGE = 50
STATES = [*SourceState.choices, (SourceFormat.BY_HAND.value, SourceFormat.BY_HAND.label)]


@needs(Role.VIEWER)
def sources(request: HttpRequest) -> HttpResponse:
    """All sources, those in trouble first."""
    asked, now = request.GET, utc_now()
    state, kind, words = asked.get("state", ""), asked.get("kind", ""), asked.get("q", "").strip()[:100]
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 7 else 1
    reading = source_page_reading(now=now, state=state, kind=kind, words=words, page=number)
    page: SourcePage = read_with_nav(request, {"page": reading})["page"]
    states, kept = page.states, {"kind": kind, "q": words}
    context = {
        "page": page,
        "lines": [(line, _line_words(line.source, now)) for line in page.lines],
        "states": [(value, label, states[value]) for value, label in STATES if states.get(value)],
        "state": state,
        "kinds": SourceKind.choices,
        "kind": kind,
        "q": words,
        "filters": urlencode({name: value for name, value in kept.items() if value}),
        "paging": urlencode({name: value for name, value in (kept | {"state": state}).items() if value}),
        "total": sum(states.values()),
        "any": bool(states) or Source.objects.exists(),
        "now": now,
        "is_admin": may(request.user, Role.ADMIN),
        "may_export": may(request.user, Role.MONITOR),
        "opml_form": OpmlForm(),
    }
    return render(request, "sources/sources.html", context)


def _line_words(source: Source, now: datetime) -> str:
    """A move is told in the list while it is the source's state; its own page tells it for good."""
    moved = source.state == SourceState.MOVED or source.moved_why_not
    return run_on([source_trouble(source, now), source_move_note(source) if moved else ""])


@needs(Role.VIEWER)
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source with its outages and the ledger of every fetch."""
    now, found = utc_now(), get_object_or_404(Source, pk=pk)
    page = Paginator(source_ledger(found), PAGE).get_page(request.GET.get("page"))
    context = {
        "line": source_line(source=found, now=now),
        "source": found,
        "trouble": source_trouble(found, now),
        "move_note": source_move_note(found),
        "push_note": push_note(found, now),
        "article_note": article_note(found, now),
        "poison_note": poison_note(found),
        "changes": source_changes(found),
        "page": page,
        "ledger": [(row, _outcome(row.outcome), ledger_remark(row.detail)) for row in page],
        "outages": [
            (row, (row.ended_at or now) - row.started_at, _outcome(row.label)) for row in source_outages(found)
        ],
        "is_admin": may(request.user, Role.ADMIN),
        "now": now,
    }
    return render(request, "sources/source.html", context)


def _outcome(label: str) -> tuple[str, str]:
    """(short, sentence)."""
    short = {"ok": _("成功"), "unchanged": _("无变化"), "paused": pgettext("state", "停用")}.get(label, label)
    return short, label_sentence(label) if label != "paused" else _("由管理员停用。")


@needs(Role.MONITOR)
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger as CSV; audited."""
    found = get_object_or_404(Source, pk=pk)
    fields = ("at", "status", "outcome", "detail", "duration_ms", "bytes", "entries", "new", "updated", "too_old")
    rows = list(source_ledger(found).values_list(*fields)[:MAX_ROWS])
    audit_record(actor=member(request), action="ledger_export", target=f"source:{found.pk}", detail={"rows": len(rows)})
    head = (
        _("时间（北京时间）"),
        _("HTTP 状态"),
        _("结果"),
        _("说明"),
        _("用时（毫秒）"),
        _("字节"),
        _("条目"),
        _("新增"),
        _("更新"),
        _("过旧未存"),
    )
    return csv_response(f"tingchao-source-{found.pk}-ledger", head, rows)


@require_POST
@needs(Role.ADMIN)
def pause(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Stop fetching."""
    return _act(request, pk, source_pause, _("已停用。"))


@require_POST
@needs(Role.ADMIN)
def resume(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Fetch again."""
    return _act(request, pk, source_resume, _("已恢复，几秒内抓取。"))


@require_POST
@needs(Role.ADMIN)
def fetch(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Fetch now."""
    return _act(request, pk, source_check_now, _("已安排，几秒内抓取。"))


def _act(request: HttpRequest, pk: int, service: Callable[..., Source], done: str) -> HttpResponseRedirect:
    found = get_object_or_404(Source, pk=pk)
    by: User = member(request)
    now: datetime = utc_now()
    try:
        service(source=found, by=by, now=now)
    except SourceError as error:
        messages.error(request, source_sentence(error))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("source", args=[found.pk]))
