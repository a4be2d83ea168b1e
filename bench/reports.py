"""How long does a weekly report take over 300,000 items: counted from rollups, beside doing it by scanning the items; and its files?

Both sides answer from the same database, and must find the same numbers. The scan reads each item of the week and of the four weeks before
once through a server-side cursor and counts in Python: days, tones, areas, sources, units, topics, words.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.core.management import call_command
from django.db import transaction

from bench.machine import machine, versions
from bench.report_rows import weeks_write
from monitor.lib.clock import WEEK, shanghai_date, shanghai_day_start
from monitor.models import Item, Report
from monitor.queries.reports import Span
from monitor.reports.build import report_draft
from monitor.reports.movers import movers_find
from monitor.reports.periods import Period, week_of
from monitor.reports.render import FORMS, render

MONDAY = date(2026, 3, 2)
ITEMS, BEFORE = 300_000, 60_000
BATCH = 5_000
FIELDS = ("at", "source_id", "sentiment", "areas", "units", "in_focus", "duplicate_of", "topic_id", "terms", "model")


def run(*, full: bool) -> dict[str, Any]:
    """Seconds of both sides, of each format, and how cost grows; `full`: four weeks before of the same size."""
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    weeks_write(MONDAY, n=ITEMS, before=ITEMS if full else BEFORE)
    written = time.perf_counter() - began
    small, _report, _told = build(week_of(MONDAY - WEEK))
    ours, report, counting = build(week_of(MONDAY))
    began = time.perf_counter()
    scanned = scan(MONDAY)
    peer = time.perf_counter() - began
    if scanned["items"] != report.frozen["volume"]["items"]:
        raise AssertionError("both sides must count the same")
    files, rendering = rendered(report)
    return {
        "figures": {
            "items": ITEMS,
            "items_a_week_before": ITEMS if full else BEFORE,
            "write_rows_s": round(written, 1),
            "build_s": round(ours, 2),
            "scan_s": round(peer, 2),
            "render_all_s": round(sum(seconds for seconds, _size in files.values()), 2),
            **{f"render_{form}_s": round(seconds, 2) for form, (seconds, _size) in files.items()},
            "build_progress_steps": len(counting.times),
            "build_longest_silence_s": counting.longest(),
            "render_progress_steps": len(rendering.times),
            "render_longest_silence_s": rendering.longest(),
            **{f"render_{form}_kib": round(size / 1024) for form, (_seconds, size) in files.items()},
        },
        "ratio": {"scanning the items": round(peer / ours, 2)},
        "growth": {"seconds_at_five_times_the_items": round(ours / small, 2)},
        "machine": machine(),
        "versions": versions("django", "psycopg"),
    }


@dataclass(frozen=True, slots=True)
class Told:
    """When progress was told, by perf_counter."""

    times: list[float] = field(default_factory=list)

    def __call__(self, step: str, done: int, of: int) -> None:
        self.times.append(time.perf_counter())

    def longest(self) -> float:
        """Seconds of the longest time between two of them."""
        return round(max((after - before for before, after in pairwise(self.times)), default=0.0), 2)


def build(period: Period) -> tuple[float, Report, Told]:
    """Seconds to freeze (in one snapshot), tell and keep a draft, the draft, and how progress was told."""
    now, told = shanghai_day_start(period.end + timedelta(days=1)) + timedelta(hours=8), Told()
    began = time.perf_counter()
    report = report_draft(period=period, now=now, progress=told)
    return time.perf_counter() - began, report, told


def scan(monday: date) -> dict[str, Any]:
    """The same numbers from the items themselves."""
    span, base = Span.week(monday), shanghai_day_start(monday - 4 * WEEK)
    months = Span(base, span.end).months
    rows = Item.objects.filter(month__in=months, at__gte=base, at__lt=span.end, own=False).values_list(*FIELDS)
    week: Counter[Any] = Counter()
    words: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    docs = [0, 0]
    with transaction.atomic():
        for at, source, tone, areas, units, focus, copy, topic, terms, model in rows.iterator(chunk_size=BATCH):
            if focus and copy is None:
                docs[at < span.start] += 1
                words[at < span.start].update(terms)
            if not focus or at < span.start:
                continue
            week["all"] += 1
            for key in (
                ("day", shanghai_date(at), tone, copy is None),
                ("source", source),
                ("topic", topic),
                ("model", model),
            ):
                week[key] += 1
            week.update(("area", area, tone) for area in areas)
            week.update(("unit", unit) for unit in units)
    movers = movers_find(words[0], words[1], docs=docs[0], docs_before=docs[1])
    return {"items": week["all"], "tested": movers.tested}


def rendered(report: Report) -> tuple[dict[str, tuple[float, int]], Told]:
    """{form: (seconds, bytes)} in Chinese, and how progress was told."""
    found, told = {}, Told()
    for form in FORMS:
        told(form, 0, 1)
        began = time.perf_counter()
        data = render(report, form, "zh-hans", told).content
        found[form] = (time.perf_counter() - began, len(data))
    told("", 1, 1)
    return found, told
