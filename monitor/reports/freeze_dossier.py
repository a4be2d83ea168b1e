"""The numbers of one topic, frozen: its days, tones, sources in the order they took it up, words, what was done, what comes."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from monitor.lib.clock import shanghai_date
from monitor.lib.snapshot import snapshot
from monitor.models import Topic
from monitor.queries import reports as read
from monitor.queries.forecast import forecasts_latest
from monitor.queries.reports import Span
from monitor.queries.response_steps import response_first_steps
from monitor.reports.advice import advice_find
from monitor.reports.errors import ReportError
from monitor.reports.freeze import STEPS, Progress, head_freeze, notes_freeze, silent
from monitor.reports.freeze_alerts import alerts_freeze
from monitor.reports.freeze_counts import daily_freeze, sentiment_freeze, volume_freeze
from monitor.reports.freeze_topics import answer_of
from monitor.reports.freezing import Frozen, iso, share
from monitor.reports.layout import Layout, layout_of
from monitor.reports.movers import cloud_of
from monitor.reports.periods import DOSSIER, MOST_DAYS, Period

SOURCES = 20  # written out, in the order they took it up


def dossier_period(topic: Topic, *, now: datetime) -> Period:
    """From its first day, at most MOST_DAYS back, to the last on which it had something, or today."""
    end = min(shanghai_date(now), shanghai_date(topic.last_at))
    return Period(DOSSIER, max(shanghai_date(topic.first_at), end - timedelta(days=MOST_DAYS - 1)), end)


@snapshot()
def dossier_freeze(
    *, topic: Topic, period: Period, now: datetime, layout: Layout | None = None, progress: Progress = silent
) -> Frozen:
    """Sentiment is of originals; days and volume hold reposts too. In one snapshot, the topic's row too. Raises ReportError
    (report_topic) when it is gone."""
    fresh = Topic.objects.filter(pk=topic.pk).first()
    if fresh is None:
        raise ReportError("the topic is gone", label="report_topic")
    topic = fresh
    layout, span = layout or layout_of(DOSSIER), Span.days(period.start, period.end)
    progress("volume", 0, STEPS)
    days = read.topic_counts_by_day(topic.pk, span)
    frozen = head_freeze(period, layout, now=now, complete=now >= span.end) | _volume(topic, period, span, days, now)
    progress("topics", 1, STEPS)
    frozen |= {"topic": _topic(topic, span), **_spread(topic, span)}
    progress("terms", 2, STEPS)
    cloud = cloud_of(read.term_counts(span, base=span.start, topic=topic.pk)[0])
    frozen["terms"] = {"cloud": [{"word": word, "weight": n} for word, n in cloud]}
    progress("alerts", 3, STEPS)
    frozen["alerts"] = alerts_freeze(span, now, topic=topic.pk)
    progress("forecast", 4, STEPS)
    frozen |= {"forecast": {"next": _forecast(topic, now)}} | notes_freeze(span, now)
    frozen["sources"] = frozen["sources"] | {"with_items": frozen.pop("with_items")}
    frozen["advice"] = advice_find(_advised(frozen), response_first_steps(), layout.thresholds)
    progress("", STEPS, STEPS)
    return frozen


def _volume(topic: Topic, period: Period, span: Span, days: Counter[tuple[date, str, bool]], now: datetime) -> Frozen:
    originals = Counter({key: n for key, n in days.items() if key[2]})
    daily = daily_freeze(period.days, days, read.down_minutes_by_day(span, now=now))
    top = max(daily, key=lambda row: row["n"])
    return {
        "title": topic.title,
        "data_from": None,
        "cut": shanghai_date(topic.first_at) < period.start,
        "volume": volume_freeze(days, None, days.total()),
        "sentiment": sentiment_freeze(originals, None),
        "daily": daily,
        "peak": {"day": top["day"], "n": top["n"]} if top["n"] else None,
    }


def _topic(topic: Topic, span: Span) -> Frozen:
    return {
        "id": topic.pk,
        "title": topic.title,
        "terms": list(topic.terms[:5]),
        "areas": sorted(topic.areas, key=lambda area: (-topic.areas[area], area)),
        "state": topic.state,
        "heat": round(topic.heat),
        "first_at": iso(topic.first_at),
        "last_at": iso(topic.last_at),
        **read.topic_answers([topic.pk], until=span.end)[topic.pk],
    }


def _spread(topic: Topic, span: Span) -> Frozen:
    rows = read.topic_spread(topic.pk, span)
    kinds: Counter[str] = Counter()
    sources: Counter[str] = Counter()
    for row in rows:
        kinds[row["kind"]] += row["n"]
        sources[row["kind"]] += 1
    total = kinds.total()
    listed = [{"source": row["source"], "first_at": iso(row["first_at"]), "n": row["n"]} for row in rows[:SOURCES]]
    by_kind = [{"kind": k, "n": n, "share": share(n, total), "sources": sources[k]} for k, n in kinds.items()]
    return {
        "kinds": sorted(by_kind, key=lambda row: (-row["n"], row["kind"])),
        "spread": listed,
        "with_items": len(rows),
    }


def _forecast(topic: Topic, now: datetime) -> Frozen | None:
    made = forecasts_latest(topic_id=topic.pk, now=now).get("next")
    if made is None or not made.method:
        return None
    ends = {"point": made.points[0], "low": made.lower[0], "high": made.upper[0]}
    return {"made_at": iso(made.made_at), "starts_at": iso(made.starts_at), "method": made.method, **ends}


def _advised(frozen: Frozen) -> Frozen:
    """As the rules of advice read it: the topic as the one of its period."""
    topic = frozen["topic"]
    row = {
        "id": topic["id"],
        "title": topic["title"],
        "originals": frozen["volume"]["originals"],
        "negative": frozen["sentiment"]["neg"]["share"],
        "answer": answer_of(topic),
    }
    return {"topics": {"top": [row]}, "alerts": frozen["alerts"], "outages": frozen["outages"]}
