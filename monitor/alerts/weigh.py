"""Count a topic's windows, hold them against floor and baselines, and give the level its points. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.evidence import Evidence, LevelParts, WindowTest
from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.params import RisingParams, WindowRule
from monitor.alerts.series import Baseline, Series, baseline
from monitor.lib.clock import hour_of


def reaches_floor(facts: TopicFacts, params: RisingParams, *, now: datetime) -> bool:
    """Cheap test before the baselines are read: can this topic alert at all?"""
    counted = counted_items(facts, now)
    return any(tally_of(counted, now - timedelta(hours=rule.hours)).reaches(rule) for rule in params.windows)


def weigh(facts: TopicFacts, params: RisingParams, *, now: datetime, rule_version: int) -> Evidence:
    """Count every window and hold it against its baselines."""
    counted = counted_items(facts, now)
    windows = tuple(_test(facts, counted, rule, params, now) for rule in params.windows)
    short, long = windows[0], windows[-1]
    parts = level_parts(short, long, grave=facts.grave, params=params)
    reach = [item for item in counted if item.at > long.start]
    return Evidence(
        computed_at=now,
        rule_version=rule_version,
        area=facts.area,
        windows=windows,
        level=level_of(parts, params),
        parts=parts,
        rising=short.originals > 0 and short.originals / short.hours >= long.originals / long.hours,
        outage_hours=sum(hour_of(long.start) <= hour < now for hour in facts.outages),
        items=tuple(item.id for item in sorted(reach, key=lambda item: (item.at, item.id), reverse=True)),
    )


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


@dataclass(frozen=True, slots=True)
class Tally:
    originals: int
    items: int
    sources: int
    negative: int

    def reaches(self, rule: WindowRule) -> bool:
        return self.originals >= rule.originals and self.sources >= rule.sources


def counted_items(facts: TopicFacts, now: datetime) -> list[Seen]:
    """What counts: not the union's own, not what a person has already closed, nothing from the future."""
    since = facts.closed_at
    return [item for item in facts.items if not item.own and item.at <= now and (since is None or item.at > since)]


def tally_of(items: list[Seen], start: datetime) -> Tally:
    inside = [item for item in items if item.at > start]
    originals = [item for item in inside if item.original]
    return Tally(
        originals=len(originals),
        items=len(inside),
        sources=len({item.source for item in inside}),
        negative=sum(item.negative for item in originals),
    )


def _test(facts: TopicFacts, counted: list[Seen], rule: WindowRule, params: RisingParams, now: datetime) -> WindowTest:
    start = now - timedelta(hours=rule.hours)
    tally = tally_of(counted, start)
    own, area = (
        _expect(series, start, params, facts.outages, now, min_hours=hours)
        for series, hours in ((facts.own_series, params.min_own_hours), (facts.area_series, params.min_history_hours))
    )
    floor = floor_of(rule, tally, params, grave=facts.grave)
    threshold = max(float(floor), params.ratio * own.expected, params.area_share * area.expected)
    return WindowTest(
        hours=rule.hours,
        start=start,
        end=now,
        originals=tally.originals,
        items=tally.items,
        sources=tally.sources,
        negative=tally.negative,
        own=own,
        area=area,
        threshold=round(threshold, 2),
        floor_originals=floor,
        floor_sources=rule.sources,
        met=tally.reaches(rule) and tally.originals >= threshold,
    )


def floor_of(rule: WindowRule, tally: Tally, params: RisingParams, *, grave: bool) -> int:
    """Originals needed at least: more for a matter that is hardly told as a trouble."""
    mild = not grave and tally.negative < params.mild_share * tally.originals
    return math.ceil(rule.originals * params.mild_factor) if mild else rule.originals


def _expect(
    series: Series,
    start: datetime,
    params: RisingParams,
    outages: frozenset[datetime],
    now: datetime,
    *,
    min_hours: int,
) -> Baseline:
    return baseline(
        series,
        start=start,
        end=now,
        tested_from=now - params.reach,
        days=params.baseline_days,
        outages=outages,
        min_hours=min_hours,
    )


def _steps(value: float, steps: tuple[float, ...]) -> int:
    return sum(value >= step for step in steps)
