"""Counts of a search and one page of it, in one statement over its hits."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from monitor.lib.clock import DAY, HOUR, hour_of, shanghai_date, shanghai_day_start
from monitor.lib.replica import reading
from monitor.queries.counts import HourBar
from monitor.queries.scope import Scope
from monitor.queries.search_ask import EACH, SearchAsk
from monitor.queries.search_hits import MOST, Hits

HOURLY = 7 * DAY  # spans up to this are drawn by the hour
FACETS = ("source", "area", "sentiment", "unit", "place", "day")
STATEMENT = """
WITH hit AS MATERIALIZED ({hits}), counted AS MATERIALIZED (SELECT * FROM hit LIMIT {most}),
listed AS ({listed}), page AS (SELECT * FROM listed WHERE {after} ORDER BY in_title DESC, at DESC, id DESC LIMIT %s)
SELECT 'hits', '', count(*) FROM hit
UNION ALL SELECT 'stories', '', count(DISTINCT story) FROM counted
UNION ALL SELECT 'newest', '', coalesce(max(id), 0) FROM counted
UNION ALL SELECT 'source', source_id::text, count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'sentiment', sentiment, count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'place', coalesce(place, 'none'), count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'area', area, count(*) FROM counted, unnest(areas) AS area GROUP BY 2
UNION ALL SELECT 'unit', unit::text, count(*) FROM counted, unnest(units) AS unit GROUP BY 2
UNION ALL SELECT 'day', (at AT TIME ZONE 'Asia/Shanghai')::date::text, count(*) FROM counted GROUP BY 2
UNION ALL SELECT 'bar:' || sentiment, extract(epoch FROM date_trunc(%s, at, 'Asia/Shanghai'))::bigint::text, count(*)
    FROM counted GROUP BY 1, 2
UNION ALL SELECT 'page', json_build_array(id, month, extract(epoch FROM at), in_title)::text, n FROM page
"""
STORIES = """
SELECT DISTINCT ON (story) id, month, at, in_title, count(*) OVER (PARTITION BY story) AS n
FROM counted ORDER BY story, repost, at, id
"""
ITEMS = "SELECT id, month, at, in_title, 1::bigint AS n FROM counted"
NO_CURSOR = "true"
CURSOR = "(in_title, at, id) < (%s::boolean, %s::timestamptz, %s::bigint)"


@dataclass(frozen=True, slots=True)
class Listed:
    """A hit on the page. `n`: hits of its story, itself included."""

    id: int
    month: date
    at: datetime
    in_title: bool
    n: int


@dataclass(frozen=True, slots=True)
class SearchTally:
    """Counts over the hits, at most MOST of them: `capped` if there are more, the newest being counted.

    `facets`: name -> value -> hits; a hit with two areas counts under both. `bars`: hours up to seven days, else days.
    """

    total: int = 0
    capped: bool = False
    stories: int = 0
    newest: int = 0  # the greatest item id
    facets: dict[str, Counter[str]] = field(default_factory=dict)
    bars: tuple[HourBar, ...] = ()
    step: timedelta = HOUR
    read_to: datetime | None = None


def tally_and_page(
    ask: SearchAsk, hits: Hits, *, after: tuple[bool, datetime, int] | None, limit: int
) -> tuple[SearchTally, list[Listed]]:
    """Inside `search_session`. `after`: (in title, at, id) of the last row seen."""
    hourly = ask.scope.end - ask.scope.start <= HOURLY
    statement = STATEMENT.format(
        hits=hits.sql,
        most=MOST,
        listed=ITEMS if ask.reposts == EACH else STORIES,
        after=CURSOR if after else NO_CURSOR,
    )
    params = [*hits.params, *(after or ()), limit, "hour" if hourly else "day"]
    with reading().cursor() as cursor:
        cursor.execute(statement, params)
        rows = cursor.fetchall()
    return _tally(ask, hits, rows, HOUR if hourly else DAY), _listed(rows)


def _tally(ask: SearchAsk, hits: Hits, rows: Sequence[tuple[str, str, int]], step: timedelta) -> SearchTally:
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    bars: dict[tuple[int, str], int] = defaultdict(int)
    single: Counter[str] = Counter()
    for kind, key, n in rows:
        if kind in facets:
            facets[kind][key] = n
        elif kind.startswith("bar:"):
            bars[int(key), kind[4:]] += n
        elif kind != "page":
            single[kind] = n
    return SearchTally(
        total=min(single["hits"], MOST),
        capped=single["hits"] > MOST,
        stories=single["stories"],
        newest=single["newest"],
        facets=facets,
        bars=_bars(ask.scope, bars, step),
        step=step,
        read_to=hits.read_to,
    )


def _bars(scope: Scope, counted: dict[tuple[int, str], int], step: timedelta) -> tuple[HourBar, ...]:
    at = hour_of(scope.start) if step == HOUR else shanghai_day_start(shanghai_date(scope.start))
    bars = []
    while at < scope.end:
        second = int(at.timestamp())
        bars.append(HourBar(at, *(counted[second, tone] for tone in ("neg", "neu", "pos"))))
        at += step
    return tuple(bars)


def _listed(rows: Sequence[tuple[str, str, int]]) -> list[Listed]:
    found = []
    for kind, key, n in rows:
        if kind == "page":
            item_id, month, at, in_title = json.loads(key, parse_float=str)
            found.append(Listed(item_id, date.fromisoformat(month), _time(str(at)), in_title, n))
    return sorted(found, key=lambda one: (one.in_title, one.at, one.id), reverse=True)


def _time(epoch: str) -> datetime:
    """Exact to the microsecond, which a float is not everywhere."""
    seconds, _, rest = epoch.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(f"{rest:0<6}"[:6]))
