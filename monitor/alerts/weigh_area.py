"""`area_volume`: a whole concern area is louder than usual in these hours. Pure.

What the threads of its topics already told is left out, and what is mostly one topic is left to that topic, so that one loud matter
does not alert twice. Without a baseline
nothing is raised: "louder than usual" needs to know what is usual.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta

from monitor.alerts.evidence import WindowTest
from monitor.alerts.facts import AreaFacts, Seen
from monitor.alerts.finding import Finding, evidence_of, window_test
from monitor.alerts.manners import WindowRule
from monitor.alerts.params import VolumeParams
from monitor.alerts.series import NONE, Profile, profile_of
from monitor.alerts.tally import counted_items, tally_of


def reaches_floor(facts: AreaFacts, params: VolumeParams, *, now: datetime) -> bool:
    """Cheap test before the baseline is computed."""
    counted = untold(facts, now)
    return any(tally_of(counted, now - timedelta(hours=rule.hours)).reaches(rule) for rule in params.windows)


def weigh_area(facts: AreaFacts, params: VolumeParams, *, now: datetime, rule_version: int) -> Finding:
    """Count every window and hold it against the baseline of the area."""
    counted = untold(facts, now)
    usual = profile_of(
        facts.series,
        tested_from=now - params.reach,
        days=params.baseline_days,
        outages=facts.outages,
        min_hours=params.min_history_hours,
    )
    windows = tuple(_test(facts, counted, rule, params, usual, now) for rule in params.windows)
    short, long = windows[0], windows[-1]
    evidence = evidence_of(
        facts,
        params,
        now=now,
        rule_version=rule_version,
        windows=windows,
        level=3 if any(_far_above(window, params) for window in windows) else 2,
        items=(item for item in counted if item.at > long.start),
        rising=short.originals / short.hours >= long.originals / long.hours,
        detail=(("told", sum(item.id in facts.told for item in facts.items)),),
    )
    return Finding(params, "louder", any(window.met for window in windows), short.met, evidence)


def usual_again(finding: Finding, params: VolumeParams) -> bool:
    """Whether the shortest window came back near its baseline: below the bound that raised it (hysteresis)."""
    short = finding.evidence.windows[0]
    return short.area.basis != NONE and short.counted < max(params.calm_ratio * short.area.expected, 1.0)


def untold(facts: AreaFacts, now: datetime) -> list[Seen]:
    """What counts: as for a topic, without items whose topic has a thread of its own."""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    return [item for item in counted if item.id not in facts.told]


def _test(
    facts: AreaFacts, counted: list[Seen], rule: WindowRule, params: VolumeParams, profile: Profile, now: datetime
) -> WindowTest:
    start = now - timedelta(hours=rule.hours)
    tally, usual = tally_of(counted, start), profile.expect(start, now)
    above = usual.expected + params.deviations * math.sqrt(usual.expected)
    threshold = max(float(rule.originals), params.ratio * usual.expected, above)
    known, bad = usual.basis != NONE, tally.negative_share >= params.negative_share
    several = _largest(facts, counted, start) <= params.one_matter_share * tally.originals
    return window_test(
        tally,
        start=start,
        now=now,
        counted=tally.originals,
        met=known and bad and several and tally.reaches(rule) and tally.originals >= threshold,
        threshold=round(threshold, 2),
        area=usual,
        floor_originals=rule.originals,
        floor_sources=rule.sources,
    )


def _largest(facts: AreaFacts, counted: list[Seen], start: datetime) -> int:
    """Originals of the largest topic in the window."""
    inside = Counter(facts.topics.get(item.id, 0) for item in counted if item.original and item.at > start)
    return max((n for topic, n in inside.items() if topic), default=0)


def _far_above(window: WindowTest, params: VolumeParams) -> bool:
    return window.met and window.counted >= params.orange_ratio * max(window.area.expected, 1.0)
