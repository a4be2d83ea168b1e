"""`keyword`: a grave rule of the team fires on the first item, then holds back for a while. Pure.

It holds back for the same matter: further hits in the thread, and hits in another topic that may be told apart by chance. An item that
names a unit which the earlier one did not name is another matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.alerts.evidence import Evidence, WindowTest
from monitor.alerts.facts import Fired, Seen, TopicFacts
from monitor.alerts.finding import Finding, outage_hours_in
from monitor.alerts.params import KeywordParams
from monitor.alerts.tally import counted_items, newest_first, tally_of


def reaches_floor(facts: TopicFacts, params: KeywordParams, *, now: datetime) -> bool:
    """Whether any item hit a grave rule lately."""
    return bool(_hits(facts, params, now))


def weigh_keyword(facts: TopicFacts, params: KeywordParams, *, now: datetime, rule_version: int) -> Finding:
    """The hits of the window, and those of them that are news."""
    start = now - timedelta(hours=params.hours)
    hits = _hits(facts, params, now)
    news = [hit for hit in hits if not _told(hit, facts, params, now)]
    tally = tally_of(counted_items(facts.items, closed_at=facts.closed_at, now=now), start)
    window = WindowTest(
        hours=params.hours,
        start=start,
        end=now,
        originals=tally.originals,
        items=tally.items,
        sources=tally.sources,
        negative=tally.negative,
        sure=tally.sure,
        counted=len(hits),
        threshold=1.0,
        met=bool(news),
    )
    evidence = Evidence(
        kind=params.kind,
        computed_at=now,
        rule_version=rule_version,
        area=facts.area,
        windows=(window,),
        level=params.level,
        outage_hours=outage_hours_in(facts.outages, start=start, now=now),
        items=newest_first(hits),
        rules=tuple(sorted({rule for hit in news for rule in hit.hits})),
        units=tuple(sorted({unit for hit in news for unit in hit.units})),
        closed_at=facts.closed_at,
    )
    return Finding(params, "keyword", bool(news), bool(news), evidence)


def _hits(facts: TopicFacts, params: KeywordParams, now: datetime) -> list[Seen]:
    counted = counted_items(facts.items, closed_at=facts.closed_at, now=now)
    return [item for item in counted if item.hits and item.at > now - timedelta(hours=params.hours)]


def _told(hit: Seen, facts: TopicFacts, params: KeywordParams, now: datetime) -> bool:
    """Whether every rule that it hits has fired about what may be the same matter, within the cool-down."""
    quiet = timedelta(minutes=params.cooldown_minutes)
    return all(
        any(one.rule == rule and now - one.at < quiet and _same_matter(one, hit, facts.id) for one in facts.fired)
        for rule in hit.hits
    )


def _same_matter(fired: Fired, hit: Seen, topic: int) -> bool:
    return fired.topic == topic or not fired.units or not hit.units or bool({*fired.units} & {*hit.units})
