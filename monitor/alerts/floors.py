"""Can a topic alert at all? The cheap test of every rule, before its history is read. Pure."""

from __future__ import annotations

from datetime import datetime

from monitor.alerts import weigh, weigh_keyword, weigh_negative, weigh_spread
from monitor.alerts.decide import Rules
from monitor.alerts.facts import TopicFacts
from monitor.alerts.params import KeywordParams, NegativeParams, RisingParams, SpreadParams


def may_alert(facts: TopicFacts, rules: Rules, *, now: datetime) -> bool:
    """Whether the topic reaches the floor of a rule in force."""
    for rule in rules.values():
        params = rule.params
        if isinstance(params, RisingParams) and weigh.reaches_floor(facts, params, now=now):
            return True
        if isinstance(params, KeywordParams) and weigh_keyword.reaches_floor(facts, params, now=now):
            return True
        if isinstance(params, NegativeParams) and weigh_negative.reaches_floor(facts, params, now=now):
            return True
        if isinstance(params, SpreadParams) and weigh_spread.reaches_floor(facts, params, now=now):
            return True
    return False
