"""The numbers of one week, frozen: one JSON value that a report is written from, now and a year later.

Shares are percentages of the week's items in focus, rounded to one decimal; times are ISO 8601 in UTC; days are days in
Asia/Shanghai. `None` means "cannot be said" (no comparable week before, nothing to divide by), never zero.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any

from django.conf import settings

from monitor.lib.clock import WEEK, shanghai_date
from monitor.models import Alert, AlertEvent, Sentiment
from monitor.queries import reports as read
from monitor.queries.reports import Span
from monitor.reports.freeze_plans import plans_freeze

SCHEMA = 1
TOP = 10
LISTED = 50  # alerts and outages written out; all of them are counted
CLOSING = (AlertEvent.Kind.RESOLVED, AlertEvent.Kind.FALSE_ALARM)

Frozen = dict[str, Any]


def week_freeze(*, monday: date, now: datetime) -> Frozen:
    """Count the week that begins on `monday`, as the data stand at `now`."""
    span, before = Span.week(monday), Span.week(monday - WEEK)
    days = read.counts_by_day(span)
    first = read.first_hour()
    comparable = first is not None and shanghai_date(first) <= monday - WEEK
    previous = read.counts_by_day(before) if comparable else None
    daily = _daily(monday, days)
    return {
        "schema": SCHEMA,
        "kind": "weekly",
        "organisation": settings.ORGANISATION,
        "drill": settings.DRILL,
        "computed_at": _iso(now),
        "period": {"start": monday.isoformat(), "end": (monday + WEEK - timedelta(days=1)).isoformat()},
        "complete": now >= span.end,
        "data_from": _iso(first) if first and first > span.start else None,
        "volume": _volume(days, previous, read.items_everything(span)),
        "sentiment": _sentiment(days, previous),
        "areas": _areas(span, before if comparable else None, days.total()),
        "kinds": _kinds(span),
        "units": read.counts_by_unit(span),
        "daily": daily,
        "peak": _peak(daily),
        "topics": _topics(span, before),
        "plans": plans_freeze(span, before, comparable=comparable),
        "alerts": _alerts(span, now),
        "sources": _sources(span),
        "outages": _outages(span, now),
        "models": read.model_versions(span),
        "unplaced": read.waiting_items(span).count(),
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


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def _share(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _change(now: int, before: int | None) -> float | None:
    """环比: percent against the week before."""
    return round(100 * (now - before) / before, 1) if before else None


def _volume(days: Counter[Any], previous: Counter[Any] | None, everything: int) -> Frozen:
    total = days.total()
    originals = sum(n for (_, _, original), n in days.items() if original)
    before = previous.total() if previous is not None else None
    return {
        "items": total,
        "originals": originals,
        "reposts": total - originals,
        "everything": everything,
        "previous": before,
        "change": _change(total, before),
    }


def _sentiment(days: Counter[Any], previous: Counter[Any] | None) -> Frozen:
    found: Frozen = {}
    for tone in Sentiment.values:
        n = sum(count for (_, sentiment, _), count in days.items() if sentiment == tone)
        share = _share(n, days.total())
        was = None
        if previous is not None:
            was = _share(sum(c for (_, s, _), c in previous.items() if s == tone), previous.total())
        points = round(share - was, 1) if share is not None and was is not None else None
        found[tone] = {"n": n, "share": share, "previous_share": was, "points": points}
    return found


def _areas(span: Span, before: Span | None, total: int) -> list[Frozen]:
    now, was = read.counts_by_area(span), read.counts_by_area(before) if before else None
    found = []
    for area in sorted({area for area, _ in now} | {area for area, _ in was or ()}):
        n = sum(now[area, tone] for tone in Sentiment.values)
        previous = sum(was[area, tone] for tone in Sentiment.values) if was is not None else None
        if not n and not previous:
            continue
        negative = now[area, Sentiment.NEG.value]
        found.append(
            {
                "area": area,
                "n": n,
                "share": _share(n, total),
                "negative": _share(negative, n),
                "previous": previous,
                "change": _change(n, previous),
            }
        )
    return sorted(found, key=lambda row: (-row["n"], row["area"]))


def _kinds(span: Span) -> list[Frozen]:
    counts = read.counts_by_source(span)
    kinds = dict(read.counted_sources().filter(pk__in=list(counts)).values_list("pk", "kind"))
    items: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for source, n in counts.items():
        kind = kinds.get(source, "removed")
        items[kind] += n
        sources[kind] += 1
    total = items.total()
    found = [{"kind": k, "n": n, "share": _share(n, total), "sources": sources[k]} for k, n in items.items()]
    return sorted(found, key=lambda row: (-row["n"], row["kind"]))


def _daily(monday: date, days: Counter[Any]) -> list[Frozen]:
    found = []
    for offset in range(7):
        day = monday + timedelta(days=offset)
        tones = {t: days[day, t, True] + days[day, t, False] for t in Sentiment.values}
        found.append({"day": day.isoformat(), "n": sum(tones.values()), **tones})
    return found


def _peak(daily: list[Frozen]) -> Frozen | None:
    """The day with most items, how it compares with the other days, and the topics that made it."""
    top = max(daily, key=lambda row: row["n"])
    if not top["n"]:
        return None
    others = sum(row["n"] for row in daily) - top["n"]
    rows = read.topics_of(Span.day(date.fromisoformat(top["day"])), limit=3)
    topics = read.topic_rows([row["topic"] for row in rows])
    return {
        "day": top["day"],
        "n": top["n"],
        "others_mean": round(others / 6, 1),
        "times": round(top["n"] / (others / 6), 1) if others else None,
        "topics": [{"id": r["topic"], "title": topics[r["topic"]].title, "n": r["items"]} for r in rows],
    }


def _topics(span: Span, before: Span) -> Frozen:
    rows = read.topics_of(span)
    top = rows[:TOP]
    ids = [row["topic"] for row in top]
    topics, sources = read.topic_rows(ids), read.topic_sources(ids, span)
    earlier = {row["topic"]: row["items"] for row in read.topics_of(before)}
    starts = _first_times([row["topic"] for row in rows])
    listed = []
    for rank, row in enumerate(top, 1):
        topic = topics[row["topic"]]
        listed.append(
            {
                "rank": rank,
                "id": topic.pk,
                "title": topic.title,
                "terms": list(topic.terms[:5]),
                "areas": sorted(topic.areas, key=lambda area: (-topic.areas[area], area)),
                "status": _life(starts[topic.pk], span, earlier.get(topic.pk, 0)),
                "first_at": _iso(topic.first_at),
                "items": row["items"],
                "originals": row["originals"],
                "negative": _share(row["neg"], row["originals"]),
                "sources": sources.get(topic.pk, 0),
                "previous": earlier.get(topic.pk, 0),
            }
        )
    lives = Counter(_life(starts[r["topic"]], span, earlier.get(r["topic"], 0)) for r in rows)
    return {"n": len(rows), **{life: lives[life] for life in ("new", "continuing", "revived")}, "top": listed}


def _first_times(ids: list[int]) -> dict[int, datetime]:
    return {pk: topic.first_at for pk, topic in read.topic_rows(ids).items()}


def _life(first_at: datetime, span: Span, previous: int) -> str:
    """new: began in the week; continuing: had items the week before; revived: older, and silent the week before."""
    if first_at >= span.start:
        return "new"
    return "continuing" if previous else "revived"


def _alerts(span: Span, now: datetime) -> Frozen:
    alerts = list(read.alerts_raised(span))
    rows = [_alert(alert, now) for alert in alerts]
    waits = [row["minutes_to_acknowledge"] for row in rows if row["minutes_to_acknowledge"] is not None]
    levels = Counter(str(row["level"]) for row in rows)
    return {
        "n": len(rows),
        "levels": {level: levels[level] for level in ("4", "3", "2", "1")},
        "acknowledged": len(waits),
        "closed": sum(1 for row in rows if row["closed_at"]),
        "open": sum(1 for row in rows if not row["closed_at"]),
        "median_minutes": round(median(waits)) if waits else None,
        "listed": rows[:LISTED],
    }


def _alert(alert: Alert, now: datetime) -> Frozen:
    events = [event for event in alert.events.all() if event.at <= now]
    people = [e for e in events if e.kind == AlertEvent.Kind.ACKNOWLEDGED or e.kind == AlertEvent.Kind.HANDLING]
    last = events[-1] if events else None
    status = alert.status
    closing = next((e for e in reversed(events) if e.kind in CLOSING), None) if status in CLOSING else None
    answered = people[0] if people else closing
    return {
        "id": alert.pk,
        "title": alert.topic.title if alert.topic else "",
        "level": max([event.level for event in events], default=alert.level),
        "raised_at": _iso(alert.raised_at),
        "acknowledged_at": _iso(answered.at) if answered else None,
        "minutes_to_acknowledge": _minutes(alert.raised_at, answered.at) if answered else None,
        "closed_at": _iso(closing.at) if closing else None,
        "status": status,
        "calm": alert.calm,
        "last_at": _iso(last.at) if last else None,
    }


def _minutes(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds() / 60))


def _sources(span: Span) -> Frozen:
    return {
        "watched": read.counted_sources().filter(enabled=True).count(),
        "with_items": len(read.counts_by_source(span)),
    }


def _outages(span: Span, now: datetime) -> Frozen:
    rows = []
    for outage in read.outages_in(span):
        start, end = max(outage.started_at, span.start), min(outage.ended_at or now, span.end, now)
        if end <= start:
            continue
        row = {"source": outage.source.name, "label": outage.label, "from": _iso(start), "to": _iso(end)}
        rows.append({**row, "minutes": _minutes(start, end), "open": outage.ended_at is None})
    return {
        "n": len(rows),
        "sources": len({row["source"] for row in rows}),
        "minutes": sum(int(str(row["minutes"])) for row in rows),
        "listed": rows[:LISTED],
    }
