"""Weeks of items with their rollups, written by PostgreSQL itself: seeded, so that two runs count the same.

Shapes as a district's feeds have them: twelve concern-free hours for one busy, a third in focus, four in ten reposts, topics from a few with
thousands of items to tens of thousands with one, key terms by Zipf's law.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from monitor.lib.clock import WEEK, month_of, shanghai_day_start, utc_now
from monitor.models import Source, Unit
from monitor.models.partitions import partitions_ensure

SOURCES, UNITS, TOPICS, WORDS = 60, 12, 20_000, 8_000

ITEMS = """
INSERT INTO monitor_item (month, id, source_id, at, first_seen, title, text, link, lang, masked, by_hand, own, sentiment, sentiment_p,
    unsure, areas, units, place, terms, rules, plans, grave, in_focus, model, corrected, topic_id, duplicate_of, tries, set_aside)
SELECT date_trunc('month', at AT TIME ZONE 'UTC')::date, nextval('monitor_item_id_seq'), source, at, at, '标题 ' || n, '', '', 'zh', false, false,
    false, tone, ARRAY[0.3, 0.4, 0.3], false,
    CASE WHEN topic %% 3 = 0 THEN ARRAY[(ARRAY['wages','safety','insurance','hours','employment','platform'])[1 + topic %% 6]] ELSE '{}' END,
    CASE WHEN topic %% 7 = 0 THEN ARRAY[%(unit)s + topic %% %(units)s] ELSE '{}'::int[] END, NULL,
    ARRAY['词' || (topic %% %(words)s), '词' || floor(%(words)s * r1 ^ 4)::int, '词' || floor(%(words)s * r2 ^ 4)::int],
    '{}', '{}', false, topic %% 3 = 0, 'bench-1', false, topic + %(topic)s, CASE WHEN r3 < 0.4 THEN n END, 0, ''
FROM (
    SELECT n, %(start)s::timestamptz + (%(seconds)s * (n + random()) / %(n)s) * interval '1 second' AS at,
        floor(%(topics)s * random() ^ 3)::int AS topic, (%(source)s + floor(%(sources)s * random() ^ 2))::bigint AS source,
        (ARRAY['neg','neg','neu','neu','neu','pos'])[1 + floor(6 * random())::int] AS tone, random() AS r1, random() AS r2, random() AS r3
    FROM generate_series(0, %(n)s - 1) AS n
) made
"""
TOPIC_ROWS = """
INSERT INTO monitor_topic (id, title, terms, summary, state, heat, heat_parts, first_at, last_at, n_items, n_originals, n_focus, n_neg, n_neu, n_pos,
    sources, areas, units, place, places, grave, by_hand, in_focus, muted, pinned, watched, renamed, vector, needs_decision, reload, created_at,
    updated_at)
SELECT topic_id, '话题 ' || topic_id, '{}', '[]', 'growing', 10, '{}', min(at), max(at), count(*), count(*) FILTER (WHERE duplicate_of IS NULL), 0, 0,
    0, 0, '{}', '{}', '{}', '', '{}', false, false, bool_or(in_focus), false, false, false, false, repeat('x', 2000)::bytea, false, false, now(), now()
FROM monitor_item WHERE topic_id IS NOT NULL GROUP BY topic_id
"""
TOPIC_HOURS = """
INSERT INTO monitor_topichour (topic_id, hour, n_items, n_originals, n_neg, n_pos)
SELECT topic_id, date_trunc('hour', at), count(*), count(*) FILTER (WHERE duplicate_of IS NULL),
    count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'neg'), count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'pos')
FROM monitor_item WHERE topic_id IS NOT NULL GROUP BY 1, 2
"""
HOURS = """
INSERT INTO monitor_hourcount (hour, source_id, area, unit, sentiment, place, in_focus, original, n)
SELECT date_trunc('hour', at), source_id, area, unit, sentiment, '', in_focus, duplicate_of IS NULL, count(*)
FROM monitor_item, unnest(array_prepend('', areas)) AS area, unnest(array_prepend(0, units)) AS unit GROUP BY 1, 2, 3, 4, 5, 7, 8
"""


def weeks_write(monday: date, *, n: int, before: int, seed: float = 0.5) -> None:
    """The week of `monday` with n items, the four before it with `before` each; then all counts."""
    sources = [Source(name=f"来源 {k}", url=f"http://127.0.0.1:9/{k}", next_check_at=utc_now()) for k in range(SOURCES)]
    source = Source.objects.bulk_create(sources)[0].pk
    unit = Unit.objects.bulk_create([Unit(name=f"单位 {k}") for k in range(UNITS)])[0].pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed])
        for back in range(4, -1, -1):
            start = monday - back * WEEK
            partitions_ensure({month_of(shanghai_day_start(start + timedelta(days=d))) for d in (-1, 0, 7)})
            values = {
                "start": shanghai_day_start(start),
                "seconds": WEEK.total_seconds() - 1,
                "n": before if back else n,
                "topics": TOPICS,
                "topic": 1 + (back % 2) * TOPICS // 2,
                "words": WORDS,
                "source": source,
                "sources": SOURCES,
                "unit": unit,
                "units": UNITS,
            }
            cursor.execute(ITEMS, values)
        for statement in (TOPIC_ROWS, TOPIC_HOURS, HOURS):
            cursor.execute(statement)
        for table in ("monitor_item", "monitor_topic", "monitor_topichour", "monitor_hourcount", "monitor_hoursum"):
            cursor.execute(f"ANALYZE {table}")
