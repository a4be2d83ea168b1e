"""`topic_negative`: a matter that was told calmly turns bad. Pure.

What is usual is the share of negative originals before the window, drawn towards that of the area as if PRIOR originals had it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.alerts.facts import TopicFacts
from monitor.alerts.finding import Finding, evidence_of, window_test
from monitor.alerts.params import NegativeParams
from monitor.alerts.series import NONE, WINDOWS, Baseline, Series, known_hours, total_before
from monitor.alerts.tally import Tally, counted_items, tally_of

PRIOR = 4.0
UNKNOWN_SHARE = 0.4  # of an area that has too little history


def reaches_floor(facts: TopicFacts, params: NegativeParams, *, now: datetime) -> bool:
    """Cheap test before the history is read."""
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    return _floor(tally_of(counted, now - params.reach), params)


def weigh_negative(facts: TopicFacts, params: NegativeParams, *, now: datetime, rule_version: int) -> Finding:
    """Hold the window's share of negative originals against what was usual before it."""
    start = now - timedelta(hours=params.hours)
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    tally = tally_of(counted, start)
    before, hours, left_out = _before(facts.own_series, facts, params, start)
    bad, _, _ = _before(facts.own_negative, facts, params, start)
    area, area_hours, _ = _before(facts.area_series, facts, params, start)
    area_bad, _, _ = _before(facts.area_negative, facts, params, start)
    enough = area_hours >= params.min_history_hours and area > 0
    area_share = area_bad / area if enough else UNKNOWN_SHARE
    usual = (bad + PRIOR * area_share) / (before + PRIOR)
    needed = max(params.share, usual + params.margin)
    threshold = max(float(params.negative), needed * tally.originals)
    known = before >= params.min_before
    met = known and _floor(tally, params) and tally.negative >= threshold
    window = window_test(
        tally,
        start=start,
        now=now,
        counted=tally.negative,
        met=met,
        threshold=round(threshold, 2),
        own=Baseline(round(usual * tally.originals, 2), WINDOWS if known else NONE, hours, left_out),
        area=Baseline(
            round(area_share * tally.originals, 2) if enough else 0.0, WINDOWS if enough else NONE, area_hours, left_out
        ),
        floor_sources=params.sources,
        floor_negative=params.negative,
        floor_alike=params.same_area,
    )
    evidence = evidence_of(
        facts,
        params,
        now=now,
        rule_version=rule_version,
        windows=(window,),
        level=_level(tally, params),
        items=(item for item in counted if item.at > start),
        detail=(("before", before), ("usual_share", round(usual, 3)), ("share", round(tally.negative_share, 3))),
    )
    return Finding(params, "negative", met, met, evidence)


def _before(series: Series, facts: TopicFacts, params: NegativeParams, start: datetime) -> tuple[int, int, int]:
    """(count, observed hours, hours of outage) before the window. A negative series begins where its whole does."""
    known, left_out = known_hours(series, tested_from=start, days=params.baseline_days, outages=facts.outages)
    total = total_before(series, tested_from=start, days=params.baseline_days, outages=facts.outages)
    return total, len(known), left_out


def _floor(tally: Tally, params: NegativeParams) -> bool:
    bad = tally.negative >= params.negative and tally.negative_share >= params.share
    return bad and tally.sources >= params.sources and tally.alike >= params.same_area


def _level(tally: Tally, params: NegativeParams) -> int:
    grave = tally.negative >= params.orange_negative and tally.negative_share >= params.orange_share
    return 3 if grave else 2
