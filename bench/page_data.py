"""A district with many items, written straight into the tables: texts of the exercise, told again under ever new numbers.

The span of days stays; more items mean more of them a day, so hours, topics and days grow denser. Seeded: the same number
of items gives the same rows, but for the ids and the moment that the last day ends at.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import connection

from bench.bulk import draw, in_chunks, indexes_later, pick, say
from monitor.drill.generate import items
from monitor.drill.plan import World
from monitor.lib.clock import HOUR, month_of, week_before
from monitor.models import (
    Alert,
    AlertEvent,
    Channel,
    Fetch,
    Outage,
    Plan,
    Role,
    Source,
    SourceKind,
    SourceState,
    Topic,
    TopicState,
    Unit,
    User,
)
from monitor.models.copying import copy_line
from monitor.models.partitions import partitions_ensure
from monitor.reports.build import report_draft_week
from monitor.rules.edit import RuleText, rule_create
from monitor.upkeep.recount import recount

ANCHOR = datetime(2026, 3, 2, tzinfo=UTC)
DAYS, SOURCES, UNITS, PLANS, ALERTS, FETCHES = 60, 120, 25, 8, 400, 20_000
PER_TOPIC = 12  # items in the mean; the largest topic has thousands
IN_FOCUS, REPOSTS, UNIT_TAGGED = 0.35, 0.3, 0.2
TABLES = """
DROP TABLE IF EXISTS bench_told, bench_topic;
CREATE UNLOGGED TABLE bench_told (labour bool, number int, title text, text text, areas text[], PRIMARY KEY (labour, number))
"""
OF_TOPIC = f"least(%(topics)s - 1, floor(%(topics)s * power({draw(1)}, 2)))::int"
"""A topic by its number: their sizes follow a power law."""
FIRST = f"""
CREATE UNLOGGED TABLE bench_topic AS
SELECT topic.number, topic.id, topic.first_at, first.n AS original FROM (
    SELECT row_number() OVER (ORDER BY id)::int - 1 AS number, id, first_at FROM monitor_topic
) topic LEFT JOIN (
    SELECT {OF_TOPIC} AS number, min(n) AS n FROM generate_series(1, %(total)s::bigint) AS n GROUP BY 1
) first USING (number);
ALTER TABLE bench_topic ADD PRIMARY KEY (number);
ANALYZE bench_topic, bench_told
"""  # noqa: S608 - our own names
ITEMS = f"""
INSERT INTO monitor_item (month, id, source_id, at, first_seen, published, title, text, link, lang, sentiment, sentiment_p, unsure, areas,
                          units, place, terms, in_focus, model, plans, topic_id, duplicate_of)
SELECT date_trunc('month', at, 'UTC')::date, n, {pick("%(sources)s::bigint[]", SOURCES, f"power({draw(2)}, 2)")}, at, at, at,
       told.title || '（' || n %% 9973 || '）', told.text || '编号 ' || n || '。', 'https://source.example/' || n, 'zh',
       {pick("ARRAY['neg', 'neu', 'pos']", 3, f"power({draw(3)}, 1.2)")}, ARRAY[0.2, 0.5, 0.3]::real[], n %% 11 = 0,
       CASE WHEN focus THEN told.areas ELSE '{{}}' END,
       CASE WHEN {draw(4)} < {UNIT_TAGGED} THEN ARRAY[{pick("%(units)s::int[]", UNITS, draw(5))}] ELSE '{{}}' END,
       {pick("ARRAY['本区', '本市', '外地', NULL]", 4, draw(6))}, ARRAY['工资'], focus, 'bench',
       CASE WHEN focus AND {draw(7)} < 0.1 THEN ARRAY[{pick("%(plans)s::int[]", PLANS, draw(8))}] ELSE '{{}}' END,
       topic, CASE WHEN original <> n AND {draw(9)} < {REPOSTS} THEN original END
FROM (
    SELECT n, topic.id AS topic, topic.original, {draw(10)} < {IN_FOCUS} AS focus,
           topic.first_at + least(interval '4 days', %(now)s::timestamptz - topic.first_at) * power({draw(11)}, 2) AS at
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n JOIN bench_topic topic ON topic.number = {OF_TOPIC}
) AS item
JOIN bench_told told ON told.labour = focus
    AND told.number = floor({draw(12)} * CASE WHEN focus THEN %(labour)s ELSE %(other)s END)::int
ORDER BY n
"""  # noqa: S608 - our own names

TOPICS = """
UPDATE monitor_topic t SET n_items = c.items, n_originals = c.originals, n_neg = c.neg, n_pos = c.pos,
    n_neu = c.originals - c.neg - c.pos, n_focus = c.focus, in_focus = c.focus >= 2, first_at = c.first, last_at = c.last,
    updated_at = c.last, sources = c.sources, heat = ln(1 + c.items) * exp(-extract(epoch FROM %s - c.last) / 172800)
FROM (SELECT topic_id, count(*) AS items, count(*) FILTER (WHERE duplicate_of IS NULL) AS originals,
        count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'neg') AS neg,
        count(*) FILTER (WHERE duplicate_of IS NULL AND sentiment = 'pos') AS pos,
        count(*) FILTER (WHERE duplicate_of IS NULL AND in_focus) AS focus, min(at) AS first, max(at) AS last,
        array_agg(DISTINCT source_id) AS sources
      FROM monitor_item GROUP BY topic_id) c
WHERE c.topic_id = t.id
"""
TAGS = """
UPDATE monitor_topic t SET areas = c.areas FROM (
    SELECT topic_id, jsonb_object_agg(area, n) AS areas FROM (
        SELECT topic_id, area, count(*) AS n FROM monitor_item, unnest(areas) AS area
        WHERE duplicate_of IS NULL GROUP BY topic_id, area) each GROUP BY topic_id) c
WHERE c.topic_id = t.id
"""


def write(total: int, *, now: datetime) -> None:
    """`total` items in the DAYS before `now`, with everything that pages show beside them, counts and statistics included. Not in a
    transaction."""
    rng = Random(total)
    users, units, sources = _team(), _units(), _sources(now)
    plans = [
        Plan.objects.create(name=f"专题 {n}", query="工资", created_at=now, updated_at=now).pk for n in range(PLANS)
    ]
    topics = _topics(total // PER_TOPIC, now)
    partitions_ensure({month_of(now - timedelta(days=day)) for day in range(DAYS + 1)})
    with indexes_later(total, "monitor_item"):
        _items(total, now, sources, units, plans, topics)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('monitor_item_id_seq', %s)", [total])
        cursor.execute("ANALYZE monitor_item")
        say("topics are being counted")
        cursor.execute(TOPICS, [now])
        cursor.execute(TAGS)
    say("hours are being counted")
    recount(fix=True)
    say("statistics are being made")
    _alerts(rng, users, now)
    _ledger(rng, sources, now)
    _written_by_hand(users[4], now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _team() -> list[User]:
    return [User.objects.create(username=role, role=role) for role in Role]


def _units() -> list[int]:
    return [Unit.objects.create(name=f"第{n}联合工会", words=[f"单位{n}"]).pk for n in range(1, UNITS + 1)]


def _sources(now: datetime) -> list[int]:
    kinds = [kind for kind in SourceKind if kind not in (SourceKind.UNION, SourceKind.GRASSROOTS)]
    made = [
        Source(
            name=f"来源 {n}",
            url=f"https://source-{n}.example/feed",
            kind=kinds[n % len(kinds)],
            state=SourceState.FAILING if n % 40 == 7 else SourceState.HEALTHY,
            last_checked_at=now,
            last_ok_at=now,
            last_new_at=now,
            failing_since=now - 2 * HOUR if n % 40 == 7 else None,
        )
        for n in range(SOURCES)
    ]
    found = [source.pk for source in Source.objects.bulk_create(made)]
    Outage.objects.bulk_create(
        Outage(source_id=pk, started_at=now - timedelta(days=3), ended_at=now - timedelta(days=2.8), label="timeout")
        for pk in found[::15]
    )
    return found


def _topics(count: int, now: datetime) -> int:
    """Spread over the days; how many."""
    rng, states = Random(count), list(TopicState)
    titles = [told.title for told in _texts()]
    begins = [now - timedelta(days=DAYS) * rng.random() for _ in range(count)]
    made = [
        Topic(
            title=titles[n * 7 % len(titles)],
            terms=["工资", "工地"],
            state=states[n % len(states)],
            heat_parts={"volume": 1.0, "speed": 0.5, "spread": 0.5, "negativity": 0.4, "computed_at": now.isoformat()},
            first_at=at,
            last_at=at,
            updated_at=at,
        )
        for n, at in enumerate(begins)
    ]
    return len(Topic.objects.bulk_create(made, batch_size=5_000))


def _texts() -> list[Told]:
    return [
        Told(item.title, item.text, item.areas)
        for item in items(World.begun(7, ANCHOR, history=timedelta(days=90)), end=ANCHOR)
    ]


class Told:
    """A text of the exercise and its areas."""

    __slots__ = ("areas", "text", "title")

    def __init__(self, title: str, text: str, areas: tuple[str, ...]) -> None:
        self.title, self.text, self.areas = title, text, areas


def _items(total: int, now: datetime, sources: list[int], units: list[int], plans: list[int], topics: int) -> None:
    """Each topic is told within some days; its first item is what the others repost."""
    texts = _texts()
    labour = [text for text in texts if text.areas]
    other = [text for text in texts if not text.areas] or texts
    params = {
        "now": now, "total": total, "topics": topics, "sources": sources, "units": units, "plans": plans, "labour": len(labour),
        "other": len(other),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        with cursor.copy("COPY bench_told FROM STDIN") as copy:
            for focus, told in ((True, labour), (False, other)):
                for number, one in enumerate(told):
                    copy.write(copy_line((focus, number, one.title, one.text, list(one.areas))))
        for statement in FIRST.split(";"):
            cursor.execute(statement, params if "%(" in statement else None)
    in_chunks("items", total, [ITEMS], params)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_told, bench_topic")


def _alerts(rng: Random, users: list[User], now: datetime) -> None:
    """Closed ones, and twelve that are open on the hottest topics."""
    hot = list(Topic.objects.filter(in_focus=True).order_by("-heat").values_list("pk", "areas")[:ALERTS])
    for n, (topic, areas) in enumerate(hot):
        at = now - (timedelta(days=DAYS) * rng.random() if n >= 12 else timedelta(hours=rng.random() * 20))
        alert = Alert.objects.create(
            kind="topic_rising",
            level=1 + n % 4,
            topic_id=topic,
            areas=list(areas),
            status="open" if n < 12 else "resolved",
            raised_at=at,
            changed_at=at,
        )
        AlertEvent.objects.create(alert=alert, kind="raised", level=alert.level, at=at)
        if n >= 12:
            AlertEvent.objects.create(
                alert=alert, kind="acknowledged", level=alert.level, at=at + HOUR / 4, by=users[2]
            )
            AlertEvent.objects.create(alert=alert, kind="resolved", level=alert.level, at=at + 5 * HOUR, by=users[3])


def _ledger(rng: Random, sources: list[int], now: datetime) -> None:
    cycle = itertools.cycle(sources)
    Fetch.objects.bulk_create(
        (
            Fetch(
                source_id=next(cycle),
                at=now - timedelta(days=7) * rng.random(),
                outcome="ok",
                status=200,
                host="source.example",
                duration_ms=300,
            )
            for _ in range(FETCHES)
        ),
        batch_size=5_000,
    )


def _written_by_hand(admin: User, now: datetime) -> None:
    """Rules, a channel, and the report of last week."""
    for n in range(3):
        rule_create(text=RuleText(name=f"规则 {n}", query="工资 OR 欠薪", area="wages"), by=admin, now=now)
    Channel.objects.create(kind="webhook", name="接口")
    report_draft_week(monday=week_before(now), now=now, by=admin)
