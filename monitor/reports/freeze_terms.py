"""Words of the period, frozen: which rose or fell against the four weeks before, and what a word cloud is drawn from."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen
from monitor.reports.movers import FALSE, LEAST, cloud_of, movers_find

BASE = timedelta(weeks=4)


def terms_freeze(span: Span, *, first: datetime | None) -> Frozen:
    """`base_from` None: nothing before to compare with. Where data begin within the four weeks, the base is what there is."""
    base = span.start - BASE
    known = first is not None and first < span.start
    now, before = read.term_counts(span, base=base)
    docs = sum(read.originals_by_day(span).values())
    docs_before = sum(read.originals_by_day(Span(base, span.start)).values())
    moved = movers_find(now, before if known else {}, docs=docs, docs_before=docs_before if known else 0)
    start = max(base, first) if first is not None else base
    return {
        "docs": docs,
        "docs_before": docs_before,
        "base_from": start.isoformat() if known else None,
        "least": LEAST,
        "false": round(100 * FALSE),
        "tested": moved.tested,
        "rising": [asdict(mover) for mover in moved.rising],
        "falling": [asdict(mover) for mover in moved.falling],
        "cloud": [{"word": word, "weight": n} for word, n in cloud_of(now)],
    }
