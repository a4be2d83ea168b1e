"""What the page of a report begins with, in one statement: its row without numbers and words, and what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Func, QuerySet, TextField

from monitor.models import Report, ReportFile, ReportJob, ReportVersion
from monitor.queries.report_archive import reports_readable
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading

HEAVY = ("frozen", "told", "said", "analysis", "edits")
"""What the page needs to draw the report, and does not read for one that it has drawn already."""

ROW = '"monitor_report"."xmin"::text || "monitor_report"."ctid"::text'
"""Who wrote the row last (a transaction), and where it lies: PostgreSQL never changes a row in place."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The last version of people's words, the last job that counts or issues it, its files without the bytes, and what corrects it."""

    last: ReportVersion | None
    job: ReportJob | None
    files: list[ReportFile]
    newer: Report | None


def report_reading(pk: int, *, drafts: bool) -> Reading[tuple[Report | None, Beside]]:
    """(the report without `HEAVY`, or None; what stands beside it). `report.row` is another text whenever the row was written. One round."""
    (found,), beside = yield from _both(shaped(_report, drafts, pk=pk), pk, drafts)
    return (found[0] if found else None), beside


def beside_reading(pk: int, *, drafts: bool) -> Reading[Beside]:
    """What stands beside a report that was read already. One round."""
    return (yield from _both(None, pk, drafts))[1]


def _both(first: Any, pk: int, drafts: bool) -> Reading[tuple[list[list[Any]], Beside]]:
    asked = [shaped(_last, pk=pk), shaped(_job, pk=pk), shaped(_files, pk=pk), shaped(_newer, drafts, pk=pk)]
    *found, last, job, files, newer = yield [*([first] if first else []), *asked]
    return found, Beside(_one(last), _one(job), files, _one(newer))


def _one(rows: list[Any]) -> Any:
    return rows[0] if rows else None


def _report(drafts: bool, *, pk: int) -> QuerySet[Report]:
    rows = reports_readable(drafts=drafts).filter(pk=pk).select_related("signed_by").defer(*HEAVY)
    return rows.annotate(row=Func(template=ROW, output_field=TextField()))


def _last(*, pk: int) -> QuerySet[ReportVersion]:
    return ReportVersion.objects.filter(report=pk).select_related("by").order_by("-number")[:1]


def _job(*, pk: int) -> QuerySet[ReportJob]:
    kinds = (ReportJob.Kind.DRAFT, ReportJob.Kind.ISSUE)
    return ReportJob.objects.filter(report=pk, kind__in=kinds).defer("file", "result").order_by("-id")[:1]


def _files(*, pk: int) -> QuerySet[ReportFile]:
    return ReportFile.objects.filter(report=pk).defer("data").order_by("language", "id")


def _newer(drafts: bool, *, pk: int) -> QuerySet[Report]:
    return reports_readable(drafts=drafts).filter(replaces=pk).defer(*HEAVY)[:1]
