"""Parts that a topic falls into when its items are held against stricter thresholds. Pure.

The thresholds rise step by step until more than one part is left: the least strict cut that finds a seam.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import count, takewhile

from monitor.topics.cluster import Clusterer, Decision, TopicItem
from monitor.topics.copies import Fingerprint
from monitor.topics.merge import merge_topics
from monitor.topics.params import ClusterParams
from monitor.topics.state import ItemId, LiveTopic

STRICTER = (0.8, 1.8, 3.0, 4.5)  # log odds added to the thresholds
LEAST_SHARE = 0.1  # of the items: what the parts after the first must have together, each with two items or more
FEWEST_STAY = 2  # items of the first part, when there are others
MOST_PARTS = 12  # the smallest are left with the first
SEAM, SEAM_SHARE, LEAST_ITEMS = 0.4, 0.3, 4  # what the machine splits by itself: log odds, share of the items, items
SEAM_HEADLINES = (
    -0.4
)  # instead, where there are headlines alone: of nine days' topics a stricter cut broke as many as it mended
LEAST_PART = 3  # items of a part where there are bodies: of splits with a part of two most cut one story
SEAM_ALERTED = 1.8  # log odds where an alert waits for it: a message about two matters misleads
Known = dict[TopicItem, tuple[dict[int, float], Fingerprint]]


def parts_propose(items: Sequence[TopicItem], params: ClusterParams | None = None) -> list[list[ItemId]]:
    """Ids of the items (in order of time) by part, biggest first, the first for what stays.

    Parts of two items or more where there is such a seam; else the single items that the least strict cut leaves over;
    else one part.
    """
    params = params or ClusterParams()
    strays: list[list[ItemId]] = []
    before = Before()
    least = max(2, LEAST_SHARE * len(items))
    for step in STRICTER:
        parts = _cut(items, _stricter(params, step), before)
        if sum(len(part) for part in parts[1:] if len(part) > 1) >= least:
            return _kept(parts, least=2)
        if len(parts) > 1 and not strays:
            strays = _kept(parts, least=1)
        if strays and sum(len(part) for part in parts if len(part) > 1) < least + FEWEST_STAY:
            break  # what is stricter keeps fewer together: too few for a seam
    return strays or [[item.id for item in items]]


def seam(items: Sequence[TopicItem], params: ClusterParams, *, alerted: bool = False) -> list[list[ItemId]]:
    """As `parts_propose`, but only what is plainly two matters: one step, and every part a good share of the whole.

    `alerted`: an alert waits for it. Else headlines alone are cut only where even lower thresholds would keep the parts apart.
    """
    step, fewest = _strictness(items, alerted=alerted)
    if len(items) >= LEAST_ITEMS:
        parts = _cut(items, _stricter(params, step))
        least = max(fewest, math.ceil(SEAM_SHARE * len(items)))
        if sum(len(part) >= least for part in parts) >= 2:
            return _kept(parts, least=least)
    return [[item.id for item in items]]


def _strictness(items: Sequence[TopicItem], *, alerted: bool) -> tuple[float, int]:
    """(how much stricter than joining, in log odds; the fewest items of a part)."""
    if alerted:
        return SEAM_ALERTED, 2
    return (SEAM, LEAST_PART) if any(item.has_body for item in items) else (SEAM_HEADLINES, 2)


def _kept(parts: list[list[ItemId]], *, least: int) -> list[list[ItemId]]:
    kept = [part for part in parts[:MOST_PARTS] if len(part) >= least]
    rest = [item for part in parts if part not in kept for item in part]
    return [kept[0] + rest, *kept[1:]]


def _stricter(params: ClusterParams, step: float) -> ClusterParams:
    return replace(
        params,
        join=_raised(params.join, step),
        merge=_raised(params.merge, step),
        body_join=_raised(params.body_join, step),
        body_merge=_raised(params.body_merge, step),
    )


def _raised(probability: float, step: float) -> float:
    return 1 / (1 + (1 - probability) / probability * math.exp(-step))


class _Again(Clusterer):
    """Reads an item once for all thresholds: its text is much of the work."""

    known: Known
    is_stream = False

    def read(self, item: TopicItem) -> tuple[dict[int, float], Fingerprint]:
        """The same, from `known` when it is there."""
        if item not in self.known:
            self.known[item] = super().read(item)
        return self.known[item]


@dataclass(slots=True)
class Before:
    """What one threshold leaves to the next, stricter one: what was read of the items, and the way that they went, in order.

    An item that joined by more than the stricter threshold asks for joins there too, and what opened a topic opens one: up to
    the first that does not the way is the same, and is not gone again.
    """

    known: Known = field(default_factory=dict)
    went: list[tuple[Decision, LiveTopic]] = field(default_factory=list)  # the topic as it stood with that item

    def same(self, params: ClusterParams) -> list[tuple[Decision, LiveTopic]]:
        """The beginning of the way that is the same under `params`."""
        least = max(params.join, params.body_join)
        return list(takewhile(lambda step: step[0].is_new or step[0].similarity >= least, self.went))


def _cut(items: Sequence[TopicItem], params: ClusterParams, before: Before | None = None) -> list[list[ItemId]]:
    """Parts at these thresholds; `before`: of the same items, under params that differ in nothing but less strict thresholds."""
    before = before or Before()
    went = before.same(params)
    ids = count(1 + sum(decision.is_new for decision, _topic in went))
    clusterer = _Again(params, lambda: next(ids))
    clusterer.known = before.known
    clusterer.restore({topic.id: topic for _decision, topic in went}.values())
    for item in items[len(went) :]:
        decision = clusterer.add(item)
        went.append((decision, clusterer.index.topics[decision.topic]))
    before.went = went
    parts: dict[int, list[ItemId]] = {}
    for decision, _topic in went:
        parts.setdefault(decision.topic, []).append(decision.item)
    for merge in merge_topics(clusterer):
        parts[merge.winner] += parts.pop(merge.loser)
    return sorted(parts.values(), key=lambda part: (-len(part), str(part[0])))
