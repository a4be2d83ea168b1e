"""A person says that several topics are one matter."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from monitor.models import Topic, User
from monitor.models.topic_apart import apart_forget
from monitor.topics.hand import HandError, change_audit, hand_run, items_lock, reason_clean, topics_lock
from monitor.topics.settle import topics_settle
from monitor.topics.unite import topic_unite

MOST = 20


def topics_merge(*, winner: int, others: Collection[int], by: User, now: datetime, reason: str = "") -> Topic:
    """`others` become part of `winner`, which keeps its id; their pages lead to it from now on, one alert thread goes on.

    Raises HandError: merge_nothing, merge_many, topic_gone, topic_busy.
    """
    losers = sorted(set(others) - {winner})
    if not losers:
        raise HandError(label="merge_nothing")
    if len(losers) >= MOST:
        raise HandError(label="merge_many")
    reason = reason_clean(reason)
    return hand_run(lambda: _merge(winner, losers, by, now, reason))


def _merge(winner_id: int, losers: list[int], by: User, now: datetime, reason: str) -> Topic:
    topics = topics_lock([winner_id, *losers])
    items_lock(losers)
    winner, changes = topics[winner_id], []
    for pk in losers:
        apart_forget(winner_id, pk)
        kept = _inherit(winner, topics[pk])
        change = topic_unite(winner, topics[pk], now=now, by=by, reason=reason)
        change.before |= {"title": topics[pk].title, "kept": kept}
        change.save(update_fields=["before"])
        changes.append(change)
    Topic.objects.filter(pk__in=losers).update(reload=True)  # the topics writer forgets them
    winner.save()
    topics_settle([winner_id], now=now)
    for change in changes:
        change_audit(change, by=by)
    return Topic.objects.get(pk=winner_id)


def _inherit(winner: Topic, loser: Topic) -> dict[str, Any]:
    """What a person did to either counts for the whole; what of the winner's that changed, to take it back."""
    kept: dict[str, Any] = {}
    for flag in ("pinned", "watched"):
        if getattr(loser, flag) and not getattr(winner, flag):
            kept[flag] = False
            setattr(winner, flag, True)
    if loser.renamed and not winner.renamed:
        kept |= {"title": winner.title, "renamed": False}
        winner.title, winner.renamed = loser.title, True
    return kept
