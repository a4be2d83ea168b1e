"""Does a topic or an area deserve an alert now? Pure: facts and rules in, an Intent with its Evidence out.

relative rule   more than the topic, or its area, usually has in such hours
floor           numbers below which nothing alerts
hysteresis      raised at the threshold, calm only when next to nothing comes for hours
cool-down       one message an hour per thread unless it jumps; after a person closed it, only newer items count
all-clear       growth stopped: an intent to calm; the thread stays open until a person closes it

Every rule weighs the topic by itself (weigh*.py: a Finding); a topic has one thread, so the gravest finding speaks for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.alerts.evidence import Evidence
from monitor.alerts.facts import AreaFacts, Thread, TopicFacts
from monitor.alerts.finding import Finding, recently
from monitor.alerts.manners import Manners
from monitor.alerts.params import KeywordParams, NegativeParams, PlanParams, RisingParams, SpreadParams, VolumeParams
from monitor.alerts.tally import counted_items
from monitor.alerts.weigh import weigh_rising
from monitor.alerts.weigh_area import usual_again, weigh_area
from monitor.alerts.weigh_keyword import weigh_keyword
from monitor.alerts.weigh_negative import weigh_negative
from monitor.alerts.weigh_spread import weigh_spread

AGAIN = "again"  # reason: a thread that had calmed speaks again


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


@dataclass(frozen=True, slots=True)
class InForce:
    """A rule as it stands."""

    params: Manners
    version: int = 1


Rules = Mapping[str, InForce]  # by kind; a rule that is switched off is not there


def decide_topic(facts: TopicFacts, rules: Rules, *, now: datetime) -> Intent:
    """The decision about one topic at `now` (aware)."""
    if facts.muted or facts.merged or not (facts.in_focus or facts.plans):
        return Intent(Action.NONE, "not_watched")
    findings = topic_findings(facts, rules if facts.in_focus else _of_plans(rules), now=now)
    if not findings:
        return Intent(Action.NONE, "switched_off")
    if facts.thread is None:
        return _without_thread(findings, facts.closed_at, now)
    quiet = _quiet(facts, findings[0].manners, now)
    return _with_thread(findings, facts.thread, now, quiet=quiet)


def decide_area(facts: AreaFacts, params: VolumeParams, *, now: datetime, rule_version: int = 1) -> Intent:
    """The decision about a concern area at `now`."""
    finding = weigh_area(facts, params, now=now, rule_version=rule_version)
    if facts.thread is None:
        return _without_thread([finding], facts.closed_at, now)
    down = recently(facts.outages, hours=params.calm_hours, now=now)
    return _with_thread([finding], facts.thread, now, quiet=usual_again(finding, params) and not down)


def topic_findings(facts: TopicFacts, rules: Rules, *, now: datetime) -> list[Finding]:
    """What each rule in force finds, in the order of the kinds."""
    found = []
    for rule in (rules[kind] for kind in TOPIC_KINDS if kind in rules):
        params, version = rule.params, rule.version
        if isinstance(params, RisingParams):
            found.append(weigh_rising(facts, params, now=now, rule_version=version))
        elif isinstance(params, KeywordParams):
            found.append(weigh_keyword(facts, params, now=now, rule_version=version))
        elif isinstance(params, NegativeParams):
            found.append(weigh_negative(facts, params, now=now, rule_version=version))
        elif isinstance(params, SpreadParams):
            found.append(weigh_spread(facts, params, now=now, rule_version=version))
    return found


TOPIC_KINDS = tuple(params.kind for params in (RisingParams, KeywordParams, PlanParams, NegativeParams, SpreadParams))


def _of_plans(rules: Rules) -> Rules:
    """A topic that is not in focus is still told to who asked for its plan, and for nothing else."""
    return {kind: rule for kind, rule in rules.items() if kind == PlanParams.kind}


def _without_thread(findings: Sequence[Finding], closed_at: datetime | None, now: datetime) -> Intent:
    best, evidence = _gravest(findings)
    if not best.met:
        return Intent(Action.NONE, "below_threshold", best.level, evidence)
    level, wider = best.level, _of_everybody(findings)
    if wider and best not in wider:  # a plan's own hit is told to its recipients alone: what is everybody's speaks
        best, evidence = _gravest(wider)[0], _spoken_by(_gravest(wider)[0], findings)
    if closed_at and now - closed_at < timedelta(hours=best.manners.rearm_hours) and level < 4:
        return Intent(Action.NONE, "just_closed", level, evidence)
    return Intent(Action.RAISE, best.reason, level, evidence)


def _of_everybody(findings: Sequence[Finding]) -> list[Finding]:
    """What was met and is not a standing plan's own hit."""
    return [one for one in findings if one.met and one.kind != PlanParams.kind]


def _with_thread(findings: Sequence[Finding], thread: Thread, now: datetime, *, quiet: bool) -> Intent:
    best, evidence = _gravest(findings)
    silent_for = now - thread.spoke_at
    cooling = silent_for < timedelta(minutes=best.manners.cooldown_minutes if _counted(best) else 0)
    wider = _of_everybody(findings)
    if thread.narrow and wider:  # what only a plan's recipients know is told to everyone, as if it were raised now
        best, evidence = _gravest(wider)[0], _spoken_by(_gravest(wider)[0], findings)
        return Intent(Action.ESCALATE, "wider", max(thread.level, best.level), evidence)
    if thread.calm:
        return _after_calm(findings, thread, evidence, cooling=cooling)
    if best.met and best.level > thread.level:
        jumped = best.level == 4 or best.level - thread.level >= 2
        if cooling and not jumped:
            return Intent(Action.NONE, "cooling_down", thread.level, evidence)
        return Intent(Action.ESCALATE, "higher", best.level, evidence)
    joined = next((one for one in findings if one.met and not _counted(one)), None)
    # a grave hit is news even in a thread of a higher level; its own cool-down is part of the finding
    if joined is not None:
        spoken = _spoken_by(joined, findings)
        return Intent(Action.ESCALATE, "joined", max(thread.level, joined.level), spoken)
    if quiet and silent_for >= timedelta(hours=best.manners.calm_hours):
        return Intent(Action.CALM, "quiet", thread.level, evidence)
    return Intent(Action.NONE, "unchanged", thread.level, evidence)


def _after_calm(findings: Sequence[Finding], thread: Thread, evidence: Evidence, *, cooling: bool) -> Intent:
    fresh = [one for one in findings if one.fresh]
    if fresh and not cooling:
        best, again = _gravest(fresh)
        return Intent(Action.ESCALATE, AGAIN, max(thread.level, best.level), again)
    return Intent(Action.NONE, "calm", thread.level, evidence)


def _gravest(findings: Sequence[Finding]) -> tuple[Finding, Evidence]:
    """The finding that speaks: met before unmet, then the highest level, then the order of the kinds."""
    best = max(findings, key=lambda one: (one.met, one.level if one.met else 0))  # the first of equals
    return best, _spoken_by(best, findings)


def _spoken_by(best: Finding, findings: Sequence[Finding]) -> Evidence:
    """Evidence of `best` that also names the other rules that were met, and the grave rules and plans that fired with them."""
    others = [one for one in findings if one.met and one is not best]
    fired = [one.evidence for one in (best, *others) if one.met and (one.evidence.rules or one.evidence.plans)]
    return replace(
        best.evidence,
        kinds=(best.kind, *(one.kind for one in others)),
        rules=tuple(rule for evidence in fired for rule in evidence.rules),
        plans=tuple(plan for evidence in fired for plan in evidence.plans),
        units=tuple(unit for evidence in fired for unit in evidence.units),
    )


def _counted(finding: Finding) -> bool:
    return not isinstance(finding.manners, KeywordParams)


def _quiet(facts: TopicFacts, manners: Manners, now: datetime) -> bool:
    """Next to nothing came for hours, and that is not because sources were down."""
    if recently(facts.outages, hours=manners.calm_hours, now=now):
        return False
    start = now - timedelta(hours=manners.calm_hours)
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    return sum(item.original for item in counted if item.at > start) <= manners.calm_originals
