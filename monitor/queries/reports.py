"""What a report counts, read from rollups, topics, alerts and outages. Everything is over items in focus.

Spans are half-open UTC intervals whose ends are midnights in Asia/Shanghai.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from monitor.lib.clock import SHANGHAI, WEEK, months_between, shanghai_date, shanghai_day_start
from monitor.lib.replica import reading
from monitor.models import (
    OPEN_STATUSES,
    TOPIC_ALERTS,
    Alert,
    AlertEvent,
    AlertRule,
    AuditEntry,
    HourCount,
    Item,
    KeywordRule,
    Outage,
    Referral,
    ReferralState,
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
        return cls.days(day, day)

    @classmethod
    def days(cls, first: date, last: date) -> Span:
        """Both days included."""
        return cls(shanghai_day_start(first), shanghai_day_start(last + timedelta(days=1)))

    @property
    def months(self) -> list[date]:
        """The partitions of items that it touches."""
        return list(months_between(self.start, self.end))


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
    """The topics themselves, without their stored vectors."""
    return Topic.objects.defer("vector", "summary").in_bulk(ids)


def topic_starts(ids: list[int]) -> dict[int, datetime]:
    """{topic: when it began}."""
    return dict(Topic.objects.filter(pk__in=ids).values_list("pk", "first_at"))


def topic_days(ids: list[int], span: Span) -> dict[int, dict[date, int]]:
    """{topic: {Shanghai day: items}}."""
    found: dict[int, dict[date, int]] = {pk: {} for pk in ids}
    rows = TopicHour.objects.filter(topic__in=ids, hour__gte=span.start, hour__lt=span.end)
    by_day = rows.annotate(day=TruncDate("hour", tzinfo=SHANGHAI)).values("topic", "day")
    for row in by_day.annotate(total=Sum("n_items")):
        found[row["topic"]][row["day"]] = row["total"]
    return found


def topic_counts_by_day(topic: int, span: Span) -> Counter[tuple[date, str, bool]]:
    """{(Shanghai day, sentiment, original): items} of one topic, the union's own publications left out."""
    rows = _items(span).filter(topic_id=topic, own=False).order_by()
    rows = rows.annotate(day=TruncDate("at", tzinfo=SHANGHAI), copy=Q(duplicate_of__isnull=False))
    grouped = rows.values("day", "sentiment", "copy").annotate(n=Count("*"))
    return Counter({(r["day"], r["sentiment"], not r["copy"]): r["n"] for r in grouped})


def topic_spread(topic: int, span: Span) -> list[dict[str, Any]]:
    """[{source, kind, first_at, n}] of one topic: sources (media) in the order they took it up."""
    rows = _items(span).filter(topic_id=topic, own=False).order_by().values("source_id")
    found = list(rows.annotate(first=Min("at"), n=Count("*")))
    sources = Source.objects.in_bulk([row["source_id"] for row in found])
    named = [
        {
            "source": sources[row["source_id"]].name if row["source_id"] in sources else "",
            "kind": sources[row["source_id"]].kind if row["source_id"] in sources else "removed",
            "first_at": row["first"],
            "n": row["n"],
        }
        for row in found
    ]
    return sorted(named, key=lambda row: (row["first_at"], row["source"]))


def topic_answers(ids: list[int], *, until: datetime) -> dict[int, dict[str, int]]:
    """{topic: {published, referred, answered}}: what the union published about it, what was handed to units and answered."""
    found = {pk: {"published": 0, "referred": 0, "answered": 0} for pk in ids}
    own = Item.objects.filter(topic_id__in=ids, own=True, at__lt=until).values("topic_id").annotate(n=Count("*"))
    for row in own.order_by():
        found[row["topic_id"] or 0]["published"] = row["n"]
    sent = Referral.objects.filter(alert__topic__in=ids, created_at__lt=until).exclude(state=ReferralState.WITHDRAWN)
    for topic, state in sent.values_list("alert__topic", "state"):
        if topic is not None:
            found[topic]["referred"] += 1
            found[topic]["answered"] += state == ReferralState.ANSWERED
    return found


def topic_sources(ids: list[int], span: Span) -> dict[int, int]:
    """{topic: distinct sources in the span}, reposts included, the union's own publications not."""
    rows = _items(span).filter(topic_id__in=ids, own=False).values("topic_id")
    return {r["topic_id"] or 0: r["n"] for r in rows.annotate(n=Count("source_id", distinct=True))}


def _items(span: Span) -> QuerySet[Item]:
    return Item.objects.filter(month__in=span.months, at__gte=span.start, at__lt=span.end)


def model_versions(span: Span) -> list[dict[str, Any]]:
    """Which models tagged the items in focus: [{model, n}]."""
    rows = _items(span).filter(own=False, in_focus=True).values("model").annotate(n=Count("*")).order_by("-n", "model")
    return [{"model": r["model"], "n": r["n"]} for r in rows]


def waiting_items(span: Span) -> QuerySet[Item]:
    """Items of the span that the topics writer has not placed yet."""
    return _items(span).filter(topic_id=None, set_aside="")


def alerts_raised(span: Span) -> QuerySet[Alert]:
    """Topic alerts raised in the span, with kind, level and time of their events, oldest first. What an event was decided by stays in
    the database: a month of it is tens of thousands of objects."""
    alerts = Alert.objects.filter(kind__in=TOPIC_ALERTS, raised_at__gte=span.start, raised_at__lt=span.end)
    alerts = alerts.filter(merged_into=None)  # told by the thread that goes on
    events = Prefetch("events", AlertEvent.objects.only("alert", "kind", "level", "at"))
    return alerts.select_related("topic").prefetch_related(events).order_by("raised_at", "id")


def alerts_open() -> int:
    """Topic alerts that nobody has closed, whenever they were raised."""
    return Alert.objects.filter(kind__in=TOPIC_ALERTS, status__in=OPEN_STATUSES).count()


def outages_in(span: Span) -> QuerySet[Outage]:
    """Windows in which a source was down, overlapping the span, oldest first."""
    overlap = Q(started_at__lt=span.end) & (Q(ended_at=None) | Q(ended_at__gt=span.start))
    return Outage.objects.filter(overlap).select_related("source").order_by("started_at", "id")


def counted_sources() -> QuerySet[Source]:
    """Sources that count: not the union's own."""
    return Source.objects.filter(own=False)


def down_minutes_by_day(span: Span, *, now: datetime) -> Counter[date]:
    """{Shanghai day: minutes that counted sources were down, summed over them}."""
    found: Counter[date] = Counter()
    for outage in outages_in(span).filter(source__own=False):
        at, end = max(outage.started_at, span.start), min(outage.ended_at or now, span.end, now)
        while at < end:
            day = shanghai_date(at)
            until = min(end, shanghai_day_start(day + timedelta(days=1)))
            found[day] += round((until - at).total_seconds() / 60)
            at = until
    return found


TERMS = """
SELECT term, count(*) FILTER (WHERE at >= %(start)s), count(*) FILTER (WHERE at < %(start)s)
FROM monitor_item, unnest(terms) AS term
WHERE month = ANY(%(months)s) AND at >= %(base)s AND at < %(end)s AND in_focus AND NOT own AND duplicate_of IS NULL
    AND (%(topic)s::bigint IS NULL OR topic_id = %(topic)s)
GROUP BY term HAVING count(*) >= %(least)s
"""


def term_counts(
    span: Span, *, base: datetime, topic: int | None = None, least: int = 2
) -> tuple[dict[str, int], dict[str, int]]:
    """Originals in focus by key term: in the span, and from `base` to its start."""
    whole = Span(base, span.end)
    values: dict[str, Any] = {
        "start": span.start,
        "end": span.end,
        "base": base,
        "months": whole.months,
        "topic": topic,
        "least": least,
    }
    with reading().cursor() as cursor:
        cursor.execute(TERMS, values)
        rows = cursor.fetchall()
    return {term: n for term, n, _ in rows if n}, {term: was for term, _, was in rows if was}


def originals_by_day(span: Span) -> dict[date, int]:
    """Originals in focus: what forecasts are of."""
    rows = _overall(span).filter(original=True).annotate(day=TruncDate("hour", tzinfo=SHANGHAI)).values("day")
    return {row["day"]: row["total"] for row in rows.annotate(total=Sum("n"))}


def referral_times(span: Span) -> list[tuple[str, str, datetime, datetime | None]]:
    """(unit, state, handed at, answered at) of matters handed to units in the span: times only, never tone (SCOPE 4)."""
    sent = Referral.objects.filter(created_at__gte=span.start, created_at__lt=span.end)
    sent = sent.exclude(state=ReferralState.WITHDRAWN)
    answered = Min("events__at", filter=Q(events__after=ReferralState.ANSWERED))
    return list(
        sent.annotate(answer=answered).order_by("unit_id").values_list("unit__name", "state", "created_at", "answer")
    )


def referrals_of(alerts: list[int]) -> list[dict[str, Any]]:
    """[{alert, n, answered}] of matters handed to units, withdrawn ones left out."""
    rows = Referral.objects.filter(alert__in=alerts).exclude(state=ReferralState.WITHDRAWN).order_by().values("alert")
    answered = Count("pk", filter=Q(state=ReferralState.ANSWERED))
    return [dict(row) for row in rows.annotate(n=Count("pk"), answered=answered)]


def alert_rule_versions() -> list[tuple[str, int]]:
    """(kind, version) of the alert rules that are on."""
    return list(AlertRule.objects.filter(enabled=True).order_by("kind").values_list("kind", "version"))


def rules_standing() -> int:
    """Keyword rules that are on."""
    return KeywordRule.objects.filter(enabled=True, retired_at=None).count()


def report_withdrawal(report: Report) -> AuditEntry | None:
    """The audit entry that withdrew the report: who, when, and why (`detail["reason"]`)."""
    return AuditEntry.objects.filter(action="report_withdraw", target=f"report:{report.pk}").first()
