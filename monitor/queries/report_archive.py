"""The archive: reports by words, kind, state and year; what came before; who was sent what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from monitor.models import Delivery, Report, ReportFile, ReportJob

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the archive is asked for; empty: everything. `words` must all occur."""

    words: str = ""
    kind: str = ""
    state: str = ""
    year: int = 0


def report_list(wanted: Wanted | None = None) -> QuerySet[Report]:
    """Newest first; without the numbers and the words themselves."""
    wanted = wanted or Wanted()
    rows = Report.objects.filter(*(Q(told__icontains=word) for word in wanted.words.split()[:MOST_WORDS]))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.state:
        rows = rows.filter(status=wanted.state)
    if wanted.year:
        rows = rows.filter(period_end__year=wanted.year)
    rows = rows.select_related("signed_by", "topic").annotate(volume=F("frozen__volume__items"))
    return rows.defer("frozen", "told", "analysis", "edits", "topic__vector", "topic__summary")


def report_years() -> list[int]:
    """Years that have a report, newest first."""
    return [day.year for day in Report.objects.dates("period_end", "year", order="DESC")]


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


def report_comparable(report: Report) -> QuerySet[Report]:
    """Others of its kind, newest first."""
    rows = Report.objects.filter(kind=report.kind).exclude(pk=report.pk).defer("frozen", "told", "analysis", "edits")
    return rows.exclude(status=Report.Status.WITHDRAWN)


def report_files(report: Report) -> QuerySet[ReportFile]:
    """What is kept, without the bytes."""
    return report.files.defer("data").order_by("language", "id")


def report_job(report: Report) -> ReportJob | None:
    """The last long work on it."""
    return ReportJob.objects.filter(report=report).order_by("-id").first()


def report_deliveries(report: Report) -> QuerySet[Delivery]:
    """Every mail about it, latest first."""
    rows = Delivery.objects.filter(letter__report=report).select_related("user", "letter")
    return rows.prefetch_related("letter__files").order_by("-id")
