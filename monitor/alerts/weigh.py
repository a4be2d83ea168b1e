"""`topic_rising`: count a topic's windows, hold them against floor and baselines, give the level its points. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.alerts.evidence import Evidence, LevelParts, WindowTest
from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.finding import Finding, outage_hours_in
from monitor.alerts.manners import WindowRule
from monitor.alerts.params import RisingParams
from monitor.alerts.series import FLAT, Baseline, Series, Shape, baseline, rhythm
from monitor.alerts.tally import counted_items, newest_first, tally_of


def reaches_floor(facts: TopicFacts, params: RisingParams, *, now: datetime) -> bool:
    """Cheap test before the baselines are read: can this topic alert at all?"""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    tallies = ((rule, tally_of(counted, now - timedelta(hours=rule.hours))) for rule in params.windows)
    return any(tally.reaches(rule, mild=params.mild_originals) for rule, tally in tallies)


def weigh_rising(facts: TopicFacts, params: RisingParams, *, now: datetime, rule_version: int) -> Finding:
    """Count every window and hold it against its baselines."""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    shape = _area_rhythm(facts, params, now)
    windows = tuple(_test(facts, counted, rule, params, shape, now) for rule in params.windows)
    short, long = windows[0], windows[-1]
    parts = level_parts(short, long, grave=facts.grave, params=params)
    evidence = Evidence(
        kind=params.kind,
        computed_at=now,
        rule_version=rule_version,
        area=facts.area,
        windows=windows,
        level=level_of(parts, params),
        parts=parts,
        rising=short.originals > 0 and short.originals / short.hours >= long.originals / long.hours,
        outage_hours=outage_hours_in(facts.outages, start=long.start, now=now),
        items=newest_first(item for item in counted if item.at > long.start),
        closed_at=facts.closed_at,
    )
    return Finding(params, "rising", any(window.met for window in windows), short.met, evidence)


def level_parts(short: WindowTest, long: WindowTest, *, grave: bool, params: RisingParams) -> LevelParts:
    """Points for speed, volume, spread and negativity by the steps of the rule."""
    share = long.negative / long.originals if long.originals else 0.0
    return LevelParts(
        speed=_steps(short.originals / short.hours, params.speed_steps),
        volume=_steps(long.originals, params.volume_steps),
        spread=_steps(long.sources, params.spread_steps),
        negative=_steps(share, params.negative_steps),
        grave=params.grave_points if grave else 0,
    )


def level_of(parts: LevelParts, params: RisingParams) -> int:
    """1 blue to 4 red."""
    return 1 + _steps(parts.points, params.level_points)


def _test(
    facts: TopicFacts, counted: list[Seen], rule: WindowRule, params: RisingParams, shape: Shape, now: datetime
) -> WindowTest:
    start = now - timedelta(hours=rule.hours)
    tally = tally_of(counted, start)
    own = _expect(facts.own_series, start, params, facts.outages, now, min_hours=params.min_own_hours, shape=shape)
    area = _expect(facts.area_series, start, params, facts.outages, now, min_hours=params.min_history_hours)
    threshold = max(float(rule.originals), params.ratio * own.expected, params.area_share * area.expected)
    return WindowTest(
        hours=rule.hours,
        start=start,
        end=now,
        originals=tally.originals,
        items=tally.items,
        sources=tally.sources,
        negative=tally.negative,
        sure=tally.sure,
        counted=tally.originals,
        own=own,
        area=area,
        threshold=round(threshold, 2),
        floor_originals=rule.originals,
        floor_sources=rule.sources,
        floor_negative=rule.negative,
        met=tally.reaches(rule, mild=params.mild_originals) and tally.originals >= threshold,
    )


def _area_rhythm(facts: TopicFacts, params: RisingParams, now: datetime) -> Shape:
    if facts.own_series.start is None:
        return FLAT
    return rhythm(facts.area_series, tested_from=now - params.reach, days=params.baseline_days, outages=facts.outages)


def _expect(
    series: Series,
    start: datetime,
    params: RisingParams,
    outages: frozenset[datetime],
    now: datetime,
    *,
    min_hours: int,
    shape: Shape = FLAT,
) -> Baseline:
    return baseline(
        series,
        start=start,
        end=now,
        tested_from=now - params.reach,
        days=params.baseline_days,
        outages=outages,
        min_hours=min_hours,
        shape=shape,
    )


def _steps(value: float, steps: tuple[float, ...]) -> int:
    return sum(value >= step for step in steps)
