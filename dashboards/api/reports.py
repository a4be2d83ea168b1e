"""Reports: the archive, and one with its frozen numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import Path, Query, Router
from pydantic import Field

from dashboards.api.endpoint import endpoint
from dashboards.api.guard import caller
from dashboards.api.paging import cursor_make, cursor_read, link_next
from dashboards.api.problem import ProblemError
from dashboards.api.types import Asked, Coded, Cursor, Id, Limit, Out
from dashboards.report_sight import reads_drafts, reports_for
from monitor.models import ApiScope, Report
from monitor.queries.keyset import keyset_page
from monitor.queries.report_archive import Wanted, report_list

router = Router(tags=["reports"])


class ReportsAsked(Asked):
    """Filters of the list."""

    status: Literal["draft", "signed", "withdrawn"] | None = None
    after: Cursor | None = None
    limit: Limit = 50


class ReportOut(Out):
    """One report without its numbers."""

    id: int
    kind: Coded
    number: int = Field(description=gettext_noop("当年第几期"))
    period_start: date
    period_end: date
    status: Coded
    digest: str = Field(description=gettext_noop("冻结数字的 SHA-256"))
    signed_at: datetime | None
    created_at: datetime
    updated_at: datetime


class ReportsOut(Out):
    """A page, the latest drafted first."""

    reports: list[ReportOut]
    next: str | None


class ReportWhole(ReportOut):
    """One report: the numbers as frozen, and the analyst's words."""

    analysis: str
    numbers: dict[str, Any] = Field(description=gettext_noop("冻结的数字；其规范 JSON 的 SHA-256 即 digest"))


@endpoint(
    router,
    "GET",
    "/reports",
    scope=ApiScope.READ_REPORTS,
    name="reports_list",
    summary=gettext_lazy("报告，新的在前"),
    response=ReportsOut,
)
def reports_list(request: HttpRequest, response: HttpResponse, asked: Query[ReportsAsked]) -> ReportsOut:
    by = caller(request)
    rows = report_list(Wanted(state=asked.status or ""), drafts=reads_drafts(by.user))
    found, key = keyset_page(rows, time="created_at", after=cursor_read(asked.after), limit=asked.limit)
    by.read("reports", len(found))
    following = link_next(request, response, cursor_make(*key) if key else None)
    return ReportsOut(reports=[_out(report) for report in found], next=following)


@endpoint(
    router,
    "GET",
    "/reports/{report}",
    scope=ApiScope.READ_REPORTS,
    name="report_get",
    summary=gettext_lazy("一份报告与冻结的数字"),
    response=ReportWhole,
)
def report_get(request: HttpRequest, report: Path[Id]) -> ReportWhole:
    by = caller(request)
    found = reports_for(by.user).filter(pk=report).first()
    if found is None:
        raise ProblemError("not_found")
    by.read("reports", 1)
    return ReportWhole(**dict(_out(found)), analysis=found.analysis, numbers=found.frozen)


def _out(report: Report) -> ReportOut:
    return ReportOut(
        id=report.pk,
        kind=Coded(code=report.kind, name=report.get_kind_display()),
        number=report.number,
        period_start=report.period_start,
        period_end=report.period_end,
        status=Coded(code=report.status, name=report.get_status_display()),
        digest=report.digest,
        signed_at=report.signed_at,
        created_at=report.created_at,
        updated_at=report.updated_at,
    )
