"""`keyword` and `plan_hit`: a grave rule of the team, or a standing plan with an alert of its own, fires on the first item that it
marks, then holds back for a while. Pure.

It holds back for the same matter: further hits in the thread, and hits in another topic that may be told apart by chance. An item that
names a unit which the earlier one did not name is another matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.alerts.evidence import Evidence
from monitor.alerts.facts import Fired, Seen, TopicFacts
from monitor.alerts.finding import Finding, evidence_of, window_test
from monitor.alerts.params import KeywordParams, PlanParams
from monitor.alerts.tally import counted_items, tally_of


def reaches_floor(facts: TopicFacts, params: KeywordParams, *, now: datetime) -> bool:
    """Whether any item was marked lately."""
    return bool(_hits(facts, params, now))


def weigh_keyword(facts: TopicFacts, params: KeywordParams, *, now: datetime, rule_version: int) -> Finding:
    """The hits of the window, and those of them that are news."""
    start = now - timedelta(hours=params.hours)
    hits = _hits(facts, params, now)
    counted = [item for item in counted_items(facts.items, closed_at=facts.closed_at, now=now) if item.at > start]
    tally, share = tally_of(counted, start), _focus_share(counted)
    news = [hit for hit in hits if not _told(hit, facts, params, now)] if share >= params.focus_share else []
    window = window_test(tally, start=start, now=now, counted=len(hits), met=bool(news), threshold=1.0)
    marks = tuple(sorted({mark for hit in news for mark in marks_of(hit, facts, params)}))
    by_plan = isinstance(params, PlanParams)
    evidence = evidence_of(
        facts,
        params,
        now=now,
        rule_version=rule_version,
        windows=(window,),
        level=params.level,
        items=hits,
        rules=() if by_plan else marks,
        plans=marks if by_plan else (),
        plans_on=tuple(sorted(facts.plans)) if by_plan else (),
        units=tuple(sorted({unit for hit in news for unit in hit.units})),
        detail=(("focus_share", round(share, 3)),) if params.focus_share else (),
    )
    return Finding(params, params.kind, bool(news), bool(news), evidence)


def marks_of(item: Seen, facts: TopicFacts, params: KeywordParams) -> tuple[int, ...]:
    """The grave rules that marked an item; for `plan_hit` the plans that hold it and have an alert of their own."""
    if isinstance(params, PlanParams):
        return tuple(plan for plan in item.plans if plan in facts.plans)
    return item.hits


def fired_of(evidence: Evidence | None, *, topic: int, at: datetime) -> tuple[Fired, ...]:
    """What fired with a decision about a topic, so that the same matter is not told again."""
    if evidence is None:
        return ()
    rules = (Fired(rule, at, topic, evidence.units) for rule in evidence.rules)
    plans = (Fired(plan, at, topic, evidence.units, PlanParams.kind) for plan in evidence.plans)
    return (*rules, *plans)


def _focus_share(items: list[Seen]) -> float:
    """Of the originals, those that are about working life; all of them when there is none to judge by."""
    originals = [item for item in items if item.original]
    return sum(item.focus for item in originals) / len(originals) if originals else 1.0


def _hits(facts: TopicFacts, params: KeywordParams, now: datetime) -> list[Seen]:
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    start = now - timedelta(hours=params.hours)
    return [item for item in counted if item.at > start and marks_of(item, facts, params)]


def _told(hit: Seen, facts: TopicFacts, params: KeywordParams, now: datetime) -> bool:
    """Whether all that marked it has fired about what may be the same matter, within the cool-down."""
    quiet = timedelta(minutes=params.cooldown_minutes)
    fired = [one for one in facts.fired if one.kind == params.kind and now - one.at < quiet]
    return all(
        any(one.rule == mark and _same_matter(one, hit, facts.id) for one in fired)
        for mark in marks_of(hit, facts, params)
    )


def _same_matter(fired: Fired, hit: Seen, topic: int) -> bool:
    return fired.topic == topic or not fired.units or not hit.units or bool({*fired.units} & {*hit.units})
