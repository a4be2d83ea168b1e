"""Does this topic's growth deserve an alert now? Pure: facts in, an Intent with its Evidence out.

relative rule   originals >= ratio x own baseline, and >= share x area baseline
floor           originals and distinct sources, below which nothing alerts
hysteresis      raised at the threshold, calm only when next to nothing comes for hours
cool-down       one message an hour per thread unless it jumps; after a person closed it, only newer items count
all-clear       growth stopped: an intent to calm; the thread stays open until a person closes it
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.alerts.evidence import Evidence
from monitor.alerts.facts import Thread, TopicFacts
from monitor.alerts.params import RisingParams
from monitor.alerts.weigh import counted_items, weigh
from monitor.lib.clock import HOUR


class Action(StrEnum):
    """What should happen."""

    NONE = "none"
    RAISE = "raise"
    ESCALATE = "escalate"
    CALM = "calm"


@dataclass(frozen=True, slots=True)
class Intent:
    """What should happen, at which level, and why. `reason` is a fixed word for logs and tests."""

    action: Action
    reason: str
    level: int = 0
    evidence: Evidence | None = None


def decide_rising(facts: TopicFacts, params: RisingParams, *, now: datetime, rule_version: int = 1) -> Intent:
    """The decision about one topic at `now` (aware)."""
    if not facts.in_focus or facts.muted or facts.merged:
        return Intent(Action.NONE, "not_watched")
    evidence = weigh(facts, params, now=now, rule_version=rule_version)
    if facts.thread is None:
        return _without_thread(facts, evidence, params, now)
    return _with_thread(facts, facts.thread, evidence, params, now)


def _without_thread(facts: TopicFacts, evidence: Evidence, params: RisingParams, now: datetime) -> Intent:
    if not any(window.met for window in evidence.windows):
        return Intent(Action.NONE, "below_threshold", evidence.level, evidence)
    if facts.closed_at and now - facts.closed_at < timedelta(hours=params.rearm_hours) and evidence.level < 4:
        return Intent(Action.NONE, "just_closed", evidence.level, evidence)
    return Intent(Action.RAISE, "rising", evidence.level, evidence)


def _with_thread(facts: TopicFacts, thread: Thread, evidence: Evidence, params: RisingParams, now: datetime) -> Intent:
    silent_for = now - thread.spoke_at
    cooling = silent_for < timedelta(minutes=params.cooldown_minutes)
    if thread.calm:
        if evidence.windows[0].met and not cooling:
            return Intent(Action.ESCALATE, "again", max(thread.level, evidence.level), evidence)
        return Intent(Action.NONE, "calm", thread.level, evidence)
    if any(window.met for window in evidence.windows) and evidence.level > thread.level:
        jumped = evidence.level == 4 or evidence.level - thread.level >= 2
        if cooling and not jumped:
            return Intent(Action.NONE, "cooling_down", thread.level, evidence)
        return Intent(Action.ESCALATE, "higher", evidence.level, evidence)
    if _quiet(facts, params, now) and silent_for >= timedelta(hours=params.calm_hours):
        return Intent(Action.CALM, "quiet", thread.level, evidence)
    return Intent(Action.NONE, "unchanged", thread.level, evidence)


def _quiet(facts: TopicFacts, params: RisingParams, now: datetime) -> bool:
    """Next to nothing came for hours, and that is not because sources were down."""
    start = now - timedelta(hours=params.calm_hours)
    if any(start - HOUR < hour < now for hour in facts.outages):
        return False
    return sum(item.original for item in counted_items(facts, now) if item.at > start) <= params.calm_originals
