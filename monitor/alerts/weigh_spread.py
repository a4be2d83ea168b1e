"""`topic_spread`: a matter leaves the place where it was told. Distinct sources, reposts included. Pure.

A source that is listened to only since the matter is told may have told it all along: nobody knows, so it is no news, and it is not
counted. What is usual is counted for each source over the time for which it has been listened to (cohorts.py says since when).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.finding import Finding, evidence_of, window_test
from monitor.alerts.params import SpreadParams
from monitor.alerts.series import NONE, WINDOWS, Baseline
from monitor.alerts.tally import Tally, counted_items, tally_of
from monitor.lib.clock import HOUR, hour_of

ALWAYS = datetime.min.replace(tzinfo=UTC)


def reaches_floor(facts: TopicFacts, params: SpreadParams, *, now: datetime) -> bool:
    """Cheap test before the history is read."""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    tally = tally_of(counted, now - params.reach)
    return tally.sources >= _floor(tally, params)


def weigh_spread(facts: TopicFacts, params: SpreadParams, *, now: datetime, rule_version: int) -> Finding:
    """Hold the window's sources against those that told the topic before, and how many a window usually has."""
    start = now - timedelta(hours=params.hours)
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    before = [item for item in (*facts.earlier, *facts.items) if not item.own and item.at <= start]
    begun = _listened_since(facts, (*before, *counted), now)
    first_told = min((item.at for item in (*before, *counted)), default=start)
    heard = {source for source, since in begun.items() if since is not None and since <= max(start, first_told)}
    inside = [item for item in counted if item.at > start and item.source in heard]
    unheard = {item.source for item in counted if item.at > start} - heard
    tally = tally_of(inside, start)
    new_sources = {item.source for item in inside} - {item.source for item in before}
    new_kinds = _kinds(inside) - _kinds(before)
    own = _usual([item for item in before if item.source in heard], begun, facts.outages, params, start)
    floor = _floor(tally, params)
    threshold = max(float(floor), params.ratio * own.expected)
    met = tally.sources >= threshold and len(new_sources) >= params.new_sources and len(new_kinds) >= params.new_kinds
    window = window_test(
        tally,
        start=start,
        now=now,
        counted=tally.sources,
        met=met,
        threshold=round(threshold, 2),
        own=own,
        floor_sources=floor,
    )
    evidence = evidence_of(
        facts,
        params,
        now=now,
        rule_version=rule_version,
        windows=(window,),
        level=_level(tally, params),
        items=inside,
        detail=(
            ("new_sources", len(new_sources)),
            ("new_kinds", len(new_kinds)),
            ("unheard_sources", len(unheard)),
        ),
    )
    return Finding(params, "spread", met, met, evidence)


def _kinds(items: Iterable[Seen]) -> set[str | int]:
    """Kinds of source by name, units by id."""
    found: set[str | int] = set()
    for item in items:
        found.update({item.kind} - {""}, item.units)
    return found


def _listened_since(facts: TopicFacts, items: Iterable[Seen], now: datetime) -> dict[int, datetime | None]:
    """Since when each source of the items has been listened to; None: it no longer is. Always, where nobody says."""
    sources = {item.source for item in items}
    said = {source: one.since(now) for source, one in facts.listening.items() if source in sources}
    return {source: said.get(source, ALWAYS) for source in sources}


def _usual(
    before: Sequence[Seen],
    begun: Mapping[int, datetime | None],
    outages: frozenset[datetime],
    params: SpreadParams,
    start: datetime,
) -> Baseline:
    """How many distinct sources a window usually has, by the whole windows before this one since the topic was first told; none when
    there is no such window. Each source counts by its share of the windows for half of which, or longer, it was listened to. Windows that
    lie half in an outage are left out.
    """
    if not before:
        return Baseline(0.0, NONE, 0, 0)
    span = timedelta(hours=params.hours)
    first = max(min(item.at for item in before), start - timedelta(days=params.baseline_days))
    of_window = defaultdict[int, set[int]](set)
    for item in before:
        of_window[math.floor((start - item.at) / span)].add(item.source)
    whole = range(int((start - first) / span))
    known = [n for n in whole if _down(outages, start - (n + 1) * span, params.hours) * 2 < params.hours]
    left_out = (len(whole) - len(known)) * params.hours
    if not known:
        return Baseline(0.0, NONE, 0, left_out)
    mean = 0.0
    for source in {item.source for item in before}:
        listened = [n for n in known if start - (n + 0.5) * span >= (begun[source] or ALWAYS)]
        mean += sum(source in of_window[n] for n in listened) / max(1, len(listened))
    return Baseline(round(mean, 2), WINDOWS, len(known) * params.hours, left_out)


def _down(outages: frozenset[datetime], begin: datetime, hours: int) -> int:
    return sum(hour_of(begin) + n * HOUR in outages for n in range(hours))


def _floor(tally: Tally, params: SpreadParams) -> int:
    mild = tally.negative_share < params.mild_share
    return math.ceil(params.sources * params.mild_factor) if mild else params.sources


def _level(tally: Tally, params: SpreadParams) -> int:
    if tally.negative_share < params.mild_share:
        return 1
    return 3 if tally.sources >= params.orange_sources else 2
