"""The numbers of one period, frozen: one JSON value that a report is written from, now and a year later.

Shares are percentages of the period's items in focus, rounded to one decimal; times are ISO 8601 in UTC; days are days in
Asia/Shanghai. `None` means "cannot be said" (no comparable period before, nothing to divide by), never zero.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from monitor.lib.clock import hour_of, shanghai_date, shanghai_day_start
from monitor.lib.snapshot import snapshot
from monitor.queries import reports as read
from monitor.queries import site
from monitor.queries.reports import Span
from monitor.queries.response_steps import response_first_steps
from monitor.reports.advice import advice_find
from monitor.reports.freeze_alerts import alerts_freeze, units_freeze
from monitor.reports.freeze_counts import areas_freeze, daily_freeze, kinds_freeze, sentiment_freeze, volume_freeze
from monitor.reports.freeze_forecast import forecast_freeze
from monitor.reports.freeze_notes import accuracy_freeze, outages_freeze, sources_freeze, versions_freeze
from monitor.reports.freeze_peak import peak_freeze
from monitor.reports.freeze_plans import plans_freeze
from monitor.reports.freeze_terms import terms_freeze
from monitor.reports.freeze_topics import topics_freeze
from monitor.reports.freezing import Frozen, iso
from monitor.reports.layout import Layout, layout_of
from monitor.reports.level import Measured, level_set
from monitor.reports.periods import DAILY, Period, week_of

SCHEMA = 2
STEPS = 5
Progress = Callable[[str, int, int], None]  # (what comes next, done, of)


def silent(step: str, done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What every part of a freezing is told. `before` None: no whole period to compare with."""

    period: Period
    span: Span
    before: Span | None
    now: datetime


def week_freeze(*, monday: date, now: datetime) -> Frozen:
    """The week that begins on `monday`, as the data stand at `now`, in the shipped layout."""
    return report_freeze(period=week_of(monday), now=now)


@snapshot()
def report_freeze(
    *, period: Period, now: datetime, layout: Layout | None = None, progress: Progress = silent
) -> Frozen:
    """Count a period of days as the data stand at `now`, all of it in one snapshot: `progress` must not write on this connection."""
    layout = layout or layout_of(period.kind)
    span = Span.days(period.start, period.end)
    first = read.first_hour()
    scene = Scene(period, span, _comparable(period, first), now)
    progress("volume", 0, STEPS)
    frozen = _head(scene, layout) | {"data_from": iso(first) if first and first > span.start else None} | _counts(scene)
    progress("topics", 1, STEPS)
    frozen |= {"peak": peak_freeze(frozen["daily"], span), "topics": topics_freeze(span)}
    frozen["plans"] = plans_freeze(span, scene.before, chosen=layout.plans)
    progress("terms", 2, STEPS)
    frozen["terms"] = terms_freeze(span, first=first)
    progress("alerts", 3, STEPS)
    frozen |= {"alerts": alerts_freeze(span, now), "handed": units_freeze(span)}
    if period.kind == DAILY:
        frozen["alerts"]["open_now"] = read.alerts_open()
    progress("forecast", 4, STEPS)
    frozen |= {"forecast": forecast_freeze(period, now), **notes_freeze(span, now)}
    frozen["level"] = level_set(_measured(frozen), layout.thresholds)
    frozen["advice"] = advice_find(frozen, response_first_steps(), layout.thresholds)
    progress("", STEPS, STEPS)
    return frozen


def notes_freeze(span: Span, now: datetime) -> Frozen:
    """What stands behind the numbers: sources, gaps, how right the machine was, which versions judged."""
    return {
        "sources": sources_freeze(span),
        "outages": outages_freeze(span, now),
        "accuracy": accuracy_freeze(now),
        "versions": versions_freeze(),
        "models": read.model_versions(span),
        "unplaced": read.waiting_items(span).count(),
    }


def head_freeze(period: Period, layout: Layout, *, now: datetime, complete: bool) -> Frozen:
    """What every report begins with."""
    return {
        "schema": SCHEMA,
        "kind": period.kind,
        "organisation": site.organisation(),
        "drill": settings.DRILL,
        "computed_at": iso(now),
        "period": {"start": period.start.isoformat(), "end": period.end.isoformat()},
        "layout": {
            "name": layout.name,
            "version": layout.version,
            "sections": list(layout.sections),
            "plans": list(layout.plans) if layout.plans is not None else None,
            "thresholds": dict(layout.thresholds),
        },
        "complete": complete,
    }


def canonical(frozen: Frozen) -> bytes:
    """The one spelling of these numbers: UTF-8 JSON, sorted keys, no spaces. A report's download is exactly this."""
    return json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(frozen: Frozen) -> str:
    """SHA-256 of the canonical JSON, hexadecimal."""
    return hashlib.sha256(canonical(frozen)).hexdigest()


def same_numbers(one: Frozen, other: Frozen) -> bool:
    """Whether two freezings differ in nothing but the moment they were made."""
    return {**one, "computed_at": ""} == {**other, "computed_at": ""}


def _head(scene: Scene, layout: Layout) -> Frozen:
    before = scene.period.before
    return head_freeze(scene.period, layout, now=scene.now, complete=scene.now >= scene.span.end) | {
        "before": {"start": before[0].isoformat(), "end": before[1].isoformat()} if before else None
    }


def _comparable(period: Period, first: datetime | None) -> Span | None:
    """The period before, when it was watched from its first day on."""
    if period.before is None or first is None or shanghai_date(first) > period.before[0]:
        return None
    return Span.days(*period.before)


def _counts(scene: Scene) -> Frozen:
    days = read.counts_by_day(scene.span)
    previous = read.counts_by_day(scene.before) if scene.before else None
    gaps = read.down_minutes_by_day(scene.span, now=scene.now)
    found = {
        "volume": volume_freeze(days, previous, read.items_everything(scene.span)),
        "sentiment": sentiment_freeze(days, previous),
        "areas": areas_freeze(scene.span, scene.before, days.total()),
        "kinds": kinds_freeze(scene.span),
        "units": read.counts_by_unit(scene.span),
        "daily": daily_freeze(scene.period.days, days, gaps),
    }
    return found | ({"morning": _morning(scene.now)} if scene.period.kind == DAILY else {})


def _morning(now: datetime) -> Frozen:
    """Of the day of drafting, up to the last whole hour."""
    start, end = shanghai_day_start(shanghai_date(now)), hour_of(now)
    n = read.counts_by_day(Span(start, end)).total() if end > start else 0
    return {"from": iso(start), "to": iso(end), "n": n}


def _measured(frozen: Frozen) -> Measured:
    levels = frozen["alerts"]["levels"]
    return Measured(
        items=frozen["volume"]["items"],
        red=levels["4"],
        orange=levels["3"],
        yellow=levels["2"],
        points=frozen["sentiment"]["neg"]["points"],
        change=frozen["volume"]["change"],
    )
