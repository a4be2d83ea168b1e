"""The archive: reports by words, kind, state and year; what came before; who was sent what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import ExtractYear

from monitor.models import Delivery, Report, ReportJob
from monitor.queries.shapes import shaped
from monitor.queries.together import Reading, counted

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the archive is asked for; empty: everything. `words` must all occur."""

    words: str = ""
    kind: str = ""
    state: str = ""
    year: int = 0


def reports_readable(*, drafts: bool) -> QuerySet[Report]:
    """Those that a person signed (also if taken back later); `drafts`: all. What nobody signed yet is the desk's own paper."""
    return Report.objects.all() if drafts else Report.objects.exclude(status=Report.Status.DRAFT)


def report_list(wanted: Wanted | None = None, *, drafts: bool) -> QuerySet[Report]:
    """Newest first; without the numbers and the words themselves."""
    wanted = wanted or Wanted()
    rows = reports_readable(drafts=drafts).filter(
        *(Q(told__icontains=word) for word in wanted.words.split()[:MOST_WORDS])
    )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(status=wanted.state)
    if wanted.year:
        rows = rows.filter(period_end__year=wanted.year)
    rows = rows.select_related("signed_by", "topic").annotate(volume=F("frozen__volume__items"))
    return rows.defer("frozen", "told", "said", "analysis", "edits", "topic__vector", "topic__summary")


def archive_reading(*, drafts: bool, size: int) -> Reading[tuple[list[Report], int, list[int]]]:
    """What the archive opens with: its first page as `report_list`, how many there are, and `report_years`. One round."""
    rows, n, years = yield [shaped(_first, drafts, size), shaped(_count, drafts), shaped(_years, drafts)]
    return rows, sum(n), years


def _first(drafts: bool, size: int) -> QuerySet[Report]:
    return report_list(drafts=drafts)[:size]


def _count(drafts: bool) -> QuerySet[Any, Any]:
    return counted(reports_readable(drafts=drafts))


def _years(drafts: bool) -> QuerySet[Any, int]:
    years = reports_readable(drafts=drafts).order_by().annotate(year=ExtractYear("period_end"))
    return years.values_list("year", flat=True).distinct().order_by("-year")


def report_years(*, drafts: bool) -> list[int]:
    """Years that have a report, newest first."""
    return list(_years(drafts))


def report_found(told: str, words: str, *, around: int = 30) -> str:
    """The first place where the first word stands, with what is around it on its line; "" when it does not."""
    word = next(iter(words.split()), "")
    for line in told.splitlines():
        at = line.lower().find(word.lower())
        if word and at >= 0:
            start, end = max(0, at - around), at + len(word) + around
            return ("…" if start else "") + line[start:end].replace("\t", " ") + ("…" if end < len(line) else "")
    return ""


def told_of(ids: Iterable[int]) -> dict[int, str]:
    """The words of some reports."""
    return dict(Report.objects.filter(pk__in=ids).values_list("pk", "told"))


def report_comparable(report: Report, *, drafts: bool) -> QuerySet[Report]:
    """Others of its kind, newest first."""
    rows = (
        reports_readable(drafts=drafts)
        .filter(kind=report.kind)
        .exclude(pk=report.pk)
        .defer("frozen", "told", "said", "analysis", "edits")
    )
    return rows.exclude(status=Report.Status.WITHDRAWN)


def jobs_told() -> QuerySet[ReportJob]:
    """Long work without what came of it."""
    return ReportJob.objects.defer("file", "result", "report__frozen", "report__told", "report__said", "report__edits")


def report_checked(report: Report) -> ReportJob | None:
    """The last check against live data, with what it found."""
    return ReportJob.objects.filter(report=report, kind=ReportJob.Kind.CHECK).defer("file").order_by("-id").first()


def report_deliveries(report: Report) -> QuerySet[Delivery]:
    """Every mail about it, latest first."""
    rows = Delivery.objects.filter(letter__report=report).select_related("user", "letter")
    return rows.prefetch_related("letter__files").order_by("-id")
