"""A seeded store of items to search in: words of jieba's dictionary as often as it says, and some planted ones.

A text is a title and two halves, drawn from some thousands whose entries are made here; PostgreSQL puts texts and entries together, so
that a million items differ and take minutes. (An entry of a pair that stands in one half as a word and in the other as a piece
is there as both, where ingest would leave the piece out: no search asks for one without the other.)
"""

from __future__ import annotations

import importlib.util
import random
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from django.db import connection

from bench.bulk import draw, in_chunks, indexes_later, pick, say
from monitor.lib.clock import month_of
from monitor.models import Source
from monitor.models.copying import copy_line
from monitor.models.partitions import partitions_ensure
from monitor.models.searching import DAY, DAY_S
from monitor.text.areas import AREAS
from monitor.text.search_words import search_version, search_words

SOURCES = 40
DAYS = 180
PARTS = 12_000  # halves, and half as many titles
HALF, TITLE, CLAUSE = 37, 7, 5  # words
IN_TITLE = 1 / 3  # of the share of a planted word
PLANTED = {"云河区": 0.30, "工资": 0.30, "公司": 0.10, "农民工": 0.03, "拖欠工资": 0.005, "讨薪": 0.0005, "工会": 0.04}
"""Word -> share of items that it is put into: one in three, down to one in two thousand."""
PARTS_TABLE = """
DROP TABLE IF EXISTS bench_part;
CREATE UNLOGGED TABLE bench_part (kind text, number int, text text, words tsvector, PRIMARY KEY (kind, number))
"""
WRITE = f"""
WITH drawn AS MATERIALIZED (
    SELECT n, at, date_trunc('month', at, 'UTC')::date AS month, source, title, text, words, sentiment, place, focus, areas,
           CASE WHEN focus AND {draw(8)} < 0.3 THEN ARRAY[1 + floor({draw(9)} * 29)::int] ELSE '{{}}'::int[] END AS units,
           CASE WHEN n > 50 AND {draw(10)} < 0.2 THEN n - 1 - floor({draw(11)} * 49)::bigint END AS original
    FROM (
        SELECT n, %(now)s::timestamptz - interval '{DAYS} days' * (1 - n / %(total)s::float8) AS at,
               {pick("%(sources)s::bigint[]", SOURCES, draw(1))} AS source,
               t.text AS title, a.text || '，' || b.text AS text, t.words || a.words || b.words AS words,
               {pick("ARRAY['neg', 'neu', 'pos']", 3, draw(5))} AS sentiment,
               {pick("ARRAY['本区', '本市', '外地', NULL]", 4, draw(6))} AS place,
               {draw(2)} < 0.4 AS focus,
               CASE WHEN {draw(2)} < 0.4 THEN ARRAY[{pick("%(areas)s::text[]", len(AREAS), draw(7))}] ELSE '{{}}'::text[] END AS areas
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
        JOIN bench_part t ON t.kind = 'title' AND t.number = floor({draw(3)} * %(titles)s)::int
        JOIN bench_part a ON a.kind = 'half' AND a.number = floor({draw(4)} * %(halves)s)::int
        JOIN bench_part b ON b.kind = 'half' AND b.number = floor({draw(12)} * %(halves)s)::int
    ) AS item
), stored AS (
    INSERT INTO monitor_item (month, id, source_id, at, first_seen, title, text, link, lang, sentiment, sentiment_p, areas, units, place,
                              in_focus, model, duplicate_of)
    SELECT month, n, source, at, at, title, text, 'http://127.0.0.1:9/' || n, 'zh', sentiment, ARRAY[0.8, 0.1, 0.1]::real[], areas,
           units, place, focus, 'bench', original
    FROM drawn ORDER BY n
)
INSERT INTO monitor_itemsearch (month, id, at, source_id, story, repost, sentiment, place, areas, units, in_focus, made, words)
SELECT month, n, at, source, coalesce(original, n), original IS NOT NULL, sentiment, place, areas, units, focus, %(made)s,
       words || ('{DAY}' || floor(extract(epoch FROM at) / {DAY_S})::bigint)::tsvector
FROM drawn ORDER BY n
"""  # noqa: S608 - our own names


def items_seed(count: int, *, now: datetime, seed: int = 8) -> None:
    """`count` items over the last 180 days with their entries, as ingest leaves them; statistics up to date. Not in a transaction."""
    sources = [
        Source.objects.create(name=f"云河样本源{n}", url=f"http://127.0.0.1:9/{n}.xml", next_check_at=now).pk
        for n in range(SOURCES)
    ]
    partitions_ensure({month_of(now - timedelta(days=day)) for day in range(DAYS + 1)})
    halves = min(count, PARTS)
    titles = max(1, halves // 2)
    say(f"{halves + titles:,} pieces of texts are being made")
    _parts(halves, titles, random.Random(seed))
    params = {
        "now": now, "total": count, "sources": sources, "areas": list(AREAS), "titles": titles, "halves": halves,
        "made": search_version(),
    }  # fmt: skip
    with indexes_later(count, "monitor_item", "monitor_itemsearch"):
        in_chunks("items", count, [WRITE], params)
    say("statistics are being made")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_part")
        cursor.execute("SELECT setval('monitor_item_id_seq', %s)", [count + 1])
        cursor.execute("VACUUM ANALYZE monitor_item")
        cursor.execute("VACUUM ANALYZE monitor_itemsearch")


def _parts(halves: int, titles: int, chance: random.Random) -> None:
    """Titles and halves with their entries. Two halves and a title together hold a planted word as often as PLANTED says."""
    words, weights = _words()
    in_half = {word: 1 - ((1 - share) / (1 - share * IN_TITLE)) ** 0.5 for word, share in PLANTED.items()}
    with connection.cursor() as cursor:
        cursor.execute(PARTS_TABLE)
        with cursor.copy("COPY bench_part FROM STDIN") as writer:
            for n in range(titles):
                drawn = chance.choices(words, cum_weights=weights, k=TITLE)
                planted = [word for word, share in PLANTED.items() if chance.random() < share * IN_TITLE]
                title = "".join(planted + drawn)
                writer.write(copy_line(("title", n, title, search_words(title, ""))))
            for n in range(halves):
                drawn = chance.choices(words, cum_weights=weights, k=HALF)
                clauses = ["".join(drawn[at : at + CLAUSE]) for at in range(0, HALF, CLAUSE)]
                for word, share in in_half.items():
                    if chance.random() < share:
                        at_clause = chance.randrange(len(clauses))
                        clauses[at_clause] = f"{drawn[0]}{word}{clauses[at_clause]}"
                text = "，".join(clauses)
                writer.write(copy_line(("half", n, text, search_words("", text))))
        cursor.execute("ANALYZE bench_part")


def _words() -> tuple[list[str], list[float]]:
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    lines = (Path(spec.origin).parent / "dict.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines]
    return [row[0] for row in rows], list(accumulate(float(row[1]) for row in rows))
