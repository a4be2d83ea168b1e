"""How right the machine is: measured here, and what the shipped model's card says of other data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dashboards import labels
from dashboards.access import may, member, needs
from dashboards.clocks import stamp
from dashboards.export import csv_response
from dashboards.model_card import card_tables
from dashboards.quality_chart import AccuracyChart
from monitor.lib.clock import utc_now
from monitor.lib.plurals import with_plurals
from monitor.lib.shares import Share
from monitor.models import Correction, ModelDecision, Role, SourceKind, audit_record
from monitor.queries.checks import progress_reading
from monitor.queries.coverage import alert_precision, alert_precision_reading, coverage_reading
from monitor.queries.forecast import REVIEW_DAYS, records_reading
from monitor.queries.live_model import live_version
from monitor.queries.quality import ENOUGH, Accuracy, Row, accuracy, checks_of, checks_reading
from monitor.queries.together import Reading, counted, read_together, rows_reading
from monitor.queries.weeks import Window, window_of

DECISIONS = 20
Shares = list[tuple[str, Share]]


@needs()
def quality(request: HttpRequest) -> HttpResponse:
    """Accuracy, calibration, alerts, sources, models; each with its window and when it was computed."""
    window = window_of(utc_now())
    corrections = Correction.objects.filter(at__gte=window.start, at__lt=window.now, undone_at=None)
    accepted, decided = ModelDecision.objects.filter(accepted=True), ModelDecision.objects.select_related("by")
    asked: dict[str, Reading[Any]] = {
        "checks": checks_reading(window),
        "alerts": alert_precision_reading(window),
        "coverage": coverage_reading(window),
        "forecasts": records_reading(now=window.now),
        "rows": rows_reading(counted(corrections), accepted[:1], decided[:DECISIONS]),
    }
    if may(request.user, Role.MONITOR):
        asked["progress"] = progress_reading(member(request))
    read = read_together(asked)
    n_corrections, live, decisions = read["rows"]
    found = accuracy(read["checks"], window)
    context: dict[str, Any] = {
        "window": window,
        "found": found,
        "enough": ENOUGH,
        "chart": _chart(found, window),
        "parts": _parts(found),
        "areas": _areas(found),
        "kinds": _kinds(found),
        "models": [(row.code, row.share) for row in found.by_model],
        "alerts": read["alerts"],
        "coverage": read["coverage"],
        "corrections": sum(n_corrections),
        "forecasts": read["forecasts"],
        "review_days": REVIEW_DAYS,
        "decisions": decisions,
        "live": live_version(),
        "live_missing": _missing(live),
        "card": card_tables(),
        "progress": read.get("progress"),
    }
    return render(request, "quality/quality.html", context)


@needs()
def quality_csv(request: HttpRequest) -> HttpResponse:
    """All measured shares as one table."""
    window = window_of(utc_now())
    audit_record(actor=member(request), action="export", target="quality", detail={"from": str(window.first)})
    head = ("figure", "of", "n", "right", "share", "low_95", "high_95")
    return csv_response("quality", head, _records(window))


def _records(window: Window) -> Iterator[tuple[object, ...]]:
    found = accuracy(checks_of(window), window)
    alerts = alert_precision(window)
    single = {
        "sentiment": found.sentiment,
        "areas": found.areas,
        "working_life": found.ours,
        "two_members_agree": found.agreed,
        "alert_precision": alerts,
    }
    rows: list[tuple[str, str, Share]] = [(name, "all", share) for name, share in single.items()]
    groups: dict[str, list[Row]] = {
        "sentiment_by_week": found.weeks,
        "sentiment_by_part": found.parts,
        "sentiment_by_area": found.by_area,
        "area_precision": found.area_tags,
        "sentiment_by_source_kind": found.by_kind,
        "sentiment_by_model": found.by_model,
    }
    rows += [(name, row.code, row.share) for name, group in groups.items() for row in group]
    rows += [("calibration", f"{one.low:.2f}-{one.high:.2f}", one.share) for one in found.bins]
    for name, of, share in rows:
        value = "" if share.value is None else round(share.value, 4)
        yield (name, of, share.n, share.hits, value, round(share.low, 4), round(share.high, 4))


def _missing(accepted: Sequence[ModelDecision]) -> str:
    """The version that was let go live but is not in use, because its file is gone or another one; "" when all is well."""
    live = accepted[0] if accepted else None
    return live.version if live and live.digest and live.version != live_version() else ""


def _chart(found: Accuracy, window: Window) -> AccuracyChart | None:
    if not found.n:
        return None
    foot = _(
        "%(start)s 至 %(end)s 的内容 · 盲检 %(n)d 条 · 计算于 %(now)s · 竖线是 95%% 区间（Wilson）"
    ) % with_plurals(
        {
            "start": window.first,
            "end": window.last_day,
            "n": found.n,
            "now": _at(window.now),
        }
    )
    title = _("每周情感判断的准确率，最近 %(n)d 周") % {"n": len(window.weeks)}
    return AccuracyChart(title, foot, found.weeks, reverse("quality_csv"))


def _at(now: datetime) -> str:
    return stamp(now)


def _parts(found: Accuracy) -> Shares:
    names = {"focus": _("关注范围内"), "rest": _("其余内容")}
    return [(names[row.code], row.share) for row in found.parts]


def _areas(found: Accuracy) -> list[tuple[str, Share, Share]]:
    """(area, sentiment right, area right) of the items that the machine gave this area."""
    tags = {row.code: row.share for row in found.area_tags}
    return [(labels.area(row.code), row.share, tags[row.code]) for row in found.by_area]


def _kinds(found: Accuracy) -> Shares:
    names = dict(SourceKind.choices)
    return [(str(names.get(row.code, row.code)), row.share) for row in found.by_kind]
