"""Standing plans: the list, one plan's page and export, the editor, and moving one from state to state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST

from dashboards import labels
from dashboards.access import may, member, needs, sight_of
from dashboards.export import MAX_ROWS, csv_response
from dashboards.nav import read_with_nav
from dashboards.plan import PlanFilters, PlanPage
from dashboards.plan_form import PlanForm, initial_of
from dashboards.plan_words import STATES, field_name, field_value, plan_sentence
from dashboards.rule_words import query_fault, retag_reason, rule_sentence
from dashboards.views.plan_hits import hits_context
from monitor.errors import QueryError
from monitor.lib.clock import SHANGHAI, utc_now
from monitor.models import Plan, PlanState, RetagJob, RetagState, Role, SynonymGroup, audit_record
from monitor.plans.check import PlanError
from monitor.plans.edit import plan_create, plan_edit, plan_move, plan_text
from monitor.queries.items import SENTIMENTS, names_of
from monitor.queries.plans import PlanVersionLine, plan_history_reading, plan_items, plan_lines
from monitor.queries.rules import retag_reading
from monitor.queries.together import Reading
from monitor.rules.check import RuleError

CHUNK = 2000
READ = ("source_id", "topic_id", "at", "title", "link", "sentiment", "sentiment_p", "areas", "duplicate_of", "own")
HEAD = ("time", "title", "source", "link", "sentiment", "confidence", "areas", "topic", "kind")
SAID = {
    PlanState.ACTIVE: gettext_noop("已恢复。新内容立即归入；暂停期间的内容正在后台补上。"),
    PlanState.PAUSED: gettext_noop("已暂停。已有的内容和数字都在。"),
    PlanState.ENDED: gettext_noop("已结束。已有的内容和数字都在，可以随时恢复。"),
}


@needs(Role.VIEWER)
def plans(request: HttpRequest) -> HttpResponse:
    """Plans that go on; the ended ones apart."""
    now, ended = utc_now().replace(microsecond=0), request.GET.get("show") == "ended"
    lines = plan_lines(now=now, sight=sight_of(member(request)).units, ended=ended)
    states = dict(Plan.objects.order_by().values_list("state").annotate(n=Count("*")))
    n_ended = states.pop(PlanState.ENDED, 0)
    context = {
        "lines": [(line, STATES[line.phase]) for line in lines],
        "ended": ended,
        "n_live": sum(states.values()),
        "n_ended": n_ended,
        "now": now,
        "may_edit": may(request.user, Role.LEAD),
    }
    return render(request, "plans/plans.html", context)


@needs(Role.VIEWER)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what it finds now."""
    page = _page(request, pk)
    detail = page.filters.pairs() | {"after": page.after}
    audit_record(actor=member(request), action="items_open", target=f"plan:{pk}", detail=detail)
    context: dict[str, Any] = {
        "plan_page": page,
        "plan": page.plan,
        "area_codes": list(labels.AREAS),
        "sentiments": SENTIMENTS,
        "may_edit": may(request.user, Role.LEAD),
    }
    asked: dict[str, Reading[Any]] = {"page": page.reading()}
    if may(request.user, Role.MONITOR):
        asked |= {"history": plan_history_reading(page.plan), "retag": retag_reading()}
    read = read_with_nav(request, asked)
    if may(request.user, Role.MONITOR):
        context |= _retag(pk, read["retag"]) | {"history": _history(page.plan, read["history"])}
        context |= hits_context(page.plan)
    return render(request, "plans/plan.html", context)


@require_GET
@needs(Role.VIEWER)
def items_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The items of the page's window and filters, newest first."""
    page = _page(request, pk)
    items = plan_items(page.scope, **page.filters.narrowed).order_by("-at", "-id")[:MAX_ROWS]
    rows = list(_csv_rows(items.values_list(*READ).iterator(chunk_size=CHUNK), page.sight.units))
    detail = page.filters.pairs() | {"rows": len(rows)}
    audit_record(actor=member(request), action="export", target=f"plan:{pk}", detail=detail)
    return csv_response(f"plan-{pk}", HEAD, rows)


@require_GET
@needs(Role.VIEWER)
def volume_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers behind the chart."""
    page = _page(request, pk)
    audit_record(actor=member(request), action="export", target=f"plan:{pk}:volume", detail=page.filters.pairs())
    return csv_response(f"plan-{pk}-volume", page.chart.columns, page.chart.rows[::-1])


@needs(Role.LEAD)
def new(request: HttpRequest) -> HttpResponse:
    """A new plan, or a copy of one (`?from=`) to be changed and saved."""
    if request.method != "POST":
        return _editor(request, PlanForm(initial=_copied(request.GET.get("from", ""))), None)
    form = PlanForm(request.POST)
    if form.is_valid():
        source = Plan.objects.filter(pk=form.cleaned_data["cloned"] or 0).first()
        made = _tried(form, lambda: plan_create(text=form.text(), by=member(request), now=utc_now(), cloned=source))
        if made is not None:
            messages.success(request, _("已保存。新内容立即归入；历史内容正在后台补上。"))
            return redirect("plan", made.pk)
    return _editor(request, form, None)


@needs(Role.LEAD)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The next version; `?version=` shows a former one in the form."""
    found = get_object_or_404(Plan, pk=pk)
    if request.method != "POST":
        initial = initial_of(plan_text(found), seen=found.version) | _former(found, request.GET.get("version", ""))
        return _editor(request, PlanForm(initial=initial), found)
    form = PlanForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        changed = _tried(
            form,
            lambda: plan_edit(
                pk=pk, text=form.text(), seen=data["seen"] or 0, by=member(request), now=utc_now(), note=data["note"]
            ),
        )
        if changed is not None:
            messages.success(request, _("已保存为第 %(n)d 版。") % {"n": changed.version})
            return redirect("plan", pk)
    return _editor(request, form, found)


@require_POST
@needs(Role.LEAD)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume or end."""
    get_object_or_404(Plan, pk=pk)
    to = request.POST.get("to", "")
    if to not in PlanState.values:
        return redirect("plan", pk)
    try:
        plan_move(pk=pk, to=PlanState(to), by=member(request), now=utc_now(), note=request.POST.get("note", ""))
    except PlanError as error:
        messages.error(request, plan_sentence(error))
    except (QueryError, RuleError):
        messages.error(request, _("检索式现在读不懂了（可能是同义词组被删），请先修改再恢复。"))
    else:
        messages.success(request, _(SAID[PlanState(to)]))
    return redirect("plan", pk)


def _page(request: HttpRequest, pk: int) -> PlanPage:
    found, now = get_object_or_404(Plan, pk=pk), utc_now().replace(microsecond=0)
    sight = sight_of(member(request))
    return PlanPage(found, PlanFilters.of(request.GET), sight, now, request.GET.get("after", ""))


def _csv_rows(items: Iterator[tuple[Any, ...]], sight: tuple[int, ...] | None) -> Iterator[tuple[object, ...]]:
    """Of READ. Not as models: a month of a plan has tens of thousands."""
    names = cache(lambda areas: "、".join(labels.area(code) for code in areas))
    while chunk := list(islice(items, CHUNK)):
        sources, topics = names_of({row[0] for row in chunk}, {row[1] for row in chunk if row[1]}, sight=sight)
        for source, topic, at, title, link, sentiment, p, areas, original, own in chunk:
            yield (
                at.astimezone(SHANGHAI).isoformat(),
                title,
                sources.get(source, ""),
                link,
                sentiment,
                round(p[SENTIMENTS.index(sentiment)], 3),
                names(tuple(areas)),
                topics.get(topic or 0, ""),
                "own" if own else "original" if original is None else "repost",
            )


def _tried(form: PlanForm, service: Callable[[], Plan]) -> Plan | None:
    try:
        return service()
    except QueryError as error:
        form.fault = query_fault(error, form.cleaned_data["query"].strip())
        form.add_error("query", _("检索式读不懂，见下方的说明。"))
    except RuleError as error:
        form.add_error("query", rule_sentence(error))
    except PlanError as error:
        field = {"name": "name", "days": "ends_on", "recipient": "recipients"}.get(error.label.partition("_")[0])
        form.add_error(field, plan_sentence(error))
    return None


def _copied(raw: str) -> dict[str, Any]:
    found = Plan.objects.filter(pk=int(raw)).first() if raw.isdecimal() and len(raw) < 10 else None
    if found is None:
        return {"tell": True, "in_report": True}
    return initial_of(plan_text(found), name=_("%(name)s（副本）") % {"name": found.name}, cloned=found.pk)


def _former(found: Plan, raw: str) -> dict[str, Any]:
    number = int(raw) if raw.isdecimal() and len(raw) < 10 else 0
    version = found.versions.filter(number=number).first()
    return dict(version.content) if version else {}


def _editor(request: HttpRequest, form: PlanForm, found: Plan | None) -> HttpResponse:
    context = {"form": form, "plan": found, "groups": SynonymGroup.objects.all()}
    return render(request, "plans/edit.html", context, status=422 if form.errors else 200)


def _history(found: Plan, lines: list[PlanVersionLine]) -> list[dict[str, Any]]:
    return [
        {
            "version": line.version,
            "changes": [(field_name(name), field_value(name, a), field_value(name, b)) for name, a, b in line.changes],
            "in_force": line.version.number == found.version,
        }
        for line in lines
    ]


def _retag(pk: int, job: RetagJob | None) -> dict[str, Any]:
    """The re-tagging, while it is this plan's or any other that is not over."""
    is_open = job is not None and job.state in (RetagState.QUEUED, RetagState.RUNNING)
    if job is None or (not is_open and job.reason != f"plan:{pk}"):
        return {"job": None}
    return {"job": job, "job_reason": retag_reason(job.reason), "job_open": is_open}
