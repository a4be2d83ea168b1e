"""Before a topic raises a thread, or a calmed one speaks again, it is read again, much more strictly: is it one matter? Pure.

A topic that holds two matters alerts too early (their counts add up), under the name of the wrong one, and the second is never told. So
a topic that falls apart is decided by its parts: where one of them asks for an alert by itself the topic is split first, and what
asks then is that one; where none does, the alert waits until one does. Orange and red wait for nothing.

    the topic asks    falls apart into      a part asks     level        what happens
    yes               -                     -               -            raised
    yes               parts                 yes             -            split, then each is decided
    yes               parts                 no              below 3      nothing yet
    yes               parts                 no              3 and more   raised

A thread that was told to have calmed and is about to speak again may be another matter that came into its topic: of the same firm, of
the same street. What asks by itself and is nearly all from after the raising becomes a topic, and an alert, of its own; else the thread speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from monitor.alerts.decide import AGAIN, Action, Intent, Rules, decide_topic
from monitor.alerts.facts import TopicFacts
from monitor.alerts.params import PlanParams
from monitor.alerts.series import Series

AT_ONCE = 3  # level from which an alert waits for nothing
OLD_SHARE = 0.2  # of the items of what is news to an open thread: from before it was raised
Parts = Sequence[Collection[int]]  # ids of items


@dataclass(frozen=True, slots=True)
class Reader:
    """What the topics stage does for the alerts stage, handed in by whoever runs both: stages do not import each other.

    `parts`: what a topic (by id) falls apart into, none when it is one matter, the part that its open alert was raised on first;
    `split`: make all but the first topics of their own, whether it was done.
    """

    parts: Callable[[int], Parts]
    split: Callable[[int, Parts, datetime], bool]


class Verdict(StrEnum):
    """What becomes of an alert that was about to be raised."""

    RAISE = "raise"
    SPLIT = "split"
    WAIT = "wait"


def is_read_again(intent: Intent) -> bool:
    """A new thread, or one that speaks again, unless all that speaks is a standing plan: its recipients asked for the first item."""
    speaks = intent.action == Action.RAISE or (intent.action == Action.ESCALATE and intent.reason == AGAIN)
    return speaks and intent.evidence is not None and intent.evidence.kinds != (PlanParams.kind,)


def verdict(intent: Intent, facts: TopicFacts, parts: Parts, rules: Rules, *, now: datetime) -> Verdict:
    """What to do with a topic that asks for a thread and falls apart into `parts` (fewer than two: it does not)."""
    if len(parts) < 2:
        return Verdict.RAISE
    if any(decide_topic(_part(facts, part), rules, now=now).action == Action.RAISE for part in parts):
        return Verdict.SPLIT
    return Verdict.RAISE if intent.level >= AT_ONCE else Verdict.WAIT


def news(facts: TopicFacts, parts: Parts, rules: Rules, *, now: datetime) -> Parts:
    """What a thread that is about to speak again is split into: what stays, then each part that is another matter; empty: nothing is."""
    other = [part for part in parts[1:] if _is_news(facts, part, rules, now)]
    return [[item for part in parts if part not in other for item in part], *other] if other else []


def _is_news(facts: TopicFacts, part: Collection[int], rules: Rules, now: datetime) -> bool:
    one, thread = _part(facts, part), facts.thread
    raised_at = thread.raised_at if thread else None
    old = sum(item.at <= raised_at for item in one.items) if raised_at else 0
    return old <= OLD_SHARE * len(one.items) and decide_topic(one, rules, now=now).action == Action.RAISE


def _part(facts: TopicFacts, part: Collection[int]) -> TopicFacts:
    """A part as the topic that it may become; what is usual for it nobody knows yet."""
    ids, unknown = frozenset(part), Series({})
    return replace(
        facts,
        thread=None,
        items=tuple(item for item in facts.items if item.id in ids),
        earlier=tuple(item for item in facts.earlier if item.id in ids),
        own_series=unknown,
        own_negative=unknown,
    )
