"""Saved searches as a member sees them: their own and those that are shared, each with what is new since they last looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from monitor.errors import QueryError, SearchError
from monitor.models import SavedSearch, SearchLook, User
from monitor.queries.search import NEW_MOST, search_new
from monitor.queries.search_ask import search_ask

COUNTED = 20  # searches of one list whose new items are counted


@dataclass(frozen=True, slots=True)
class SavedLine:
    """`new`: items since the last look, NEW_MOST + 1 for more; None when never looked at or not to be counted in time."""

    saved: SavedSearch
    mine: bool
    looked_at: datetime | None
    new: int | None

    @property
    def many(self) -> bool:
        return self.new is not None and self.new > NEW_MOST


def saved_visible(user: User) -> QuerySet[SavedSearch]:
    """Those that this member may open."""
    return SavedSearch.objects.filter(Q(owner=user) | Q(shared=True)).select_related("owner")


def saved_lines(user: User, *, sight: tuple[int, ...] | None, now: datetime) -> list[SavedLine]:
    """Own ones first, then the others', by name."""
    saved = sorted(saved_visible(user), key=lambda one: (one.owner_id != user.pk, one.name))
    looks = {look.search_id: look for look in SearchLook.objects.filter(user=user, search__in=saved)}
    return [
        SavedLine(
            one,
            one.owner_id == user.pk,
            looks[one.pk].at if one.pk in looks else None,
            _new(one, looks[one.pk], sight, now) if one.pk in looks and place < COUNTED else None,
        )
        for place, one in enumerate(saved)
    ]


def _new(saved: SavedSearch, look: SearchLook, sight: tuple[int, ...] | None, now: datetime) -> int | None:
    """A search that can no longer be read (a synonym group is gone) has none."""
    try:
        return search_new(search_ask(saved.pairs, sight=sight, now=now), newer_than=look.seen_id)
    except (QueryError, SearchError):
        return None
