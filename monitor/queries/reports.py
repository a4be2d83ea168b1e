"""What a weekly report counts, read from rollups, topics, alerts and outages. Everything is over items in focus.

Spans are half-open UTC intervals whose ends are midnights in Asia/Shanghai.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from monitor.lib.clock import SHANGHAI, WEEK, month_of, shanghai_day_start
from monitor.models import (
    TOPIC_ALERTS,
    Alert,
    AuditEntry,
    HourCount,
    Item,
    Outage,
    Report,
    Source,
    Topic,
    TopicHour,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Span:
    """[start, end) in UTC."""

    start: datetime
    end: datetime

    @classmethod
    def week(cls, monday: date) -> Span:
        return cls(shanghai_day_start(monday), shanghai_day_start(monday + WEEK))

    @classmethod
    def day(cls, day: date) -> Span:
        return cls(shanghai_day_start(day), shanghai_day_start(day + timedelta(days=1)))


def _counts(span: Span) -> QuerySet[HourCount]:
    return HourCount.objects.filter(hour__gte=span.start, hour__lt=span.end, in_focus=True)


def _overall(span: Span) -> QuerySet[HourCount]:
    return _counts(span).filter(area="", unit=0)


def items_everything(span: Span) -> int:
    """All items of the span, also those that are not about working life."""
    rows = HourCount.objects.filter(hour__gte=span.start, hour__lt=span.end, area="", unit=0)
    return rows.aggregate(n=Sum("n"))["n"] or 0


def counts_by_day(span: Span) -> Counter[tuple[date, str, bool]]:
    """{(Shanghai day, sentiment, original): items}."""
    rows = _overall(span).annotate(day=TruncDate("hour", tzinfo=SHANGHAI)).values("day", "sentiment", "original")
    return Counter({(r["day"], r["sentiment"], r["original"]): r["total"] for r in rows.annotate(total=Sum("n"))})


def counts_by_area(span: Span) -> Counter[tuple[str, str]]:
    """{(area, sentiment): items}; an item in two areas counts in both."""
    rows = _counts(span).filter(unit=0).exclude(area="").values("area", "sentiment").annotate(total=Sum("n"))
    return Counter({(r["area"], r["sentiment"]): r["total"] for r in rows})


def counts_by_source(span: Span) -> Counter[int]:
    """{source id: items}."""
    rows = _overall(span).values("source_id").annotate(total=Sum("n"))
    return Counter({r["source_id"]: r["total"] for r in rows if r["total"]})


def counts_by_unit(span: Span) -> list[dict[str, Any]]:
    """Volume only, never tone (SCOPE 4): [{unit, name, n}], most first."""
    rows = _counts(span).filter(area="").exclude(unit=0).values("unit").annotate(total=Sum("n"))
    names = dict(Unit.objects.values_list("id", "name"))
    found = [{"unit": r["unit"], "name": names.get(r["unit"], ""), "n": r["total"]} for r in rows if r["total"]]
    return sorted(found, key=lambda row: (-row["n"], row["unit"]))


def first_hour() -> datetime | None:
    """The oldest hour that anything was counted in: before it there is no data, which is not the same as zero."""
    first: datetime | None = HourCount.objects.aggregate(first=Min("hour"))["first"]
    return first


def topics_of(span: Span, *, limit: int | None = None) -> list[dict[str, Any]]:
    """Topics in focus with items in the span, most originals first: [{topic, items, originals, neg, pos}]."""
    rows = (
        TopicHour.objects.filter(hour__gte=span.start, hour__lt=span.end)
        .filter(topic__in_focus=True, topic__muted=False, topic__merged_into=None)
        .values("topic")
        .annotate(items=Sum("n_items"), originals=Sum("n_originals"), neg=Sum("n_neg"), pos=Sum("n_pos"))
        .filter(items__gt=0)
        .order_by("-originals", "-items", "topic")
    )
    return [dict(row) for row in (rows[:limit] if limit else rows)]


def topic_rows(ids: list[int]) -> dict[int, Topic]:
    """The topics themselves."""
    return Topic.objects.in_bulk(ids)


def topic_sources(ids: list[int], span: Span) -> dict[int, int]:
    """{topic: distinct sources in the span}, reposts included, the union's own publications not."""
    rows = _items(span).filter(topic_id__in=ids, own=False).values("topic_id")
    return {r["topic_id"] or 0: r["n"] for r in rows.annotate(n=Count("source_id", distinct=True))}


def _items(span: Span) -> QuerySet[Item]:
    months = {month_of(span.start), month_of(span.end)}
    return Item.objects.filter(month__in=months, at__gte=span.start, at__lt=span.end)


def model_versions(span: Span) -> list[dict[str, Any]]:
    """Which models tagged the items in focus: [{model, n}]."""
    rows = _items(span).filter(own=False, in_focus=True).values("model").annotate(n=Count("*")).order_by("-n", "model")
    return [{"model": r["model"], "n": r["n"]} for r in rows]


def waiting_items(span: Span) -> QuerySet[Item]:
    """Items of the span that the topics writer has not placed yet."""
    return _items(span).filter(topic_id=None, set_aside="")


def alerts_raised(span: Span) -> QuerySet[Alert]:
    """Topic alerts raised in the span, with their events, oldest first."""
    alerts = Alert.objects.filter(kind__in=TOPIC_ALERTS, raised_at__gte=span.start, raised_at__lt=span.end)
    alerts = alerts.filter(merged_into=None)  # told by the thread that goes on
    return alerts.select_related("topic").prefetch_related("events").order_by("raised_at", "id")


def outages_in(span: Span) -> QuerySet[Outage]:
    """Windows in which a source was down, overlapping the span, oldest first."""
    overlap = Q(started_at__lt=span.end) & (Q(ended_at=None) | Q(ended_at__gt=span.start))
    return Outage.objects.filter(overlap).select_related("source").order_by("started_at", "id")


def counted_sources() -> QuerySet[Source]:
    """Sources that count: not the union's own."""
    return Source.objects.filter(own=False)


def report_list() -> QuerySet[Report]:
    """The archive, newest week first; without the numbers themselves."""
    return Report.objects.select_related("signed_by").annotate(volume=F("frozen__volume__items")).defer("frozen")


def report_withdrawal(report: Report) -> AuditEntry | None:
    """The audit entry that withdrew the report: who, when, and why (`detail["reason"]`)."""
    return AuditEntry.objects.filter(action="report_withdraw", target=f"report:{report.pk}").first()
