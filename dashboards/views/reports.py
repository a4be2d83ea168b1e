"""Reports: the archive with its search, drafting, one report as it is read and printed, signing, withdrawing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dashboards.access import may, member, needs
from dashboards.nav import read_with_nav
from dashboards.report_article import other_article, signed_article
from dashboards.report_sight import reads_drafts, reports_for
from dashboards.report_words import fault_sentence, form_label
from monitor.lib.clock import shanghai_date, utc_now
from monitor.models import Report, ReportFile, ReportJob, ReportKind, ReportTemplate, Role, Topic, audit_record
from monitor.queries.report_archive import (
    Wanted,
    archive_reading,
    report_found,
    report_list,
    report_years,
    told_of,
)
from monitor.queries.report_page import HEAVY, Beside, beside_reading, report_reading
from monitor.queries.together import read_alone
from monitor.reports.build import AUTOMATIC, ReportError, report_sign, report_withdraw, workdays
from monitor.reports.files import OPEN
from monitor.reports.freeze import canonical
from monitor.reports.freeze_dossier import dossier_period
from monitor.reports.jobs import job_draft, job_issue_again
from monitor.reports.periods import DAILY, Period, Working, brief_of, days_of, due_now
from monitor.reports.render import FORMS
from monitor.text.query_words import persons_in
from tasks.reports import work
from tasks.wake import task_wake

PAGE = 30
FILE_LANGUAGES = (("zh-hans", gettext_lazy("中文")), ("en", gettext_lazy("英文")))


@needs(Role.VIEWER)
def reports(request: HttpRequest) -> HttpResponse:
    """The archive, newest first, by words, kind, state and year; a monitor may draft what is due, and sees drafts."""
    drafts = reads_drafts(request.user)
    year = request.GET.get("year", "")
    wanted = Wanted(
        words=request.GET.get("q", "").replace("\x00", "")[:100].strip(),
        kind=request.GET.get("kind", "") if request.GET.get("kind") in ReportKind.values else "",
        state=request.GET.get("state", "") if request.GET.get("state") in Report.Status.values else "",
        year=int(year) if year.isdecimal() and len(year) == 4 else 0,
    )
    paginator = Paginator(report_list(wanted, drafts=drafts), PAGE)
    if request.GET:
        page = paginator.get_page(request.GET.get("page"))
        rows, years = list(page), report_years(drafts=drafts)
    else:
        read = read_with_nav(request, {"archive": archive_reading(drafts=drafts, size=PAGE)})
        rows, paginator.count, years = read["archive"]
        page = paginator.page(1)
    if wanted.words:
        told = told_of(row.pk for row in rows)
        said = (
            "…" if persons_in(wanted.words) else wanted.words
        )  # the log is for ever, and no place for a name or a number
        detail = {"words": said, "found": page.paginator.count}
        audit_record(actor=member(request), action="report_search", detail=detail)
        for row in rows:
            row.found = report_found(told[row.pk], wanted.words)  # type: ignore[attr-defined]
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "reports": rows,
        "wanted": wanted,
        "filtered": wanted != Wanted(),
        "query": query.urlencode(),
        "kinds": ReportKind.choices,
        "states": [choice for choice in Report.Status.choices if drafts or choice[0] != Report.Status.DRAFT],
        "years": years,
        "drafts": drafts,
        "dues": _dues() if drafts else [],
        "jobs": ReportJob.objects.filter(kind=ReportJob.Kind.DRAFT, state__in=OPEN) if drafts else [],
        "may_templates": may(request.user, Role.LEAD),
    }
    return render(request, "reports/reports.html", context)


@require_POST
@needs(Role.MONITOR)
def draft(request: HttpRequest) -> HttpResponseRedirect:
    """Draft what is due of a kind, or count a draft again: a job, whose page shows how far it is."""
    now, by = utc_now(), member(request)
    if "report" in request.POST:
        raw = request.POST["report"]
        found = get_object_or_404(Report.objects.select_related("topic", "template"), pk=int(raw) if _id(raw) else 0)
        period = dossier_period(found.topic, now=now) if found.topic else None
        template = ReportTemplate.objects.filter(pk=_number(request.POST.get("template")), kind=found.kind).first()
        job = job_draft(
            period=period or days_of(found.kind, found.period_start, found.period_end),
            topic=found.topic,
            template=template or found.template,
            by=by,
            now=now,
        )
    else:
        kind = request.POST.get("kind", ReportKind.WEEKLY)
        job = job_draft(
            period=_asked(kind if kind in AUTOMATIC else ReportKind.WEEKLY, now, workdays(now)), by=by, now=now
        )
    task_wake(work)
    return redirect("report_job", job.pk)


@require_POST
@needs(Role.MONITOR)
def dossier(request: HttpRequest, topic_id: int) -> HttpResponseRedirect:
    """A dossier of a topic as it stands."""
    topic = get_object_or_404(Topic, pk=topic_id, merged_into=None)
    now = utc_now()
    job = job_draft(period=dossier_period(topic, now=now), topic=topic, by=member(request), now=now)
    task_wake(work)
    return redirect("report_job", job.pk)


@needs(Role.VIEWER)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, from its frozen numbers and people's words alone."""
    asked = {"report": report_reading(pk, drafts=reads_drafts(request.user))}
    found, beside = read_with_nav(request, asked)["report"]
    if found is None:
        raise Http404
    if found.status == Report.Status.SIGNED:
        context = _around(request, found, beside) | {"article": signed_article(found)}
    else:
        found.refresh_from_db(
            fields=[*HEAVY, "digest", "status", "revision", "analysis_revision"]
        )  # as one row: it may change
        context = _around(request, found, beside)
        context["article"] = other_article(request, found, context)
    return render(request, "reports/report.html", context)


def report_context(request: HttpRequest, found: Report, **more: Any) -> dict[str, Any]:
    """What the page of a draft shows this member, with `more` of what they typed."""
    beside = read_alone(beside_reading(found.pk, drafts=reads_drafts(request.user)))
    context = _around(request, found, beside) | more
    return context | {"article": other_article(request, found, context)}


def _around(request: HttpRequest, found: Report, beside: Beside) -> dict[str, Any]:
    """All but the report itself."""
    is_draft = found.status == Report.Status.DRAFT
    edits = may(request.user, Role.MONITOR) and is_draft
    lead, signed = may(request.user, Role.LEAD), found.status == Report.Status.SIGNED
    job = beside.job
    return {
        "report": found,
        "newer": beside.newer,
        "last": beside.last,
        "job": job,
        "may_issue": lead and signed and (job is None or job.state == ReportJob.State.FAILED),
        "files": [(file, form_label(file.form)) for file in beside.files],
        "wanted_files": _files_wanted(found, beside.files, edits=edits),
        "languages": FILE_LANGUAGES,
        "templates": ReportTemplate.objects.filter(kind=found.kind) if edits else [],
        "may_edit": edits,
        "may_see_sent": may(request.user, Role.MONITOR),
        "may_sign": is_draft and lead,
        "may_withdraw": signed and lead,
        "may_redraft": found.status == Report.Status.WITHDRAWN and may(request.user, Role.MONITOR),
    }


@require_GET
@needs(Role.VIEWER)
def numbers(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen numbers in their one spelling: the file's SHA-256 is the report's digest. Audited."""
    found = get_object_or_404(reports_for(request.user), pk=pk)
    audit_record(actor=member(request), action="report_export", target=f"report:{found.pk}", detail={"form": "json"})
    response = HttpResponse(canonical(found.frozen), content_type="application/json; charset=utf-8")
    mark = "exercise-" if found.frozen["drill"] else ""
    name = f"{mark}tingchao-{found.kind}-{found.period_start:%Y%m%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs(Role.LEAD)
def sign(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Sign: numbers and words are final; files are made and sent."""
    found = get_object_or_404(Report, pk=pk)
    try:
        report_sign(report=found, by=member(request))
    except ReportError as error:
        return refused(request, found, error)
    task_wake(work)
    messages.success(request, _("已签发，数字与文字不再变动；文件生成后发给模板所列的接收人。"))
    return redirect("report", found.pk)


@require_POST
@needs(Role.LEAD)
def issue(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Make files and send again after that failed; what is there is not made or sent twice."""
    found = get_object_or_404(Report, pk=pk)
    try:
        job_issue_again(report=found, by=member(request), now=utc_now())
    except ReportError as error:
        return refused(request, found, error)
    task_wake(work)
    return redirect("report", found.pk)


@require_POST
@needs(Role.LEAD)
def withdraw(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Withdraw with a reason; who got it is told."""
    found = get_object_or_404(Report, pk=pk)
    try:
        report_withdraw(report=found, by=member(request), reason=request.POST.get("reason", ""))
    except ReportError as error:
        return refused(request, found, error)
    messages.success(request, _("已撤回，原因已记录；收到过的人会收到更正通知。"))
    return redirect("report", found.pk)


def _files_wanted(found: Report, files: list[ReportFile], *, edits: bool) -> list[tuple[str, str]]:
    """(form, name) of what a worker can make on request: previews of a draft; of a signed report what is not kept in this language."""
    if found.status == Report.Status.DRAFT and not edits:
        return []
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    kept = {file.form for file in files if file.language == language}
    return [(form, form_label(form)) for form in FORMS if form != "json" and form not in kept]


def refused(request: HttpRequest, found: Report, error: ReportError) -> HttpResponseRedirect:
    """Back to the report with a sentence."""
    messages.error(request, fault_sentence(error))
    return redirect("report", found.pk)


def _dues() -> list[dict[str, Any]]:
    """What a monitor may draft by hand, with the days it would be of."""
    now = utc_now()
    working = workdays(now)
    periods = {kind: _asked(kind, now, working) for kind in AUTOMATIC}
    of_days = Report.objects.filter(period_start__in=[period.start for period in periods.values()])
    there = set(of_days.exclude(status=Report.Status.WITHDRAWN).order_by().values_list("kind", "period_start"))
    return [
        {"kind": kind, "label": ReportKind(kind).label, "start": period.start, "end": period.end}
        for kind, period in periods.items()
        if (kind, period.start) not in there
    ]


def _asked(kind: str, now: datetime, working: Working) -> Period:
    """The period that a person who asks now means: what is due, for a brief also before its time of day and on days off."""
    due = due_now(kind, now, working)
    if due is None or kind == DAILY:
        return brief_of(shanghai_date(now), working)
    return due


def _id(raw: str) -> bool:
    return raw.isascii() and raw.isdecimal() and len(raw) < 19


def _number(raw: str | None) -> int:
    return int(raw) if raw and _id(raw) else 0
