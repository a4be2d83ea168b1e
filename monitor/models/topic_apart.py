"""Pairs of topics that a person set apart: the machine never merges them, whatever they become part of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from monitor.models.team import User


class TopicApart(models.Model):
    """Two topics (ids, `low` < `high`) that are two matters: somebody said so by splitting or by taking a merge back.

    No foreign keys: their check at commit would wait for a topic that somebody else holds, out of the order of locks.
    """

    low = models.BigIntegerField()
    high = models.BigIntegerField(db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("low", "high", name="topicapart_pair"),
            models.CheckConstraint(condition=Q(low__lt=F("high")), name="topicapart_order"),
        ]

    def __str__(self) -> str:
        return f"{self.low} | {self.high}"


def apart_keep(a: int, b: int, *, by: User | None, at: datetime) -> None:
    """From now on the machine leaves these two topics apart. Nothing happens when it does already, or for one topic."""
    if a != b:
        TopicApart.objects.bulk_create([TopicApart(low=min(a, b), high=max(a, b), by=by, at=at)], ignore_conflicts=True)


def apart_forget(a: int, b: int) -> None:
    """The two may be one again: a person merged them."""
    TopicApart.objects.filter(low=min(a, b), high=max(a, b)).delete()


def apart_from(ids: Collection[int]) -> set[int]:
    """The topics that one of these is kept apart from."""
    pairs = TopicApart.objects.filter(Q(low__in=ids) | Q(high__in=ids)).values_list("low", "high")
    return {topic for pair in pairs for topic in pair} - set(ids)


def apart_inherit(*, winner: int, loser: int) -> None:
    """What `loser` is kept apart from is kept apart from `winner` too, in which it ended."""
    for row in TopicApart.objects.filter(Q(low=loser) | Q(high=loser)):
        apart_keep(winner, row.high if row.low == loser else row.low, by=row.by, at=row.at)
