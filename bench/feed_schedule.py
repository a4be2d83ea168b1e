"""The schedule of very many feeds, without HTTP: what the due-query costs, and how even the load is."""

from __future__ import annotations

import heapq
import math
import random
import statistics
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from django.db import connection

SHORTEST, LONGEST = 300, 86_400  # seconds
HOURS = 4
CLAIMS = 300
BEGIN = datetime(2026, 7, 1, tzinfo=UTC)
FILL = """
INSERT INTO monitor_source (
    name, url, format, kind, options, homepage, region, trusted_dates, dates_reason, own, weight, read_articles, hub_url,
    hub_topic, enabled, interval_s, next_check_at, etag, last_modified, state, error_label, error_detail, partial,
    failures, concern, recent_ms, recent_times, moved_to, moved_polls, moved_why_not, moved_from, needs_decision, created_at)
SELECT 'schedule ' || n, 'http://schedule.example/' || n, 'feed', 'news', '{}', '', '', true, '', false, 1, false, '', '',
    true, i, %s + i * random() * interval '1 second', '', '', 'healthy', '', '', '', 0, '', '{}', '{}', '', 0, '', '',
    false, %s
FROM (SELECT n, (%s * exp(random() * ln(%s::float / %s)))::int AS i FROM generate_series(1, %s) AS n) AS made
"""
DONE = """
UPDATE monitor_source SET claimed_until = NULL,
    next_check_at = %s + interval_s * (1 + random() / 10) * interval '1 second' WHERE id = ANY(%s)
"""


def schedule_figures(count: int) -> dict[str, float]:
    """`due_query_ms_*` over claims of what falls due in three seconds; `busiest_minute_to_mean` of a simulated import."""
    took = _claims(count)
    return {
        "scheduled_feeds": count,
        "due_query_ms_median": statistics.median(took),
        "due_query_ms_p95": statistics.quantiles(took, n=20)[-1],
        "due_query_ms_max": max(took),
        "busiest_minute_to_mean": _evenness(count),
    }


def _claims(count: int) -> list[float]:
    """ms of each claim, on a clock that goes three seconds further each time; claimed sources are polled at once."""
    from monitor.feeds.ingest import GROUP, source_claim_due

    took, now = [], BEGIN
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE monitor_source CASCADE")
        cursor.execute(FILL, [BEGIN, BEGIN, SHORTEST, LONGEST, SHORTEST, count])
        cursor.execute("ANALYZE monitor_source")
        for _ in range(CLAIMS):
            now += timedelta(seconds=3)
            ids: list[int] = [0] * GROUP
            while len(ids) == GROUP:
                begun = time.perf_counter()
                ids = source_claim_due(now=now, limit=GROUP)
                took.append((time.perf_counter() - begun) * 1000)
                cursor.execute(DONE, [now, ids])
        cursor.execute("TRUNCATE monitor_source CASCADE")
    return took


def _evenness(count: int) -> float:
    """All sources come in one import at one moment; then `next_check` plans. Polls of the busiest minute to the mean's.

    The first hour is left out: what was brought together is polled together once, as fast as the workers can.
    """
    from monitor.feeds.schedule import Limits, next_check

    draw, limits = random.Random(7), Limits(SHORTEST, LONGEST)
    span = math.log(LONGEST / SHORTEST)
    queue = [(BEGIN, n, int(SHORTEST * math.exp(draw.random() * span)), True) for n in range(count)]
    heapq.heapify(queue)
    minutes: Counter[int] = Counter()
    while queue[0][0] < BEGIN + timedelta(hours=HOURS):
        now, n, interval, first = heapq.heappop(queue)
        minutes[int((now - BEGIN).total_seconds() // 60)] += 1
        times = [now - timedelta(seconds=2 * interval * k) for k in range(4)]
        plan = next_check(now=now, limits=limits, interval_s=interval, times=times, first=first, jitter=draw.random())
        heapq.heappush(queue, (plan.at, n, interval, False))
    settled = [minutes[minute] for minute in range(60, HOURS * 60)]
    return max(settled) / statistics.fmean(settled)
