"""What stands behind the numbers, frozen: sources, gaps, measured accuracy, versions of models and rules."""

from __future__ import annotations

from datetime import datetime

from monitor.queries import reports as read
from monitor.queries.quality import accuracy, checks_of
from monitor.queries.reports import Span
from monitor.queries.weeks import WEEKS, window_of
from monitor.reports.freezing import Frozen, iso, minutes, share

LISTED = 50  # outages written out; all of them are counted


def sources_freeze(span: Span) -> Frozen:
    """How many are watched, how many had something."""
    return {
        "watched": read.counted_sources().filter(enabled=True).count(),
        "with_items": len(read.counts_by_source(span)),
    }


def outages_freeze(span: Span, now: datetime) -> Frozen:
    """`share`: per cent of the hours of watched sources, up to `now`, that were lost."""
    rows = []
    for outage in read.outages_in(span):
        start, end = max(outage.started_at, span.start), min(outage.ended_at or now, span.end, now)
        if end <= start:
            continue
        row = {"source": outage.source.name, "label": outage.label, "from": iso(start), "to": iso(end)}
        rows.append({**row, "minutes": minutes(start, end), "open": outage.ended_at is None})
    lost = sum(int(str(row["minutes"])) for row in rows)
    watched = read.counted_sources().filter(enabled=True).count()
    return {
        "n": len(rows),
        "sources": len({row["source"] for row in rows}),
        "minutes": lost,
        "share": share(lost, watched * minutes(span.start, min(span.end, now))),
        "listed": rows[:LISTED],
    }


def accuracy_freeze(now: datetime) -> Frozen:
    """Blind checks of the last twelve whole weeks: per cent right, with the 95 % interval of sentiment. n 0: none yet."""
    window = window_of(now)
    found = checks_of(window)
    if not found:
        return {"n": 0, "weeks": WEEKS}
    figures = accuracy(found, window)
    right = figures.sentiment
    return {
        "n": figures.n,
        "weeks": WEEKS,
        "enough": figures.enough,
        "sentiment": share(right.hits, right.n),
        "low": round(100 * right.low, 1),
        "high": round(100 * right.high, 1),
        "areas": share(figures.areas.hits, figures.areas.n),
    }


def versions_freeze() -> Frozen:
    """Of what judges: alert rules by kind, keyword rules that are on."""
    return {
        "alert_rules": [{"kind": kind, "version": version} for kind, version in read.alert_rule_versions()],
        "rules": read.rules_standing(),
    }
