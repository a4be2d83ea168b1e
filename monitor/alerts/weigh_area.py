"""`area_volume`: a whole concern area is louder than usual in these hours. Pure.

What the threads of its topics already told is left out, and what is mostly one topic is left to that topic, so that one loud matter
does not alert twice. Without a baseline nothing is raised: "louder than usual" needs to know what is usual. So does each source: what
sources tell that have been listened to for too short a time to know their usual is left out (cohorts.py).
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta

from monitor.alerts.cohorts import Usual, usual_of
from monitor.alerts.evidence import WindowTest
from monitor.alerts.facts import AreaFacts, Seen
from monitor.alerts.finding import Finding, evidence_of, window_test
from monitor.alerts.manners import WindowRule
from monitor.alerts.params import VolumeParams
from monitor.alerts.series import NONE
from monitor.alerts.tally import counted_items, tally_of


def reaches_floor(facts: AreaFacts, params: VolumeParams, *, now: datetime) -> bool:
    """Cheap test before the baseline is computed."""
    counted = untold(facts, now)
    return any(tally_of(counted, now - timedelta(hours=rule.hours)).reaches(rule) for rule in params.windows)


def weigh_area(facts: AreaFacts, params: VolumeParams, *, now: datetime, rule_version: int) -> Finding:
    """Count every window and hold it against the baseline of the area."""
    usual = usual_of(
        facts.cohorts,
        tested_from=now - params.reach,
        days=params.baseline_days,
        outages=facts.outages,
        min_hours=params.min_history_hours,
    )
    untold_ones = untold(facts, now)
    counted = [item for item in untold_ones if item.source in usual.known]
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
        detail=_left_out(facts, [item for item in untold_ones if item.at > long.start], usual),
    )
    return Finding(params, "louder", any(window.met for window in windows), short.met, evidence)


def usual_again(finding: Finding, params: VolumeParams) -> bool:
    """Whether the shortest window came back near its baseline: below the bound that raised it (hysteresis)."""
    short = finding.evidence.windows[0]
    return short.area.basis != NONE and short.counted < max(params.calm_ratio * short.area.expected, 1.0)


def _left_out(facts: AreaFacts, inside: list[Seen], usual: Usual) -> tuple[tuple[str, float], ...]:
    """What of the longest window was not counted, and how many of the sources that were have a shorter history than the others."""
    new = [item for item in inside if item.source not in usual.known] if usual.known else []
    return (
        ("told", sum(item.id in facts.told for item in facts.items)),
        ("unheard", sum(item.original for item in new)),
        ("unheard_sources", len({item.source for item in new})),
        ("younger_sources", usual.younger),
    )


def untold(facts: AreaFacts, now: datetime) -> list[Seen]:
    """What counts: as for a topic, without items whose topic has a thread of its own."""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    return [item for item in counted if item.id not in facts.told]


def _test(
    facts: AreaFacts, counted: list[Seen], rule: WindowRule, params: VolumeParams, normal: Usual, now: datetime
) -> WindowTest:
    start = now - timedelta(hours=rule.hours)
    tally, usual = tally_of(counted, start), normal.expect(start, now)
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
