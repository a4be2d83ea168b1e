"""Volume, sentiment, areas, kinds of sources and days, frozen. Pure but for the reading of areas and sources."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from monitor.models import Sentiment
from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freezing import Frozen, change, share

Days = Counter[Any]  # {(day, sentiment, original): items}
DAY_LATE = timedelta(days=1)  # the first hour with an item may come after midnight


def volume_freeze(days: Days, previous: Days | None, everything: int) -> Frozen:
    """Items in focus, originals, and how many the period before had."""
    total = days.total()
    originals = sum(n for (_, _, original), n in days.items() if original)
    before = previous.total() if previous is not None else None
    return {
        "items": total,
        "originals": originals,
        "reposts": total - originals,
        "everything": everything,
        "previous": before,
        "change": change(total, before),
    }


def sentiment_freeze(days: Days, previous: Days | None) -> Frozen:
    """{tone: {n, share, previous_share, points}}."""
    found: Frozen = {}
    for tone in Sentiment.values:
        n = sum(count for (_, sentiment, _), count in days.items() if sentiment == tone)
        part = share(n, days.total())
        was = None
        if previous is not None:
            was = share(sum(c for (_, s, _), c in previous.items() if s == tone), previous.total())
        points = round(part - was, 1) if part is not None and was is not None else None
        found[tone] = {"n": n, "share": part, "previous_share": was, "points": points}
    return found


def areas_freeze(span: Span, before: Span | None, total: int) -> list[Frozen]:
    """By items, with the periods before: `history` oldest first, each {n, negative}; empty when they were not watched whole."""
    now, was = read.counts_by_area(span), read.counts_by_area(before) if before else None
    earlier = _earlier(before) if before else []
    found = []
    for area in sorted({area for area, _ in now} | {area for area, _ in was or ()}):
        n, negative = _area(now, area)
        previous = _area(was, area)[0] if was is not None else None
        if not n and not previous:
            continue
        past = [*earlier, was] if was is not None else []
        history = [{"n": _area(one, area)[0], "negative": share(*_area(one, area)[::-1])} for one in past]
        found.append(
            {
                "area": area,
                "n": n,
                "share": share(n, total),
                "negative": share(negative, n),
                "previous": previous,
                "change": change(n, previous),
                "history": history,
            }
        )
    return sorted(found, key=lambda row: (-row["n"], row["area"]))


def kinds_freeze(span: Span) -> list[Frozen]:
    """By kind of source."""
    counts = read.counts_by_source(span)
    kinds = dict(read.counted_sources().filter(pk__in=list(counts)).values_list("pk", "kind"))
    items: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for source, n in counts.items():
        kind = kinds.get(source, "removed")
        items[kind] += n
        sources[kind] += 1
    total = items.total()
    found = [{"kind": k, "n": n, "share": share(n, total), "sources": sources[k]} for k, n in items.items()]
    return sorted(found, key=lambda row: (-row["n"], row["kind"]))


def daily_freeze(days: list[date], counts: Days, gaps: Counter[date]) -> list[Frozen]:
    """Every day of the period; `gap`: minutes that sources were down, summed over them."""
    found = []
    for day in days:
        tones = {t: counts[day, t, True] + counts[day, t, False] for t in Sentiment.values}
        originals = sum(counts[day, t, True] for t in Sentiment.values)
        row = {"day": day.isoformat(), "n": sum(tones.values()), **tones, "originals": originals, "gap": gaps[day]}
        found.append(row)
    return found


def _area(counts: Counter[tuple[str, str]], area: str) -> tuple[int, int]:
    """(items, negative ones)."""
    return sum(counts[area, tone] for tone in Sentiment.values), counts[area, Sentiment.NEG.value]


def _earlier(before: Span) -> list[Counter[tuple[str, str]]]:
    """The period before the one before, if it was watched whole."""
    length, first = before.end - before.start, read.first_hour()
    span = Span(before.start - length, before.start)
    return [read.counts_by_area(span)] if first is not None and first <= span.start + DAY_LATE else []
