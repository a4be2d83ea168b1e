"""`topic_rising`: count a topic's windows, hold them against floor and baselines, give the level its points. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.alerts.evidence import LevelParts, WindowTest
from monitor.alerts.facts import Seen, TopicFacts
from monitor.alerts.finding import Finding, evidence_of, window_test
from monitor.alerts.manners import WindowRule
from monitor.alerts.params import RisingParams
from monitor.alerts.series import FLAT, Profile, Series, Shape, profile_of, rhythm
from monitor.alerts.tally import Tally, counted_items, last_reply, tally_of


def reaches_floor(facts: TopicFacts, params: RisingParams, *, now: datetime) -> bool:
    """Cheap test before the baselines are read: can this topic alert at all?"""
    counted, _ = _counted(facts, params, now)
    tallies = ((rule, tally_of(counted, now - timedelta(hours=rule.hours))) for rule in params.windows)
    return any(_reaches(tally, rule, params) for rule, tally in tallies)


def weigh_rising(facts: TopicFacts, params: RisingParams, *, now: datetime, rule_version: int) -> Finding:
    """Count every window and hold it against its baselines."""
    counted, answered = _counted(facts, params, now)
    own = _profile(
        facts.own_series, facts, params, now, min_hours=params.min_own_hours, shape=_rhythm(facts, params, now)
    )
    area = _profile(facts.area_series, facts, params, now, min_hours=params.min_history_hours)
    windows = tuple(_test(counted, rule, params, own, area, now) for rule in params.windows)
    short, long = windows[0], windows[-1]
    parts = level_parts(short, long, grave=facts.grave, params=params)
    evidence = evidence_of(
        facts,
        params,
        now=now,
        rule_version=rule_version,
        windows=windows,
        level=level_of(parts, params),
        items=(item for item in counted if item.at > long.start),
        parts=parts,
        answered_at=answered,
        rising=short.originals > 0 and short.originals / short.hours >= long.originals / long.hours,
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
    counted: list[Seen], rule: WindowRule, params: RisingParams, own: Profile, area: Profile, now: datetime
) -> WindowTest:
    start = now - timedelta(hours=rule.hours)
    tally, usual, usual_area = tally_of(counted, start), own.expect(start, now), area.expect(start, now)
    threshold = max(float(rule.originals), params.ratio * usual.expected, params.area_share * usual_area.expected)
    return window_test(
        tally,
        start=start,
        now=now,
        counted=tally.originals,
        met=_reaches(tally, rule, params) and tally.originals >= threshold,
        threshold=round(threshold, 2),
        own=usual,
        area=usual_area,
        floor_originals=rule.originals,
        floor_sources=rule.sources,
        floor_negative=rule.negative,
        floor_likely=rule.likely,
        floor_alike=params.same_area,
    )


def _counted(facts: TopicFacts, params: RisingParams, now: datetime) -> tuple[list[Seen], datetime | None]:
    """What counts, and when the matter was last answered: what was told until then is known."""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    answered = last_reply(facts.items, now=now) if params.after_replies else None
    return [item for item in counted if answered is None or item.at > answered], answered


def _reaches(tally: Tally, rule: WindowRule, params: RisingParams) -> bool:
    return tally.reaches(rule, mild=params.mild_originals, mild_share=params.mild_share, alike=params.same_area)


def _rhythm(facts: TopicFacts, params: RisingParams, now: datetime) -> Shape:
    """Of the area, for a topic that has hours of its own."""
    if facts.own_series.start is None:
        return FLAT
    return rhythm(facts.area_series, tested_from=now - params.reach, days=params.baseline_days, outages=facts.outages)


def _profile(
    series: Series, facts: TopicFacts, params: RisingParams, now: datetime, *, min_hours: int, shape: Shape = FLAT
) -> Profile:
    return profile_of(
        series,
        tested_from=now - params.reach,
        days=params.baseline_days,
        outages=facts.outages,
        min_hours=min_hours,
        shape=shape,
    )


def _steps(value: float, steps: tuple[float, ...]) -> int:
    return sum(value >= step for step in steps)
